"""Whatever is typed, the extractors give well-formed values in bounded time."""

import json
import re
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.types import Entity
from bot.understanding.entities import CommuneIndex, extract, load_communes
from bot.understanding.normalise import normalise

TODAY = date(2026, 11, 23)
COMMUNES = load_communes(24)
# Pieces of every extractor's grammar: put in a row they make what comes near to a value and is none.
PIECES = re.split(
    r"\s*\|\s*",
    """ba triệu rưỡi | 3tr5 | 1.500.000đ | 5- | 6 triệu | mức | thấp nhất | không | chín | một hai |
    0912 | 345 678 | +84 | năm | tháng | tuổi | sn 79 | 12/3/1975 | mùng 5 | tuổi con ngựa | Mậu Ngọ
    | mẹ tôi | cho | vợ | hộ nghèo | không thuộc | dân tộc | đóng | quý | một lần | thiếu | bù |
    được | nửa | xã | Cảnh Thụy | ở | Nguyễn | Văn | tên là | gọi | buổi chiều | sau 5 giờ | thứ 7 |
    sửa | số điện thoại | thôi | chứ không phải | , | - | ( | / | … | 😀 | la | sáu | đến | hai ba
    bốn | rưỡi | lăm""",
)
NEAR_MISSES = st.lists(st.sampled_from(PIECES), max_size=24).map(" ".join)
# Each takes seconds when a search starts anew at every word of a long text.
LONG_TEXTS = {
    "một từ": "la ",
    "số": "sáu ",
    "tiền": "3tr5 ",
    "tiền bằng chữ": "ba triệu ",
    "điện thoại": "0 9 1 2 ",
    "cộng tám tư": "+84 ",
    "tên": "Nguyễn Văn ",
    "xã": "xã Cảnh ",
    "ngày": "ngày mùng ",
    "phủ định": "không thuộc ",
    "năm tháng": "8 năm 3 tháng ",
    "năm sinh": "sn 79 ",
    "giờ gọi": "sau sáu ",
    "đóng": "đóng được ",
    "dấu": "-(/",
    "không dấu cách": "a",
}


def found_in(text: str, *, communes: CommuneIndex | None = COMMUNES) -> tuple[Entity, ...]:
    return extract(text, normalised=normalise(text), communes=communes, today=TODAY)


def assert_well_formed(text: str) -> None:
    entities = found_in(text)
    assert all(0 <= entity.start < entity.end <= len(text) for entity in entities)
    assert list(entities) == sorted(entities, key=lambda entity: entity.start)
    json.dumps([entity.as_dict() for entity in entities])


@given(st.text(max_size=300))
def test_any_characters_give_well_formed_values(text: str) -> None:
    assert_well_formed(text)


@given(NEAR_MISSES)
def test_near_misses_give_well_formed_values(text: str) -> None:
    assert_well_formed(text)


@given(NEAR_MISSES)
def test_the_same_text_gives_the_same_values(text: str) -> None:
    assert found_in(text) == found_in(text)


@pytest.mark.parametrize("piece", LONG_TEXTS.values(), ids=LONG_TEXTS)
def test_a_long_text_takes_bounded_time(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    started = time.process_time()
    found_in(text)
    assert time.process_time() - started < 5


def test_the_values_stand_where_they_were_typed() -> None:
    text = "Dạ,  em tên NGUYỄN Văn Tư 😀 sđt  0912.345.678 , ở xã  Cảnh Thụy!!!"
    places = {entity.entity: text[entity.start : entity.end] for entity in found_in(text)}
    assert places == {
        "relation": "em tên",
        "full_name": "NGUYỄN Văn Tư",
        "phone": "0912.345.678",
        "commune": "xã  Cảnh Thụy",
    }


def test_without_communes_none_is_looked_for() -> None:
    text = "Nguyễn Văn Tư 0912345678 xã Cảnh Thụy"
    assert {entity.entity for entity in found_in(text, communes=None)} == {"full_name", "phone"}


def test_an_empty_text_has_no_values() -> None:
    assert found_in("") == ()


def test_every_province_has_communes() -> None:
    assert len(COMMUNES.communes) == 99
    assert load_communes(1).exact("hoan kiem", "hoàn kiếm", with_type=True)[0].name == "Phường Hoàn Kiếm"


def test_an_unknown_province_is_refused() -> None:
    with pytest.raises(ValueError, match="99"):
        load_communes(99)
