"""The checks on messages find what they are there to find."""

import pytest

from bot.rendering import Renderer, check_messages
from bot.rendering.checking import longest_sentence
from tests.rendering.conftest import HEAD, TODAY


@pytest.mark.parametrize(
    ("body", "remedy"),
    [
        pytest.param("Mỗi tháng đóng 264.000 đồng.", "parameter", id="số tiền"),
        pytest.param("Nhà nước hỗ trợ 20%.", "parameter", id="phần trăm"),
        pytest.param("Đóng đủ 15 năm.", "parameter", id="số năm"),
        pytest.param("Hỗ trợ hai mươi phần trăm.", "parameter", id="phần trăm bằng chữ"),
        pytest.param("Đủ bảy mươi lăm tuổi.", "parameter", id="tuổi bằng chữ"),
        pytest.param("Đóng {{ 1500000 | money }}.", "parameter", id="số trong mã"),
        pytest.param("Đóng {{ '15 năm' }}.", "parameter", id="số trong chuỗi"),
        pytest.param('Bấm đi\n{{ button("Đóng 264.000 đồng", "greet") }}', "parameter", id="số trên nút"),
        pytest.param("{# chỉ có chú thích #}", "viết lời văn", id="không có chữ nào"),
        pytest.param("Chào {{ slots.full_name }}", "giá trị trống", id="giá trị trống"),
        pytest.param("Vâng ạ. " * 300, "2000 ký tự", id="quá dài"),
        pytest.param("rất " * 41 + "dài", "cắt câu", id="câu quá dài"),
        pytest.param(
            'Chọn{% for t in "abcdef" %}{{ button(t, "greet") }}{% endfor %}', "5 nút", id="quá nhiều nút"
        ),
        pytest.param(
            'Chọn{{ button("Một nút có chữ dài quá mức", "greet") }}', "25 ký tự", id="chữ trên nút dài"
        ),
        pytest.param(
            'Chọn{{ button("A", "greet") }}{{ button("A", "deny") }}', "bị trùng", id="hai nút như nhau"
        ),
        pytest.param(
            'Chọn{{ button("A", "greet", call_time="lúc nào cũng được, cả buổi tối") }}',
            "64 byte",
            id="nút mang quá nhiều",
        ),
        pytest.param("Chào {{ province.fax }}", "sửa tên", id="không nói được"),
    ],
)
def test_a_stumbling_block_is_found(body, remedy, folder, law, province):
    renderer = Renderer(folder({"smalltalk/greet.j2": f"{HEAD}---\n{body}"}), law=law)

    problems = check_messages(renderer, days=[TODAY], province=province)

    assert len(problems) == 1
    assert problems[0].file.name == "greet.j2"
    assert remedy in problems[0].remedy


@pytest.mark.parametrize(
    "body",
    [
        "Theo Điều 36 khoản 2 Luật 41/2024/QH15, tờ khai TK1-TS.",
        'Đóng {{ parameter("contribution.rate") | percent }}.',
        "Đóng theo quý, ba tháng một lần.",
        'Bấm\n{{ button("Luật mới", "law_change_2025") }}',
        "{% if slots.months == 1 %}một{% else %}nhiều{% endif %}",
    ],
)
def test_what_is_no_figure_of_the_law_is_left_alone(body, folder, law, province):
    renderer = Renderer(folder({"smalltalk/greet.j2": f"{HEAD}---\n{body}"}), law=law)

    assert check_messages(renderer, days=[TODAY], province=province) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("Vâng ạ.", 2),
        ("Được. Anh chị đóng tiếp nhé!", 5),
        ("– một hai\n– ba bốn năm", 4),
        ("Căn cứ: Luật Bảo hiểm xã hội 41/2024/QH15, Điều 36.", 2),
    ],
)
def test_the_longest_sentence_is_measured_in_words(text, words):
    assert longest_sentence(text) == words
