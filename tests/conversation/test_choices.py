"""A choice answered by its number, as people type numbers; everything else is no choice."""

import pytest

from bot.conversation import chosen
from bot.types import Button

OFFERED = (Button("Đồng ý", "/affirm"), Button("Không", "/deny"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("1", "/affirm", id="lựa chọn đầu"),
        pytest.param(" 2 ", "/deny", id="có dấu cách"),
        pytest.param("số 2", "/deny", id="số 2"),
        pytest.param("so 1", "/affirm", id="không dấu"),
        pytest.param("Chọn 1", "/affirm", id="chọn 1"),
        pytest.param("chọn số 2 nhé", "/deny", id="chọn số 2 nhé"),
        pytest.param("em chọn 1 ạ", "/affirm", id="em chọn 1 ạ"),
        pytest.param("cho tôi số 1", "/affirm", id="cho tôi số 1"),
        pytest.param("cau 2", "/deny", id="câu 2"),
        pytest.param("phương án 1", "/affirm", id="phương án 1"),
        pytest.param("2.", "/deny", id="dấu chấm"),
        pytest.param("1)", "/affirm", id="dấu ngoặc"),
        pytest.param("1️⃣", "/affirm", id="phím số"),
        pytest.param("cho\u0323n 2", "/deny", id="dấu rời"),
        pytest.param("٢", "/deny", id="chữ số Ả Rập"),
        pytest.param("0", None, id="số không"),
        pytest.param("3", None, id="quá số lựa chọn"),
        pytest.param("-1", None, id="số âm"),
        pytest.param("²", None, id="số mũ"),
        pytest.param("1 triệu", None, id="số trong câu"),
        pytest.param("1 năm", None, id="thời gian"),
        pytest.param("12", None, id="số to"),
        pytest.param("đồng ý", None, id="chữ"),
        pytest.param("", None, id="trống"),
    ],
)
def test_only_the_number_of_a_choice_is_a_choice(typed, meant):
    assert chosen(typed, OFFERED) == meant
