"""Long texts in parts: nothing lost, nothing too long, cut where a reader is disturbed the least."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.delivery import split_text, utf16_length

CASES = [
    ("vừa một tin", "Một hai ba.", 20, ["Một hai ba."]),
    ("giữa hai đoạn", "Một hai.\n\nBa bốn.\nNăm.", 18, ["Một hai.", "Ba bốn.\nNăm."]),
    ("giữa hai dòng", "Một hai ba.\nBốn năm.", 15, ["Một hai ba.", "Bốn năm."]),
    ("giữa hai câu", "Một hai ba. Bốn năm.", 15, ["Một hai ba.", "Bốn năm."]),
    ("giữa hai chữ", "Một hai ba bốn", 9, ["Một hai", "ba bốn"]),
    ("giữa một chữ dài", "aaaaaaaaaa", 4, ["aaaa", "aaaa", "aa"]),
    ("trống", "  \n ", 4, []),
]


@pytest.mark.parametrize(
    ("text", "limit", "parts"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_text_is_cut_where_it_disturbs_least(text, limit, parts):
    assert split_text(text, limit=limit) == parts


@given(st.text(alphabet="aà😀 .\n", max_size=300), st.integers(2, 40))
def test_whatever_the_text_no_part_is_too_long_and_no_letter_is_lost(text, limit):
    parts = split_text(text, limit=limit, length=utf16_length)
    assert all(part and utf16_length(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
