"""Whom a registration insures is told to the officer in words."""

import pytest

from bot.console.presenting import insured_person


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"relation": "self"}, "chính người nhắn"),
        (
            {"relation": "parent", "birth": 1968, "gender": "female"},
            "bố hoặc mẹ của người nhắn, nữ, sinh 1968",
        ),
        ({"relation": "child", "birth": "2004-05-09"}, "con của người nhắn, sinh 09/05/2004"),
    ],
    ids=["cho mình", "cho mẹ", "cho con"],
)
def test_the_insured_person_is_told_in_words(told, words):
    assert insured_person(told) == words
