"""The terms of the search: without tone marks, beginnings of words, the last digits of a phone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage.searching import lead_terms, unmarked, wanted_words

LETTERS = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
WORDS = st.text(st.sampled_from(LETTERS + LETTERS.upper()), min_size=1, max_size=20)
NAMES = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
PHONES = st.from_regex(r"\+84[1-9]\d{8}", fullmatch=True)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Nguyễn Thị Đào", "nguyen thi dao"),
        ("HUỲNH THUÝ ƯỚC", "huynh thuy uoc"),
        ("Đặng Ðặng", "dang dang"),
        ("thôn 2", "thon 2"),
        ("", ""),
    ],
)
def test_tone_marks_and_accents_go(text, bare):
    assert unmarked(text) == bare


@given(NAMES, PHONES)
def test_every_word_of_a_name_and_every_beginning_of_it_is_found(name, phone):
    terms = lead_terms(name, phone=phone)
    for query in (name, unmarked(name), name.upper(), *(name[:length] for length in range(1, len(name)))):
        whole, cut = wanted_words(query)[:-1], wanted_words(query)[-1:]
        assert {word.term for word in whole} <= terms
        # A single letter is only found as a word of its own.
        assert all(word.term in terms for word in cut if len(word.term) > 1)


@given(PHONES, st.integers(3, 9))
def test_a_phone_is_found_by_its_last_digits_and_as_a_whole(phone, count):
    terms = lead_terms(phone=phone)
    for query in (phone, phone.removeprefix("+"), "0" + phone.removeprefix("+84"), phone[-count:]):
        (word,) = wanted_words(query)
        assert word.term in terms


@given(st.text())
def test_any_query_can_be_asked(query):
    for word in wanted_words(query):
        assert 0 < len(word.term) <= 16
        assert word.lead_id is None or word.lead_id < 10**18
