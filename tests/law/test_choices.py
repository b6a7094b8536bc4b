"""Tables of choices: each line says what the calculator says, and what the law does not price is left out."""

import pytest

from bot.law import EstimateInputError, Law
from bot.law.choices import choices

LAW = Law.load()
DAY = "2026-11-24"
WHO = {"category": "near_poor"}


def test_one_income_is_shown_in_every_way_of_paying_with_the_calculators_figures() -> None:
    table = choices(LAW, on=DAY, incomes=[3_000_000], **WHO)
    assert [(row.payment_method, row.years) for row in table.rows] == [
        ("monthly", None),
        ("quarterly", None),
        ("half_yearly", None),
        ("yearly", None),
        *(("multi_year", years) for years in (2, 3, 4, 5)),
    ]
    for row in table.rows:
        given = {"income": 3_000_000, "payment_method": row.payment_method, "years": row.years}
        said = LAW.estimate("contribution", on=DAY, **given, **WHO).amounts
        assert (row.payable, row.per_month, row.months) == (
            said["payable"],
            said["per_month"],
            said["months"],
        )


def test_several_incomes_stand_in_order_with_the_same_support() -> None:
    table = choices(LAW, on=DAY, incomes=[5_000_000, 1_500_000], **WHO)
    assert [(row.income, row.support, row.payable) for row in table.rows] == [
        (1_500_000, 132_000, 198_000),
        (5_000_000, 132_000, 968_000),
    ]
    assert (table.by, table.group) == ("income", "hộ cận nghèo")


def test_years_ahead_without_a_published_price_are_left_out() -> None:
    table = choices(LAW, on="2028-02-01", incomes=[3_000_000], **WHO)
    assert {row.payment_method for row in table.rows} == {"monthly", "quarterly", "half_yearly", "yearly"}


def test_the_next_day_with_other_sums_is_told() -> None:
    assert choices(LAW, on="2026-12-31", incomes=[3_000_000], **WHO).as_dict()["changes_on"] == "2027-01-01"
    assert choices(LAW, on="2027-01-01", incomes=[3_000_000], **WHO).as_dict()["changes_on"] is None


@pytest.mark.parametrize(
    "incomes", [[], [1_500_000] * 9, [1_000], [3_000_000, 1]], ids=["không", "chín", "thấp", "một mức thấp"]
)
def test_what_nobody_may_choose_is_no_table(incomes: list[int]) -> None:
    with pytest.raises(EstimateInputError):
        choices(LAW, on=DAY, incomes=incomes, **WHO)
