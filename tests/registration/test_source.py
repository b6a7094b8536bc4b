"""What a link tells of where a person came from: made, read back, and kept within what every platform carries."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.registration.source import MAX_LENGTH, Source, SourceError, source_code

WORD = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9-]{0,7}", fullmatch=True)


def test_a_source_is_short_and_says_what_it_is():
    made = Source(campaign="7", commune="07633", event="12", agent="5", label="hoi-nong-dan")
    assert made.code == "c-7_x-07633_e-12_a-5_hoi-nong-dan"
    assert Source.parse(made.code) == made


def test_without_a_word_there_is_no_source():
    assert Source().code == ""


@given(campaign=WORD, commune=WORD, event=WORD, agent=WORD)
def test_whatever_is_made_is_read_back_and_fits_every_platform(campaign, commune, event, agent):
    made = Source(campaign=campaign, commune=commune, event=event, agent=agent)
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", made.code)
    assert Source.parse(made.code) == made


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param({"label": "hội nông dân"}, id="có dấu"),
        pytest.param({"campaign": "a_b"}, id="gạch dưới"),
        pytest.param({"agent": "&x=1"}, id="ký tự của địa chỉ"),
        pytest.param({"label": "x-07633"}, id="giống một mã"),
        pytest.param({"label": "a" * (MAX_LENGTH + 1)}, id="quá dài"),
    ],
)
def test_what_a_link_cannot_carry_is_refused_with_a_remedy(parts):
    with pytest.raises(SourceError) as refused:
        Source(**parts)
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("code", "label"),
    [("c7_canhthuy_e12", "c7-canhthuy-e12"), ("to-roi", "to-roi"), ("x-1_x-2", ""), ("___", "")],
)
def test_a_code_of_somebody_elses_making_is_a_word(code, label):
    assert Source.parse(code).label == label


@given(st.text(max_size=80))
def test_no_code_whatever_breaks_the_reading(code):
    assert source_code(code) in (None, code)
    if source_code(code):
        Source.parse(code)
