"""What was said about the insured person is used where it makes sense, and left where it does not."""

from datetime import date

import pytest

from bot.rendering.insured import Insured

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("slots", "birth"),
    [
        ({}, None),
        ({"birth_year": 1972}, 1972),
        ({"birth_date": "1972-05-20", "birth_year": 1972, "age": 50}, "1972-05-20"),
        ({"age": 54}, 1972),
        ({"age": "năm mươi"}, None),
        ({"age": True}, None),
        ({"birth_year": [1972, 1984]}, None),
    ],
)
def test_the_birth_is_what_was_said_most_exactly(slots, birth):
    assert Insured(slots, today=TODAY).birth == birth


@pytest.mark.parametrize(
    ("gender", "genders"), [("female", ("female",)), ("nữ", ("male", "female")), (None, ("male", "female"))]
)
def test_both_genders_are_meant_until_one_is_known(gender, genders):
    assert Insured({"gender": gender}, today=TODAY).genders == genders


@pytest.mark.parametrize(
    ("income", "known"), [(2_000_000, 2_000_000), ("minimum", None), (-5, None), (0, None), (1.5, None)]
)
def test_only_a_sum_is_an_income(income, known):
    assert Insured({"income": income}, today=TODAY).income == known


@pytest.mark.parametrize(("years", "months"), [(8, 96), (None, None), ("tám", None)])
def test_paid_years_are_counted_in_months(years, months):
    assert Insured({"years_paid": years}, today=TODAY).months_paid == months


def test_months_named_exactly_count_before_whole_years():
    assert Insured({"years_paid": 12, "months_paid": 150}, today=TODAY).months_paid == 150


PERIODS = [
    {"from": "2018-01", "to": "2018-12", "months": 12},
    {"from": "2020-01", "to": "2020-06", "months": 6},
]


def test_the_months_of_stretches_count_before_everything_else_said():
    assert Insured({"period": PERIODS, "years_paid": 8, "months_paid": 100}, today=TODAY).months_paid == 18


@pytest.mark.parametrize(
    ("slots", "planned"),
    [
        ({}, None),
        ({"planned_months": 240, "years_paid": 8}, 240),
        ({"more_months": 120, "years_paid": 8}, 216),
        ({"more_months": 120}, 120),
        ({"planned_months": "hai mươi"}, None),
    ],
)
def test_what_is_planned_is_told_in_all_or_beside_what_was_paid(slots, planned):
    assert Insured(slots, today=TODAY).planned_months == planned


@pytest.mark.parametrize(("persons", "known"), [(4, 4), (0, None), ("bốn", None)])
def test_only_a_number_is_a_number_of_people(persons, known):
    assert Insured({"persons": persons}, today=TODAY).persons == known
