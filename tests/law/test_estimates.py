"""An estimate carries day, inputs, working, sources and what changes next; wrong asking is answered precisely."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from bot.law import EstimateInputError, Law, ParameterMissingError
from bot.law.dated import Status
from bot.law.working import Working

DAY = date(2026, 11, 23)
MOMENT = datetime(2026, 11, 23, 8, tzinfo=UTC)
LOWEST: dict[str, Any] = {"income": 1_500_000, "category": "other"}


def test_lowest_payment_shows_its_working_as_a_person_would_write_it(law: Law) -> None:
    estimate = law.estimate("contribution", on=DAY, **LOWEST)
    assert [step.formula for step in estimate.steps] == [
        "22 % × 1.500.000 = 330.000",
        "20 % × 22 % × 1.500.000 = 66.000",
        "330.000 − 66.000 = 264.000",
    ]
    assert estimate.references[:2] == (
        "Luật Bảo hiểm xã hội 41/2024/QH15, Điều 36 khoản 1",
        "Luật Bảo hiểm xã hội 41/2024/QH15, Điều 36 khoản 2 điểm a",
    )
    assert estimate.inputs == {"income": 1_500_000, "category": ["other"]}


def test_estimate_names_every_figure_it_used_with_its_days(law: Law) -> None:
    used = {
        found.parameter.name: found.dated
        for found in law.estimate("contribution", on=DAY, **LOWEST).parameters
    }
    line = used["contribution.minimum_income"]
    assert (line.value, line.valid_from, line.valid_to) == (1_500_000, date(2026, 1, 1), date(2026, 12, 31))
    assert used["contribution.rate"].status == Status.OFFICIAL


def test_next_change_gives_the_day_and_the_new_payment(law: Law) -> None:
    change = law.estimate("contribution", on=DAY, **LOWEST).as_dict()["next_change"]
    assert change == {
        "day": "2027-01-01",
        "first_payment": "2027-01",
        "minimum_income": 2_200_000,
        "income": 2_200_000,
        "gross": 484_000,
        "state_support": 96_800,
        "local_support": 0,
        "payable": 387_200,
        "per_month": 387_200,
    }


@pytest.mark.parametrize(
    ("inputs", "first_payment", "payable"),
    [
        pytest.param({"payment_method": "quarterly"}, "2027-02", 3 * 387_200, id="3 tháng một lần"),
        pytest.param({"payment_method": "yearly"}, "2027-11", 12 * 387_200, id="12 tháng một lần"),
        pytest.param({"payment_method": "multi_year", "years": 2}, "2028-11", None, id="đóng 2 năm"),
        pytest.param(
            {"payment_method": "missing_years", "missing_months": 5}, "2027-01", None, id="còn thiếu"
        ),
    ],
)
def test_period_already_paid_keeps_its_figures_until_it_ends(
    law: Law, inputs: dict[str, Any], first_payment: str, payable: int | None
) -> None:
    change = law.estimate("contribution", on=DAY, **LOWEST | inputs).as_dict()["next_change"]
    assert (change["first_payment"], change["payable"]) == (first_payment, payable)


def test_higher_income_pays_less_when_the_support_rises(law: Law) -> None:
    change = law.estimate("contribution", on=DAY, income=5_000_000, category="other").as_dict()["next_change"]
    assert (change["income"], change["payable"]) == (5_000_000, 1_100_000 - 96_800)


def test_nothing_is_announced_when_nothing_is_known_to_change(law: Law) -> None:
    assert law.estimate("contribution", on=date(2027, 1, 1), income=2_200_000).next_change is None


def test_unconfirmed_figures_are_said_aloud(law: Law) -> None:
    warnings = law.estimate("contribution", on=DAY, payment_method="multi_year", years=2, **LOWEST).as_dict()[
        "warnings"
    ]
    assert {"unconfirmed_parameter"} <= {warning["code"] for warning in warnings}
    assert "payment.fund_rate" in {warning.get("parameter") for warning in warnings}


def test_unknown_group_is_stated_as_an_assumption(law: Law) -> None:
    assert any(
        "người tham gia khác" in text
        for text in law.estimate("contribution", on=DAY, income=1_500_000).assumptions
    )


def test_unknown_calculator_is_refused_with_the_list(law: Law) -> None:
    with pytest.raises(EstimateInputError) as refusal:
        law.estimate("horoscope", on=DAY)
    assert refusal.value.field == "calculator"
    assert "contribution" in (refusal.value.allowed or ())


@pytest.mark.parametrize("moment", [MOMENT, "23/11/2026", "2026-02-30", 20261123, None])
def test_day_must_be_a_day(law: Law, moment: Any) -> None:
    with pytest.raises(EstimateInputError) as refusal:
        law.estimate("contribution", on=moment, **LOWEST)
    assert refusal.value.field == "on"


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (1_500_000, 1_500_000),
        ("1500000", 1_500_000),
        (1_500_000.0, 1_500_000),
        (Decimal(1_500_000), 1_500_000),
    ],
)
def test_whole_numbers_are_read_from_numbers_and_digits(law: Law, value: Any, read: int) -> None:
    assert law.estimate("contribution", on=DAY, income=value).inputs["income"] == read


@pytest.mark.parametrize(
    "value", [True, 1_500_000.5, "1.500.000", float("nan"), float("inf"), [1], "9" * 400, {}]
)
def test_what_is_no_whole_number_is_refused(law: Law, value: Any) -> None:
    with pytest.raises(EstimateInputError) as refusal:
        law.estimate("contribution", on=DAY, income=value)
    assert refusal.value.field == "income"
    json.dumps(refusal.value.as_dict(), allow_nan=False)


@pytest.mark.parametrize("value", [True, "một phần ba", float("nan"), "Infinity", [1], 1.5, -0.1])
def test_what_is_no_share_is_refused(law: Law, value: Any) -> None:
    with pytest.raises(EstimateInputError) as refusal:
        law.estimate("contribution", on=DAY, local_support_rate=value, **LOWEST)
    assert refusal.value.field == "local_support_rate"
    json.dumps(refusal.value.as_dict(), allow_nan=False)


@pytest.mark.parametrize("value", ["2026-02-30", "hôm qua", 20261123, MOMENT])
def test_what_is_no_day_is_refused(law: Law, value: Any) -> None:
    with pytest.raises(EstimateInputError) as refusal:
        law.estimate(
            "refund", on=DAY, ground="death", months_left=1, paid_on=value, payment_method="yearly", **LOWEST
        )
    assert refusal.value.field == "paid_on"


@pytest.mark.parametrize("value", ["2020-1", "0000-05", 202001, None])
def test_what_is_no_month_is_refused(law: Law, value: Any) -> None:
    period = {"from": value, "to": "2020-05", "income": 1_000_000}
    with pytest.raises(EstimateInputError) as refusal:
        law.estimate("average_income", on=DAY, voluntary_periods=[period])
    assert (refusal.value.field, refusal.value.path) == ("voluntary_periods", "voluntary_periods.0.from")


@pytest.mark.parametrize("value", [True, 1970.5, "1970-W01-1", "70", ["1970"]])
def test_what_is_no_birth_date_is_refused(law: Law, value: Any) -> None:
    with pytest.raises(EstimateInputError) as refusal:
        law.estimate("retirement_age", on=DAY, gender="male", birth_date=value)
    assert refusal.value.field == "birth_date"


def test_income_inside_a_period_is_refused_with_its_limit(law: Law) -> None:
    period = {"from": "2020-01", "to": "2020-05", "income": 0}
    with pytest.raises(EstimateInputError) as refusal:
        law.estimate("average_income", on=DAY, voluntary_periods=[period])
    assert (refusal.value.path, refusal.value.minimum) == ("voluntary_periods.0.income", 1)


def test_missing_figure_tells_between_which_days_it_is_known(law: Law) -> None:
    with pytest.raises(ParameterMissingError) as missing:
        law.estimate("contribution_limits", on=date(2031, 1, 1))
    error = missing.value.as_dict()
    assert (error["error"], error["field"], error["minimum"], error["maximum"]) == (
        "parameter_missing",
        "on",
        "2016-01-01",
        "2030-12-31",
    )
    assert "remedy" not in error


def test_every_calculator_describes_itself_in_json(law: Law) -> None:
    for name, calculator in law.calculators.items():
        described = json.loads(json.dumps(calculator.as_dict()))
        assert described["name"] == name
        assert described["title"]
        assert described["doc"]
        assert described["outputs"]
        for field, schema in described["inputs"]["properties"].items():
            assert schema["title"], f"{name}.{field}"


def test_calculators_of_the_issue_are_all_there(law: Law) -> None:
    assert set(law.calculators) >= {
        "contribution",
        "contribution_limits",
        "state_support",
        "income_for_payment",
        "income_for_pension",
        "retirement_age",
        "pension_rate",
        "average_income",
        "pension",
        "lump_sum",
        "refund",
        "missing_years",
        "monthly_allowance",
        "social_pension",
        "maternity",
        "funeral",
        "survivor",
        "health_household",
        "accident_insurance",
        "eligibility",
        "plan",
    }


def test_one_json_object_is_answered_like_the_call(law: Law) -> None:
    request = {"calculator": "contribution", "on": "2026-11-23", **LOWEST}
    assert law.answer(request) == law.estimate("contribution", on=DAY, **LOWEST)


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        pytest.param({}, "calculator", id="rỗng"),
        pytest.param({"calculator": 5}, "calculator", id="tên là số"),
        pytest.param({"calculator": ["plan"]}, "calculator", id="tên là danh sách"),
        pytest.param({"calculator": "plan"}, "on", id="thiếu ngày"),
    ],
)
def test_json_object_without_calculator_or_day_is_refused(
    law: Law, request_: dict[str, Any], field: str
) -> None:
    with pytest.raises(EstimateInputError) as refusal:
        law.answer(request_)
    assert refusal.value.field == field
    json.dumps(refusal.value.as_dict())


def test_a_calculator_that_reads_the_wrong_kind_of_figure_fails_at_once(law: Law) -> None:
    working = Working(law.parameters, DAY)
    with pytest.raises(TypeError, match="number"):
        working.value("scheme.first_day")
    with pytest.raises(TypeError, match="day"):
        working.day("contribution.rate")
    with pytest.raises(TypeError, match="table"):
        working.table("contribution.rate", on=DAY)


@pytest.mark.parametrize(
    ("calculator", "inputs", "change"),
    [
        pytest.param(
            "contribution_limits",
            {},
            {"day": "2027-01-01", "minimum_income": 2_200_000},
            id="giới hạn thu nhập",
        ),
        pytest.param("state_support", {"category": "poor"}, {"per_month": 242_000}, id="Nhà nước hỗ trợ"),
        pytest.param(
            "accident_insurance", {"category": "other"}, {"state_support": 12 * 2_200}, id="bảo hiểm tai nạn"
        ),
    ],
)
def test_simple_results_tell_what_they_will_be(
    law: Law, calculator: str, inputs: dict[str, Any], change: dict[str, Any]
) -> None:
    found = law.estimate(calculator, on=DAY, **inputs).as_dict()["next_change"]
    assert {name: found[name] for name in change} == change
    assert law.estimate(calculator, on=date(2027, 1, 1), **inputs).next_change is None


@pytest.mark.parametrize(
    ("calculator", "inputs", "reason"),
    [
        pytest.param("funeral", {"pensioner": "yes"}, "phải là true hoặc false", id="đúng sai ghi bằng chữ"),
        pytest.param(
            "funeral", {"voluntary_periods": {}}, "phải là một danh sách", id="không phải danh sách"
        ),
        pytest.param(
            "plan",
            {"gender": "male", "age": 40, "alternatives": [{}] * 13},
            "nhiều nhất 12 mục",
            id="quá nhiều",
        ),
    ],
)
def test_what_is_of_the_wrong_kind_is_told_so(
    law: Law, calculator: str, inputs: dict[str, Any], reason: str
) -> None:
    with pytest.raises(EstimateInputError, match=reason):
        law.estimate(calculator, on=DAY, **inputs)
