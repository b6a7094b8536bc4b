"""The written syllable: which exist, where the tone stands, and the keys that type it."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.understanding.keyboard import decode, encode
from bot.understanding.syllables import (
    TONELESS_SYLLABLES,
    is_syllable,
    split_tone,
    standard,
    strip_marks,
    with_tone,
)

SYLLABLES = st.builds(with_tone, st.sampled_from(sorted(TONELESS_SYLLABLES)), st.integers(0, 5)).filter(
    is_syllable
)


@pytest.mark.parametrize(
    "word", ["giếng", "nguyễn", "quyết", "thuở", "khuya", "gìn", "giữa", "oái", "ươn", "yến", "xoong", "quốc"]
)
def test_vietnamese_words_exist(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(strip_marks(word))


@pytest.mark.parametrize("word", ["ko", "cty", "ddong", "hieemr", "xyz", "kan", "ngi", "cít", "bảohiểm", ""])
def test_other_runs_of_letters_are_no_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_a_stopped_syllable_takes_only_two_tones() -> None:
    assert [is_syllable(with_tone("môt", tone)) for tone in range(6)] == [
        True,
        True,
        False,
        False,
        False,
        True,
    ]


@given(SYLLABLES)
def test_the_tone_mark_has_one_place(word: str) -> None:
    assert standard(word) == word
    assert with_tone(*split_tone(word)) == word


@given(SYLLABLES)
def test_stripping_keeps_the_length(word: str) -> None:
    plain = strip_marks(word)
    assert plain.isascii()
    assert len(plain) == len(word)


@given(SYLLABLES.filter(lambda word: "oo" not in split_tone(word)[0]), st.sampled_from(["telex", "vni"]))
def test_keys_left_over_are_decoded_to_the_word_they_type(word: str, method: str) -> None:
    # A letter and a figure are a label ("A1"), not a slip.
    assume(method == "telex" or len(word) > 1)
    keys = encode(word, method=method)
    assert keys == word or is_syllable(keys) or decode(keys) == word


def test_a_double_o_is_read_as_the_hat_where_both_are_words() -> None:
    assert decode("soocs") == "sốc"


@pytest.mark.parametrize("word", ["t12", "tk1", "e5", "abc123", "x" * 50, "ddddddd", "wwww", "123"])
def test_what_is_no_slip_is_left_alone(word: str) -> None:
    assert decode(word) is None
