"""Two days side by side: which figures change, and for whom that means what."""

from datetime import date

from bot.law import Law
from bot.law.comparing import compare

YEAR_END, NEW_YEAR = date(2026, 12, 31), date(2027, 1, 1)


def test_new_poverty_line_changes_every_payment(law: Law) -> None:
    found = compare(law, YEAR_END, NEW_YEAR)
    assert "contribution.minimum_income" in {change.parameter.name for change in found.parameters}
    payable = {(change.category, change.payment_method): change.payable for change in found.people}
    assert payable["other", "monthly"] == (264_000, 387_200)
    assert payable["poor", "yearly"] == (12 * 165_000, 12 * 242_000)
    assert len(payable) == 20


def test_the_earlier_day_comes_first_whatever_the_order(law: Law) -> None:
    assert compare(law, NEW_YEAR, YEAR_END) == compare(law, YEAR_END, NEW_YEAR)


def test_nothing_changes_within_a_quiet_month(law: Law) -> None:
    found = compare(law, date(2026, 11, 1), date(2026, 11, 30))
    assert (found.parameters, found.people) == ((), ())


def test_day_without_figures_is_shown_as_unknown(law: Law) -> None:
    found = compare(law, date(2030, 12, 31), date(2031, 1, 1)).as_dict()
    line = next(change for change in found["parameters"] if change["name"] == "contribution.minimum_income")
    assert (line["before"], line["after"], line["from"], line["reference"]) == (2_200_000, None, None, None)
    assert {change["after"] for change in found["people"]} == {None}
    assert found["people"][0]["who"] == "hộ nghèo, đóng hằng tháng theo mức thấp nhất"
