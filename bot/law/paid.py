"""What the months of a history have cost: the money paid in, the State's share of it, and multiples per year."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bot.law.history import History, Period, counted_years
from bot.law.inputs import Categories
from bot.law.limits import MINIMUM_INCOME, RATE
from bot.law.months import Month
from bot.law.support import SUPPORT_RATES, SUPPORTED_MONTHS_LIMIT, best_group
from bot.law.text import money, number, percent, whole_dong
from bot.law.working import Working


@dataclass(frozen=True, slots=True)
class Span:
    """Months in a row during which no parameter of interest changes."""

    start: Month
    months: int


def spans(working: Working, names: tuple[str, ...], period: Period) -> Iterator[Span]:
    """A period cut where one of the parameters changes."""
    changes = {Month.of(dated.valid_from) for name in names for dated in working.parameter(name).values}
    starts = [period.start, *sorted(month for month in changes if period.start < month <= period.end)]
    ends = [*starts[1:], period.end.plus(1)]
    for start, end in zip(starts, ends, strict=True):
        yield Span(start, end.minus(start))


def money_paid(working: Working, history: History, mean: Decimal) -> Decimal:
    """What was paid in, the State's share included: the rate of the time on each month's income.

    Where only an average is known, and for compulsory time, today's rate on it stands in.
    """
    shares = [
        (span.months, working.value(RATE, on=span.start.first_day), Decimal(period.income))
        for period in history.voluntary
        for span in spans(working, (RATE,), period)
    ]
    others = history.months - history.voluntary_months
    if others:
        rate = working.value(RATE)
        working.assume(f"Tiền đã đóng của {others} tháng tính bằng {percent(rate)} mức bình quân.")
        shares += [(period.months, rate, Decimal(period.income)) for period in history.compulsory]
        shares += [(others - history.compulsory_months, rate, mean)]
    total = sum((months * rate * income for months, rate, income in shares), Decimal(0))
    parts = [f"{months} × {percent(rate)} × {money(income)}" for months, rate, income in shares if months]
    working.step("money_paid", "Số tiền đã đóng", f"{' + '.join(parts)} = {money(total)}", whole_dong(total))
    return total


@dataclass(frozen=True, slots=True)
class _Supported:
    """Months in a row that the State supported at one rate, contribution rate and poverty line."""

    span: Span
    share: Decimal
    rate: Decimal
    line: Decimal

    @property
    def amount(self) -> Decimal:
        return self.share * self.rate * self.line * self.span.months


def _supported(working: Working, history: History, categories: Categories | None) -> Iterator[_Supported]:
    """The voluntary months with support, in order, until the limit of months is used up."""
    names = (SUPPORT_RATES + best_group(working, categories).category, RATE, MINIMUM_INCOME)
    left = working.whole(SUPPORTED_MONTHS_LIMIT)
    # Before the first of these days there was no support, nor a minimum income tied to the poverty line.
    known = Month.of(working.parameter(names[0]).known_from)
    for period in sorted(history.voluntary, key=lambda period: period.start):
        for span in spans(working, names, period):
            if span.start < known:
                continue
            share, rate, line = (working.value(name, on=span.start.first_day) for name in names)
            months = min(span.months, left) if share else 0
            if months:
                left -= months
                yield _Supported(Span(span.start, months), share, rate, line)


def supported_before(working: Working, history: History, categories: Categories | None) -> int:
    """How many months the State has supported already; without periods that is not known."""
    if history.stated_months:
        working.assume("Chưa có tháng nào trong số đã đóng được Nhà nước hỗ trợ.")
    return sum(found.span.months for found in _supported(working, history, categories))


def state_share(working: Working, history: History, categories: Categories | None) -> int:
    """What the State has paid for the voluntary months (decree 159/2025, article 9 clause 2), to the đồng."""
    total = Decimal(0)
    for found in _supported(working, history, categories):
        total += found.amount
        working.step(
            "state_support",
            f"Nhà nước hỗ trợ từ tháng {found.span.start.vietnamese}",
            f"{found.span.months} × {percent(found.share)} × {percent(found.rate)} × {money(found.line)}"
            f" = {money(found.amount)}",
            whole_dong(found.amount),
        )
    if total:
        working.assume("Các tháng tự nguyện đóng hằng tháng và luôn thuộc cùng một nhóm được hỗ trợ.")
    return whole_dong(total)


def earned_multiple(working: Working, prefix: str, *, before: int, after: int) -> Decimal:
    """How many average incomes the years paid are worth.

    Odd months before the boundary move behind it when there are months behind it (law 41/2024, article 102
    clause 2 point a, article 110 clause 2 point a).

    :param prefix: where ``boundary``, ``multiple.before`` and ``multiple.after`` stand.
    """
    moved = before % 12 if after else 0
    early, late = counted_years(working, before - moved), counted_years(working, after + moved)
    factors = [
        (years, working.value(f"{prefix}.multiple.{side}"))
        for years, side in ((early, "before"), (late, "after"))
    ]
    multiple = sum((years * factor for years, factor in factors), Decimal(0))
    parts = [f"{number(years)} năm × {number(factor)}" for years, factor in factors if years]
    working.step(
        "multiple",
        "Số tháng mức bình quân theo số năm đóng",
        f"{' + '.join(parts)} = {number(multiple)}",
        multiple,
    )
    return multiple
