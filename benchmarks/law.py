"""How long an estimate and a plan take, beside the bare arithmetic that they cannot do without."""

import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from bot.law import Law

Measure = tuple[str, float, str]

DAY = date(2026, 11, 23)
ONE_ESTIMATE_MS, PLAN_MS = 1.0, 20.0
# The longest plan there is: from the youngest age to the pension, with six ways beside it.
PERSON = {"gender": "male", "birth_date": "2011-11", "income": 3_000_000, "category": "other"}
WAYS = [
    {"income": 1_500_000},
    {"payment_method": "quarterly"},
    {"payment_method": "yearly"},
    {"payment_method": "multi_year", "years": 5},
    {"months": 180},
    {"skip_months": 4},
]


def run() -> list[Measure]:
    """The measures: name, value, unit; each goal stands in its name."""
    law = Law.load()
    estimate = _milliseconds(
        lambda: law.estimate("contribution", on=DAY, income=1_500_000, category="other"), 2000
    )
    plan = _milliseconds(lambda: law.estimate("plan", on=DAY, alternatives=WAYS, **PERSON), 30)
    floor = _milliseconds(_bare_payment, 20_000)
    plan_floor = _milliseconds(_bare_plan, 100)
    loading = _milliseconds(Law.load, 3)
    return [
        (f"one estimate (goal: under {ONE_ESTIMATE_MS:g} ms)", estimate, "ms"),
        ("  the payment in bare Decimal", floor, "ms"),
        ("  ratio", estimate / floor, "times"),
        (f"a plan with {len(WAYS)} ways beside it (goal: under {PLAN_MS:g} ms)", plan, "ms"),
        ("  its months in bare Decimal", plan_floor, "ms"),
        ("  ratio", plan / plan_floor, "times"),
        ("reading all parameter files", loading, "ms"),
    ]


def _milliseconds(work: Callable[[], object], times: int) -> float:
    """The mean processor time of one call, after one that warms up."""
    work()
    start = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - start) * 1000 / times


def _bare_payment() -> Decimal:
    gross = Decimal("0.22") * 1_500_000
    return gross - Decimal("0.2") * Decimal("0.22") * 1_500_000


def _bare_plan() -> Decimal:
    """The payments of 62 − 15 years, once for the plan and once for each way."""
    months = range(12 * 47 * (len(WAYS) + 1))
    return sum((_bare_payment() for _ in months), Decimal(0))


if __name__ == "__main__":
    for name, value, unit in run():
        print(f"{name:60} {value:12,.4f} {unit}")
