"""What tells who wrote a text is blotted out, and what was asked can still be read."""

from datetime import date

import pytest

from bot.understanding import grouped, masked, normalise
from bot.understanding.entities import extract


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tôi là Nguyễn Văn B, sđt 0912 345 678", "Tôi là •••, sđt •••"),
        ("căn cước 001170012345 sinh 12/3/1970", "căn cước ••• sinh •••"),
        ("cô Hoa thu tiền không đưa biên lai", "cô ••• thu tiền không đưa biên lai"),
        ("anh Đức bảo thế", "anh ••• bảo thế"),
        ("gửi vào a.b@example.vn hoặc https://example.vn/x?y=1", "gửi vào ••• hoặc •••"),
        ("chuyển vào 19034567891011 phải không", "chuyển vào ••• phải không"),
        ("em ten nguyen thi lan 0987654321", "em ten ••• •••"),
        ("Đóng 1.500.000 đồng một tháng", "Đóng 1.500.000 đồng một tháng"),
        ("BÁC HỎI ĐÓNG BAO NHIÊU", "BÁC HỎI ĐÓNG BAO NHIÊU"),
        ("Bảo hiểm xã hội tỉnh Bắc Ninh ở đâu", "Bảo hiểm xã hội tỉnh Bắc Ninh ở đâu"),
        ("chị ơi Em sinh năm 1970 đóng được không", "chị ơi Em sinh năm 1970 đóng được không"),
        ("", ""),
    ],
)
def test_persons_are_blotted_out(text: str, expected: str) -> None:
    entities = extract(text, normalised=normalise(text), communes=None, today=date(2026, 11, 23))
    assert masked(text, entities) == expected


def test_alike_questions_are_one_group_whatever_the_typing() -> None:
    texts = [
        "rút một lần được không",
        "đóng bao nhiêu một tháng",
        "dong bao nhieu 1 thang",
        "một tháng đóng bao nhiêu vậy em",
    ]
    assert grouped(texts) == [[1, 2, 3], [0]]
    assert grouped([]) == []
