"""What a schedule of payments leads to: pension, time until the money is back, lump sum, family, health card."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Any

from bot.law.funeral import MONTHS as FUNERAL_MONTHS
from bot.law.funeral import funeral_grant
from bot.law.health import household_premium
from bot.law.history import History
from bot.law.lump_sum import BOUNDARY, entitlement
from bot.law.months import Month
from bot.law.pension import Pension, pension, pension_start
from bot.law.planning.schedule import Instalment, Person
from bot.law.survivor import contributor_amount, pensioner_amount
from bot.law.text import money, whole_dong
from bot.law.working import Working


@dataclass(frozen=True, slots=True)
class Past:
    """What was paid before the plan: the months, their average income today, the State's share of them."""

    history: History
    mean: Decimal
    state_support: int


@dataclass(frozen=True, slots=True)
class Later:
    """What the person gets anyway, without any contribution: the social pension from a month on."""

    amount: int
    month: Month


@dataclass(frozen=True, slots=True)
class Totals:
    """All payments of a plan together, in whole đồng."""

    months: int
    income: int
    gross: int
    state_support: int
    local_support: int

    @classmethod
    def of(cls, instalments: list[Instalment]) -> "Totals":
        """The sums; ``income`` adds the chosen income of every month."""
        months = income = gross = state = local = 0
        for instalment in instalments:
            paid = instalment.paid
            months += paid.months
            income += instalment.income * paid.months
            gross += paid.gross.amount
            state += paid.state_support
            local += paid.local_support
        return cls(months, income, gross, state, local)

    @property
    def support(self) -> int:
        return self.state_support + self.local_support

    @property
    def payable(self) -> int:
        return self.gross - self.support


@dataclass(frozen=True, slots=True)
class Outcome:
    """A plan carried to its end, in the prices of the day of the calculation."""

    instalments: list[Instalment]
    totals: Totals
    months: int
    mean: Decimal
    start: Month | None
    pension: Pension | None
    lump_sum: int
    survivor: int
    survivor_of_pensioner: int | None
    funeral: int
    health_card: int

    @property
    def last(self) -> Month | None:
        return self.instalments[-1].last if self.instalments else None

    @property
    def payback_months(self) -> int | None:
        """The months of pension that together give back what the person pays from now on."""
        if self.pension is None or not self.instalments:
            return None
        return int(
            (Decimal(self.totals.payable) / self.pension.monthly).to_integral_value(rounding=ROUND_CEILING)
        )


def outcome(
    working: Working, person: Person, past: Past, instalments: list[Instalment], *, gender: str
) -> Outcome:
    """The result of paying these instalments; the working takes the steps."""
    totals = Totals.of(instalments)
    months = person.already + totals.months
    incomes = past.mean * person.already + totals.income
    mean = incomes / months
    working.step(
        "average_income",
        "Mức bình quân thu nhập theo giá hôm nay",
        f"{money(incomes)} ÷ {months} tháng = {money(mean)}",
        whole_dong(mean),
    )
    start = _start(working, person, past, instalments, months)
    drawn = (
        pension(
            working,
            gender=gender,
            months=months,
            mean=mean,
            months_after_age=_after_age(person, instalments),
            compulsory=past.history.compulsory_months,
        )
        if start
        else None
    )
    silent = working.ahead(working.on)
    whole = History(
        past.history.voluntary, past.history.compulsory, past.history.stated_months + totals.months, None
    )
    return Outcome(
        instalments=instalments,
        totals=totals,
        months=months,
        mean=mean,
        start=start,
        pension=drawn,
        lump_sum=_lump_sum(silent, whole, mean, state=past.state_support + totals.state_support),
        survivor=contributor_amount(silent, whole, mean),
        survivor_of_pensioner=pensioner_amount(silent, monthly_pension=drawn.monthly, month=1)
        if drawn
        else None,
        funeral=funeral_grant(silent) if months >= working.whole(FUNERAL_MONTHS) else 0,
        health_card=household_premium(silent, person=1, months=12),
    )


def _start(
    working: Working, person: Person, past: Past, instalments: list[Instalment], months: int
) -> Month | None:
    """The first month of the pension, if the years suffice.

    Who need not pay any more draws from the month that the law names, also when asking late (article 113 clause 1).
    """
    if months < person.needed:
        return None
    if not instalments:
        return pension_start(working, person.retires, past.history)
    return max(person.retires, instalments[-1].last).plus(1)


def _after_age(person: Person, instalments: list[Instalment]) -> int:
    """The months paid after the retirement age; bought ones make up for earlier time."""
    return sum(
        min(instalment.paid.months, instalment.last.minus(person.retires))
        for instalment in instalments
        if instalment.last > person.retires and not instalment.bought
    )


def _lump_sum(working: Working, whole: History, mean: Decimal, *, state: int) -> int:
    """What a lump sum would give at the end of the payments, the State's share taken off."""
    before = whole.months_before(Month.of(working.day(BOUNDARY)))
    return max(0, entitlement(working, whole, mean, before=before) - state)


def break_even(found: Outcome, later: Later) -> Month | None:
    """The month in which the pension has brought more than it cost, what is missed elsewhere counted.

    Who draws a pension that is not lower than the social pension does not get that one, so from its age on only
    the difference is a gain.
    """
    if found.pension is None or found.start is None:
        return None
    cost, monthly = Decimal(found.totals.payable), found.pension.monthly
    until = max(0, later.month.minus(found.start))
    if cost <= until * monthly:
        return found.start.plus(_months(cost, monthly))
    gain = monthly if monthly < later.amount else monthly - later.amount
    if not gain:
        return None
    return max(found.start, later.month).plus(_months(cost - until * monthly, gain))


def _months(cost: Decimal, monthly: int) -> int:
    """After how many full payments a cost is back, counted from zero."""
    return max(0, int((cost / monthly).to_integral_value(rounding=ROUND_CEILING)) - 1)


def as_amounts(found: Outcome, person: Person, later: Later) -> dict[str, Any]:
    """The figures of an outcome as a result shows them; what does not come about is left out."""
    drawn = found.pension
    amounts: dict[str, Any] = {
        "payable": found.instalments[0].paid.payable if found.instalments else 0,
        "total_payable": found.totals.payable,
        "total_gross": found.totals.gross,
        "total_state_support": found.totals.state_support,
        "total_local_support": found.totals.local_support,
        "months": found.totals.months,
        "total_months": found.months,
        "months_needed": max(0, person.needed - person.already),
        "last_payment": found.last and str(found.instalments[-1].month),
        "average_income": whole_dong(found.mean),
        "pension_from": found.start and str(found.start),
        "rate": drawn and drawn.rate,
        "monthly_pension": drawn and drawn.monthly,
        "one_time_allowance": drawn and drawn.one_time,
        "payback_months": found.payback_months,
        "break_even_month": _text(break_even(found, later)),
        "lump_sum": found.lump_sum,
        "survivor": found.survivor,
        "survivor_of_pensioner": found.survivor_of_pensioner,
        "funeral": found.funeral,
        "health_card": found.health_card if found.start else None,
    }
    return {name: value for name, value in amounts.items() if value is not None}


def _text(month: Month | None) -> str | None:
    return str(month) if month else None
