"""A plan's other ways: which are offered, how they differ, and that asked-for ones are computed as asked."""

from datetime import date
from typing import Any

import pytest

from bot.law import Law

DAY = date(2026, 11, 23)
WOMAN: dict[str, Any] = {
    "gender": "female",
    "birth_date": "1986-01",
    "income": 3_000_000,
    "category": "other",
}


def plan(law: Law, **inputs: Any) -> dict[str, Any]:
    return law.estimate("plan", on=DAY, **inputs).as_response()


def titles(found: dict[str, Any]) -> list[str]:
    return [other["title"] for other in found["alternatives"]]


def test_usual_ways_are_offered_beside_a_monthly_plan(law: Law) -> None:
    assert titles(plan(law, **WOMAN)) == [
        "Thu nhập 1.500.000 đồng, đóng hằng tháng",
        "Thu nhập 3.000.000 đồng, đóng 12 tháng một lần",
        "Thu nhập 3.000.000 đồng, đóng một lần cho 5 năm",
        "Thu nhập 3.000.000 đồng, đóng hằng tháng, dừng sau 180 tháng",
        "Thu nhập 3.000.000 đồng, đóng hằng tháng, nghỉ 4 tháng mỗi năm",
    ]


def test_ways_that_are_the_plan_itself_are_not_offered_again(law: Law) -> None:
    found = plan(law, **WOMAN | {"income": 1_500_000, "payment_method": "yearly"})
    assert titles(found) == [
        "Thu nhập 1.500.000 đồng, đóng một lần cho 5 năm",
        "Thu nhập 1.500.000 đồng, đóng 12 tháng một lần, dừng sau 180 tháng",
    ]
    ahead = plan(law, **WOMAN | {"payment_method": "multi_year", "years": 5})
    assert "Thu nhập 3.000.000 đồng, đóng một lần cho 5 năm" not in titles(ahead)
    paused = plan(law, **WOMAN | {"skip_months": 4})
    assert not any("nghỉ 4 tháng" in title and "dừng" not in title for title in titles(paused)[1:])


def test_who_is_of_age_is_offered_to_pay_the_rest_in_one_sum(law: Law) -> None:
    found = plan(law, gender="female", birth_date="1969-05", months_paid=144, category="other")
    last = found["alternatives"][-1]
    assert last["title"] == "Thu nhập 1.500.000 đồng, đóng một lần cho thời gian còn thiếu"
    assert last["pension_from"] == "2026-12" < found["pension_from"]
    again = plan(
        law,
        gender="female",
        birth_date="1969-05",
        months_paid=144,
        category="other",
        payment_method="missing_years",
    )
    assert "đóng một lần cho thời gian còn thiếu" not in " ".join(titles(again))


def test_asked_for_ways_change_only_what_they_name(law: Law) -> None:
    ways = [
        {"income": 5_000_000},
        {"payment_method": "multi_year", "years": 2},
        {"months": 180},
        {"skip_months": 6},
    ]
    dearer, ahead, shorter, paused = plan(law, **WOMAN, alternatives=ways)["alternatives"]
    assert (dearer["income"], dearer["payment_method"], dearer["monthly_pension"]) == (
        5_000_000,
        "monthly",
        2_700_000,
    )
    assert (ahead["years"], ahead["income"]) == (2, 3_000_000)
    assert shorter["months"] == 180
    assert paused["skip_months"] == 6
    assert paused["pension_from"] > shorter["pension_from"]


def test_each_way_carries_its_own_verdict(law: Law) -> None:
    stopped, whole = plan(law, **WOMAN, alternatives=[{"months": 60}, {}])["alternatives"]
    assert (stopped["worthwhile"], whole["worthwhile"]) == (False, True)
    assert "180 tháng" in stopped["warnings"][0]
    assert whole["warnings"] == []


def test_the_way_shown_aside_equals_the_same_plan_alone(law: Law) -> None:
    aside = plan(law, **WOMAN, alternatives=[{"payment_method": "yearly"}])["alternatives"][0]
    alone = plan(law, **WOMAN | {"payment_method": "yearly"}, alternatives=[])
    shared = aside.keys() & alone.keys() - {"warnings"}
    assert {name: aside[name] for name in shared} == {name: alone[name] for name in shared}


def test_before_the_fund_rate_is_known_no_years_ahead_are_offered(law: Law) -> None:
    known = dict(law.parameters)
    rate = known["payment.fund_rate"]
    known["payment.fund_rate"] = type(rate)(
        rate.name, rate.description, rate.documentation, rate.unit, rate.yearly, rate.file, rate.values[-1:]
    )
    early = Law(known).estimate("plan", on=date(2025, 8, 1), **WOMAN).as_response()
    assert not any("5 năm" in title for title in titles(early))


@pytest.mark.parametrize("pension", [540_000, 539_000])
def test_pension_of_the_level_of_the_social_pension_is_never_earned_back(law: Law, pension: int) -> None:
    """At the level itself the social pension is lost, so nothing is gained after 75; below it both are drawn."""
    found = plan(
        law,
        gender="male",
        birth_date="1951-01",
        months_paid=179,
        average_income=round(pension / 0.4 * 180 / 179 - 1_500_000 / 179),
        income=1_500_000,
        category="other",
        alternatives=[],
    )
    assert abs(found["monthly_pension"] - pension) <= 1
    assert ("break_even_month" in found) == (found["monthly_pension"] != 540_000)
