"""Figures, days and sources as a reader sees them."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.filters import FILTERS, money, months, percent

CASES = yaml.safe_load((Path(__file__).parent / "filters.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['filter']}: {case['given']}")
def test_a_value_is_written_as_people_read_it(case):
    write = FILTERS[case["filter"]]

    assert write(case["given"], **case.get("options", {})) == case["written"]


def test_every_filter_has_a_case():
    assert {case["filter"] for case in CASES} == FILTERS.keys()


@given(st.integers(min_value=0, max_value=10**15))
def test_no_digit_of_an_amount_is_lost(amount):
    assert int(money(amount).removesuffix(" đồng").replace(".", "")) == amount


@given(st.decimals(min_value=0, max_value=1, places=4))
def test_a_share_reads_back_exactly(share):
    assert Decimal(percent(share).removesuffix(" %").replace(",", ".")) == share * 100


@given(st.integers(min_value=0, max_value=1200))
def test_years_and_months_add_up(count):
    words = months(count).split()
    units = dict(zip(words[1::2], map(int, words[::2]), strict=True))

    assert units.get("năm", 0) * 12 + units.get("tháng", 0) == count


@pytest.mark.parametrize("wrong", ["23/11/2026", "2026-13-01", ""])
def test_a_day_that_is_none_is_refused(wrong):
    with pytest.raises(ValueError, match=r"isoformat|month"):
        FILTERS["day"](wrong)


def test_a_day_of_the_calendar_keeps_its_place():
    assert FILTERS["day"](date(2030, 9, 5)) == "05/09/2030"
