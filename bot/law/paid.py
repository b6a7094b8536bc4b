"""What the months of a history have cost: the money paid in, the State's share of it, and multiples per year."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bot.law.history import History, Period, counted_years
from bot.law.inputs import Categories
from bot.law.limits import MINIMUM_INCOME, RATE
from bot.law.months import Month
from bot.law.support import SUPPORTED_MONTHS_LIMIT, best_group
from bot.law.text import money, number, percent, whole_dong
from bot.law.working import Working

_SUPPORT_RATES = "contribution.state_support."


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
    total = Decimal(0)
    for period in history.voluntary:
        for span in spans(working, (RATE,), period):
            total += working.value(RATE, on=span.start.first_day) * period.income * span.months
    others = history.months - history.voluntary_months
    if others:
        rate = working.value(RATE)
        working.assume(f"Tiền đã đóng của {others} tháng tính bằng {percent(rate)} mức bình quân.")
        stated = sum(period.income * period.months for period in history.compulsory)
        total += rate * (stated or mean * others)
    working.step("money_paid", "Số tiền đã đóng", money(total), whole_dong(total))
    return total


def state_share(working: Working, history: History, categories: Categories | None) -> int:
    """What the State has paid for the voluntary months (decree 159/2025, article 9 clause 2), to the đồng."""
    group = best_group(working, categories)
    names = (RATE, MINIMUM_INCOME, _SUPPORT_RATES + group.category)
    left, total = working.whole(SUPPORTED_MONTHS_LIMIT), Decimal(0)
    supported_from = next(d.valid_from for d in working.parameter(names[2]).values if d.number)
    for period in sorted(history.voluntary, key=lambda period: period.start):
        for span in spans(working, names, period):
            day = span.start.first_day
            if day < supported_from or not left:
                continue
            months = min(span.months, left)
            left -= months
            rate, base, share = (working.value(name, on=day) for name in names)
            part = share * rate * base * months
            total += part
            formula = f"{months} × {percent(share)} × {percent(rate)} × {money(base)} = {money(part)}"
            working.step(
                "state_support",
                f"Nhà nước hỗ trợ từ tháng {span.start.vietnamese}",
                formula,
                whole_dong(part),
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
