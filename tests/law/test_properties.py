"""Laws about the law: what must hold for every person and every day."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.law import Law
from bot.law.dated import Parameter
from bot.law.inputs import CATEGORIES
from bot.law.methods import compounded, discounted
from bot.law.months import Month

LAW = Law.load()
# The same examples on every machine, however slow it is.
steady = settings(deadline=None, derandomize=True, database=None, max_examples=60)
FIRST, LAST = date(2025, 7, 1), date(2030, 12, 31)

days = st.dates(FIRST, LAST)
months = st.integers(1, 120)
rates = st.decimals("0", "0.02", places=5)
genders = st.sampled_from(["male", "female"])
categories = st.sampled_from(sorted(CATEGORIES))
periodic = st.sampled_from(["monthly", "quarterly", "half_yearly", "yearly"])


@st.composite
def payments(draw: st.DrawFn) -> dict[str, object]:
    """A payment that the law allows on some day."""
    day = draw(days)
    limits = LAW.estimate("contribution_limits", on=day).amounts
    method = draw(st.sampled_from(["monthly", "yearly", "multi_year", "missing_years"]))
    return {
        "on": day,
        "income": draw(st.integers(limits["minimum_income"], limits["maximum_income"])),
        "category": draw(categories),
        "payment_method": method,
        "years": draw(st.integers(2, 5)) if method == "multi_year" else None,
        "missing_months": draw(st.integers(1, 60)) if method == "missing_years" else None,
        "months_paid": draw(st.integers(0, 200)),
        "local_support_rate": draw(st.decimals("0", "1", places=2)),
        "fund_rate": draw(rates),
    }


@steady
@given(payments())
def test_payable_and_support_make_up_the_gross(given_payment: dict[str, object]) -> None:
    amounts = LAW.estimate("contribution", **given_payment).amounts
    assert amounts["payable"] + amounts["state_support"] + amounts["local_support"] == amounts["gross"]
    assert min(amounts["payable"], amounts["state_support"], amounts["local_support"]) >= 0


@steady
@given(payments())
def test_support_never_exceeds_its_months_and_its_rate(given_payment: dict[str, object]) -> None:
    amounts = LAW.estimate("contribution", **given_payment).amounts
    monthly = LAW.estimate(
        "state_support", on=given_payment["on"], category=given_payment["category"]
    ).amounts
    assert amounts["supported_months"] <= max(0, 120 - int(str(given_payment["months_paid"])))
    assert amounts["state_support"] <= monthly["per_month"] * amounts["supported_months"]


@steady
@given(payments())
def test_a_later_figure_never_changes_an_earlier_result(given_payment: dict[str, object]) -> None:
    day = date.fromisoformat(str(given_payment["on"]))
    known = {name: until(parameter, day) for name, parameter in LAW.parameters.items()}
    earlier = Law({name: parameter for name, parameter in known.items() if parameter})
    assert (
        earlier.estimate("contribution", **given_payment).amounts
        == LAW.estimate("contribution", **given_payment).amounts
    )


def until(parameter: Parameter, day: date) -> Parameter | None:
    """The parameter as it was known before anything after the day was added."""
    values = tuple(value for value in parameter.values if value.valid_from <= day)
    return (
        Parameter(
            parameter.name,
            parameter.description,
            parameter.documentation,
            parameter.unit,
            parameter.yearly,
            parameter.file,
            values,
        )
        if values
        else None
    )


@steady
@given(monthly=st.integers(1, 20_000_000), count=months, rate=rates)
def test_discounted_months_add_up_to_the_closed_form(monthly: int, count: int, rate: Decimal) -> None:
    terms = [monthly / (1 + rate) ** (i - 1) for i in range(1, count + 1)]
    assert abs(sum(terms) - discounted(Decimal(monthly), count, rate)) < Decimal("0.001")


@steady
@given(monthly=st.integers(1, 20_000_000), count=months, rate=rates)
def test_compounded_months_add_up_to_the_closed_form(monthly: int, count: int, rate: Decimal) -> None:
    terms = [monthly * (1 + rate) ** i for i in range(1, count + 1)]
    assert abs(sum(terms) - compounded(Decimal(monthly), count, rate)) < Decimal("0.001")


@steady
@given(
    gender=genders,
    count=st.integers(180, 600),
    more=st.integers(0, 60),
    income=st.integers(1_500_000, 40_000_000),
    raise_by=st.integers(0, 5_000_000),
)
def test_paying_longer_or_more_never_lowers_the_pension(
    gender: str, count: int, more: int, income: int, raise_by: int
) -> None:
    less = LAW.estimate("pension", on=FIRST, gender=gender, months_paid=count, average_income=income)
    greater = LAW.estimate(
        "pension", on=FIRST, gender=gender, months_paid=count + more, average_income=income + raise_by
    )
    for name in ("rate", "monthly_pension", "one_time_allowance"):
        assert greater.amounts[name] >= less.amounts[name]


@steady
@given(gender=genders, born=st.dates(date(1950, 1, 1), date(2005, 12, 31)), later=st.integers(1, 400))
def test_who_is_born_later_never_retires_earlier(gender: str, born: date, later: int) -> None:
    first, second = (
        Month.parse(
            LAW.estimate("retirement_age", on=LAST, gender=gender, birth_date=day).amounts["retirement_month"]
        )
        for day in (born, born + timedelta(days=later))
    )
    assert second >= first


@steady
@given(day=days, payable=st.integers(1, 12_000_000), category=categories)
def test_the_income_for_a_payment_is_the_highest_that_it_affords(
    day: date, payable: int, category: str
) -> None:
    limits = LAW.estimate("contribution_limits", on=day).amounts
    lowest = LAW.estimate("contribution", on=day, income=limits["minimum_income"], category=category)
    highest = LAW.estimate("contribution", on=day, income=limits["maximum_income"], category=category)
    wished = min(max(payable, lowest.amounts["payable"]), highest.amounts["payable"])
    found = LAW.estimate("income_for_payment", on=day, payable=wished, category=category).amounts
    assert abs(found["payable"] - wished) <= 1
    assert limits["minimum_income"] <= found["income"] <= limits["maximum_income"]


@steady
@given(
    gender=genders,
    age=st.integers(15, 74),
    category=categories,
    method=st.sampled_from(["monthly", "quarterly", "yearly", "multi_year", "missing_years"]),
    paid=st.integers(0, 300),
    day=days,
)
def test_a_plan_adds_up_and_its_series_ends_with_its_totals(
    gender: str, age: int, category: str, method: str, paid: int, day: date
) -> None:
    # Nobody has paid for longer than they could have joined; of an age alone January is the month of birth.
    paid = min(paid, 12 * (age - 15) + day.month)
    amounts = LAW.estimate(
        "plan",
        on=day,
        gender=gender,
        age=age,
        category=category,
        payment_method=method,
        years=3 if method == "multi_year" else None,
        months_paid=paid,
        fund_rate="0.003",
        alternatives=[],
    ).amounts
    support = amounts["total_state_support"] + amounts["total_local_support"]
    assert amounts["total_payable"] + support == amounts["total_gross"]
    assert amounts["total_months"] == paid + amounts["months"] >= 180
    last = amounts["series"][-1]
    assert (last["paid"], last["state"]) == (amounts["total_payable"], support)
    for name in ("paid", "state", "pension"):
        assert [year[name] for year in amounts["series"]] == sorted(year[name] for year in amounts["series"])
    assert Month.parse(amounts["pension_from"]) > Month.parse(amounts["retirement_month"])
