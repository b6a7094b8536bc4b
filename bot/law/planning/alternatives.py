"""The other ways of paying that are worth a look beside a plan."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bot.law.inputs import METHODS
from bot.law.limits import IncomeLimits
from bot.law.methods import FUND_RATE, MAXIMUM_YEARS
from bot.law.planning.outcome import Outcome
from bot.law.planning.schedule import Choice, Person
from bot.law.text import money
from bot.law.working import Working

# Months without income that field and craft work often leave in a year.
_IDLE_MONTHS = 4


def usual(
    working: Working, choice: Choice, person: Person, limits: IncomeLimits, found: Outcome
) -> Iterator[Choice]:
    """The lowest income, once a year, years ahead, only as long as needed, with pauses, the rest in one sum."""
    if not found.instalments:
        return
    if choice.income > limits.minimum:
        yield replace(choice, income=limits.minimum)
    plain = Choice(choice.income, months=choice.months)
    if choice.payment_method != "yearly":
        yield replace(plain, payment_method="yearly")
    yield from _ahead(working, choice, plain, found)
    needed = person.needed - person.already
    if 0 < needed < found.totals.months:
        yield replace(choice, months=needed)
    if choice.payment_method == "monthly" and not choice.skip_months:
        yield replace(plain, skip_months=_IDLE_MONTHS)
    if found.instalments[-1].month > person.retires and choice.payment_method != "missing_years":
        yield Choice(choice.income, payment_method="missing_years")


def _ahead(working: Working, choice: Choice, plain: Choice, found: Outcome) -> Iterator[Choice]:
    """As many years ahead as the law allows, where the fund's rate is known and the time is long enough."""
    years = working.whole(MAXIMUM_YEARS)
    known = working.parameter(FUND_RATE).values[0].valid_from <= working.on
    if choice.payment_method != "multi_year" and found.totals.months >= 12 * years and known:
        yield replace(plain, payment_method="multi_year", years=years)


def title(choice: Choice) -> str:
    """A way of paying in one line."""
    parts = [f"Thu nhập {money(choice.income)} đồng", f"đóng {METHODS[choice.payment_method]}"]
    if choice.years:
        parts[-1] = f"đóng một lần cho {choice.years} năm"
    if choice.skip_months:
        parts.append(f"nghỉ {choice.skip_months} tháng mỗi năm")
    if choice.months:
        parts.append(f"dừng sau {choice.months} tháng")
    return ", ".join(parts)


def described(choice: Choice) -> dict[str, Any]:
    """A way of paying in input names; the number of months paid is among its results."""
    given = {"income": choice.income, "payment_method": choice.payment_method, "years": choice.years}
    given |= {"skip_months": choice.skip_months or None}
    return {name: value for name, value in given.items() if value is not None}
