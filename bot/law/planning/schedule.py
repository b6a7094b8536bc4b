"""The payments of a plan, one after the other, each at the parameters of its own month.

What is not published for a later month stays as it was last; an income that a known change puts outside the
limits is moved to the nearest allowed one.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.law.inputs import Categories, PaymentMethod
from bot.law.limits import (
    INCOME_STEP,
    MAXIMUM_INCOME_MULTIPLE,
    MINIMUM_INCOME,
    RATE,
    REFERENCE_LEVEL,
    IncomeLimits,
)
from bot.law.methods import FUND_RATE, MOST_MONTHS, period_months
from bot.law.months import Month
from bot.law.payment import ContributionInputs, Payment, payment
from bot.law.support import SUPPORT_RATES, SUPPORTED_MONTHS_LIMIT, best_group
from bot.law.working import Working

_PARAMETERS = (RATE, MINIMUM_INCOME, INCOME_STEP, MAXIMUM_INCOME_MULTIPLE, REFERENCE_LEVEL, FUND_RATE)


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to go on paying: ``months`` ends it early, ``skip_months`` of each twelve are left out."""

    income: int
    payment_method: PaymentMethod = "monthly"
    years: int | None = None
    months: int | None = None
    skip_months: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """What does not depend on the choice.

    :param already: months paid before; ``supported`` of them with the State's help.
    :param paid_to: the last of them, where that is known: no month is paid twice.
    :param needed: months that a pension takes; at most ``buyable`` of them may be bought from ``opens`` on.
    """

    already: int
    paid_to: Month | None
    supported: int
    needed: int
    buyable: int
    retires: Month
    opens: Month
    category: Categories | None
    local_support_rate: Decimal | None
    fund_rate: Decimal | None


@dataclass(frozen=True, slots=True)
class Instalment:
    """A payment made in a month, for months in a row from then on or, when bought, for missing ones."""

    month: Month
    income: int
    paid: Payment
    bought: bool

    @property
    def last(self) -> Month:
        """The month after which everything paid counts."""
        return self.month if self.bought else self.month.plus(self.paid.months - 1)


class Schedule:
    """Walks through the months and pays. Most payments are alike, so each kind is computed once."""

    def __init__(self, working: Working, person: Person, choice: Choice) -> None:
        self._working, self._person, self._choice = working, person, choice
        self._start = _first_unpaid(Month.of(working.on), person.paid_to)
        self._limit = working.whole(SUPPORTED_MONTHS_LIMIT)
        self._support_left = max(0, self._limit - person.supported)
        self._changes = _changes(working, person)
        self._known: dict[tuple[int, str, int, int], tuple[int, Payment]] = {}

    def instalments(self) -> list[Instalment]:
        """The payments in order.

        :raises EstimateInputError: when the way of paying does not fit the law.
        """
        return list(self._buying() if self._choice.payment_method == "missing_years" else self._regular())

    def _regular(self) -> Iterator[Instalment]:
        month, paid, length = self._start, 0, self._length()
        while left := self._left(month, paid):
            method, months = (self._choice.payment_method, length) if length <= left else ("monthly", 1)
            yield self._pay(month, method, months)
            paid += months
            month = self._resume(month.plus(months))

    def _buying(self) -> Iterator[Instalment]:
        """Month by month until few enough are missing, then the rest in one sum once the age allows it."""
        month, missing = self._start, self._person.needed - self._person.already
        while missing > self._person.buyable:
            yield self._pay(month, "monthly", 1)
            month, missing = month.plus(1), missing - 1
        if missing > 0:
            yield self._pay(max(month, self._person.opens), "missing_years", missing)

    def _left(self, month: Month, paid: int) -> int:
        """How many months are still to be paid: as chosen, or until both age and years are reached."""
        if self._choice.months is not None:
            return self._choice.months - paid
        missing = self._person.needed - self._person.already - paid
        return min(max(missing, self._person.retires.minus(month) + 1, 0), MOST_MONTHS - paid)

    def _length(self) -> int:
        """The months of one payment."""
        if self._choice.payment_method == "multi_year":
            return 12 * (self._choice.years or 0)
        return period_months(self._working, self._choice.payment_method)

    def _resume(self, month: Month) -> Month:
        """The next month to pay: of each twelve the last ones are left out."""
        gone = month.minus(self._start) % 12
        return month.plus(12 - gone) if gone >= 12 - self._choice.skip_months else month

    def _pay(self, month: Month, method: PaymentMethod, months: int) -> Instalment:
        day = max(month.first_day, self._working.on)
        key = (bisect_right(self._changes, day), method, months, min(self._support_left, months))
        if key not in self._known:
            self._known[key] = self._price(day, method, months)
        income, paid = self._known[key]
        self._support_left -= paid.supported
        return Instalment(month, income, paid, bought=method == "missing_years")

    def _price(self, day: date, method: PaymentMethod, months: int) -> tuple[int, Payment]:
        """The income and the payment on a day; what was assumed for it is noted."""
        outlook = self._working.ahead(day)
        income = IncomeLimits.of(outlook).nearest(self._choice.income)
        inputs = ContributionInputs(
            income=income,
            payment_method=method,
            months=None if method in ("multi_year", "missing_years") else months,
            years=months // 12 if method == "multi_year" else None,
            missing_months=months if method == "missing_years" else None,
            fund_rate=self._person.fund_rate,
            category=self._person.category,
            months_paid=self._limit - self._support_left,
            local_support_rate=self._person.local_support_rate,
        )
        paid = payment(outlook, inputs, income=income)
        self._working.adopt_assumptions(outlook)
        return income, paid


def _first_unpaid(month: Month, paid_to: Month | None) -> Month:
    return month if paid_to is None else max(month, paid_to.plus(1))


def _changes(working: Working, person: Person) -> list[date]:
    """The days on which the price of a month may change."""
    group = best_group(working, person.category)
    names = (*_PARAMETERS, SUPPORT_RATES + group.category)
    return sorted({dated.valid_from for name in names for dated in working.parameter(name).values})
