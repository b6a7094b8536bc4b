"""Every way of typing is read in one spelling, and every word keeps its place in what was typed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.normalise import HEAD, TAIL, normalise
from bot.understanding.segmentation import Segmenter
from bot.understanding.syllables import strip_marks

SPACED = [
    "nam lam ruong bao nhieu mot thang",
    "toi muon dong bao hiem xa hoi",
    "nam nay toi lam ruong",
    "dong bao hiem xa hoi bao nhieu mot thang",
]
SEGMENTER = Segmenter.learn([sentence.split() for sentence in SPACED])


def rows() -> Iterator[Any]:
    table = yaml.safe_load(Path(__file__).with_name("spellings.yml").read_text(encoding="utf-8"))
    for kind, cases in table.items():
        for typed, spelled in cases.items():
            yield pytest.param(typed, spelled, SEGMENTER if kind == "spaces" else None, id=f"{kind}: {typed}")


@pytest.mark.parametrize(("typed", "spelled", "segmenter"), list(rows()))
def test_is_read_in_one_spelling(typed: str, spelled: str, segmenter: Segmenter | None) -> None:
    assert normalise(typed, segmenter=segmenter).text == spelled


@pytest.mark.parametrize(("typed", "spelled", "segmenter"), list(rows()))
def test_what_is_spelled_well_stays_as_it_is(typed: str, spelled: str, segmenter: Segmenter | None) -> None:
    assert normalise(spelled, segmenter=segmenter).text == spelled


def test_runs_stay_whole_without_a_segmenter() -> None:
    assert normalise("namlamruong").text == "namlamruong"


def test_every_word_of_an_expansion_points_to_the_short_form() -> None:
    text = "Đóng BHXH bn 1 th?"
    slices = [(token.text, text[token.start : token.end]) for token in normalise(text).tokens]
    assert slices == [
        ("đóng", "Đóng"),
        *((word, "BHXH") for word in ("bảo", "hiểm", "xã", "hội")),
        *((word, "bn") for word in ("bao", "nhiêu")),
        ("1", "1"),
        ("tháng", "th"),
        ("?", "?"),
    ]


def test_words_found_in_a_run_point_to_their_letters() -> None:
    normalised = normalise("dạ namlamruong ạ", segmenter=SEGMENTER)
    assert [normalised.original[token.start : token.end] for token in normalised.tokens] == [
        "dạ",
        "nam",
        "lam",
        "ruong",
        "ạ",
    ]


def test_a_slice_of_the_spelling_leads_back_to_what_was_typed() -> None:
    normalised = normalise("E đóng 8 nawm r, lương 5tr5")
    start = normalised.plain.index("5tr5")
    assert normalised.original_slice(start, start + 1) == "5"
    year = normalised.plain.index("nam")
    assert normalised.original_slice(year, year + 3) == "nawm"


def test_of_a_long_text_the_beginning_and_the_end_are_read() -> None:
    text = "đầu " + "x" * (HEAD + TAIL) + " cuối"
    tokens = normalise(text).tokens
    assert (tokens[0].text, tokens[-1].text) == ("đầu", "cuối")
    assert text[tokens[-1].start : tokens[-1].end] == "cuối"


@given(st.text(max_size=200) | st.text(alphabet="aăâeêioôơuưyđdsfrxjwz1-9 .,?\u0301\u0309k", max_size=60))
def test_any_text_has_words_in_order_within_its_bounds(text: str) -> None:
    normalised = normalise(text, segmenter=SEGMENTER)
    assert len(normalised.text) == len(normalised.plain)
    assert strip_marks(normalised.text) == normalised.plain
    places = [(token.start, token.end) for token in normalised.tokens]
    assert places == sorted(places)
    assert all(0 <= start <= end <= len(text) for start, end in places)
    assert all(token.text and " " not in token.text for token in normalised.tokens)


@given(st.text(max_size=80), st.integers(0, 100), st.integers(0, 100))
def test_any_slice_leads_back_into_the_text(text: str, start: int, length: int) -> None:
    normalised = normalise(text)
    first, last = normalised.span(start, start + length)
    assert 0 <= first <= len(text)
    assert 0 <= last <= len(text)


def test_a_lone_capital_in_a_name_is_no_short_form() -> None:
    assert normalise("em là Trần Văn D").text == "em là trần văn d"
    assert normalise("Cho E hỏi").text == "cho em hỏi"
