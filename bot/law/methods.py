"""The ways of paying: how many months one payment covers, what it costs before support, until when it is due.

Law 41/2024, article 36; decree 159/2025, articles 6 and 7. The sums of the two one-off methods are computed
in closed form, which is the same number as the decree's sum over the months.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from bot.law.dated import DatedValue
from bot.law.errors import EstimateInputError
from bot.law.inputs import METHODS, Inputs, PaymentMethod, Share, Whole, field
from bot.law.limits import RATE
from bot.law.months import Month
from bot.law.text import money, percent, whole_dong
from bot.law.working import Working

MISSING_MONTHS_LIMIT = "payment.missing_months_limit"
MINIMUM_YEARS, MAXIMUM_YEARS = "payment.multi_year.minimum_years", "payment.multi_year.maximum_years"
FUND_RATE = "payment.fund_rate"
ONE_OFF = ("multi_year", "missing_years")
# Nobody pays longer than a century; a larger number is a slip of the pen.
MOST_MONTHS = 1200
# A monthly return of more than a twentieth was meant as per cent.
_HIGHEST_FUND_RATE = Decimal("0.05")
# Which input belongs to which method; given with another one it is a contradiction, not a detail.
_OWN = {"years": "multi_year", "missing_months": "missing_years"}
_LABELS = {"years": "số năm đóng trước", "missing_months": "số tháng còn thiếu"}


def fund_rate_field() -> Any:
    return field("lãi suất đầu tư quỹ bình quân tháng", unit="/1", ge=0, le=_HIGHEST_FUND_RATE, default=None)


class PaymentInputs(Inputs):
    """The chosen income and the way of paying."""

    income: Whole = field("thu nhập tháng chọn đóng", unit="currency-VND/month")
    payment_method: PaymentMethod = field("phương thức đóng", default="monthly")
    months: Whole | None = field("số tháng muốn tính", unit="month", ge=1, le=MOST_MONTHS, default=None)
    years: Whole | None = field("số năm đóng trước", unit="year", default=None)
    missing_months: Whole | None = field("số tháng còn thiếu", unit="month", default=None)
    fund_rate: Share | None = fund_rate_field()


@dataclass(frozen=True, slots=True)
class Gross:
    """The price of some months before any support; ``plain`` is month times month without interest."""

    amount: int
    plain: int
    formula: str


def discounted(monthly: Decimal, months: int, rate: Decimal) -> Decimal:
    """Σ monthly ÷ (1 + rate)^(i−1) for i = 1 … months (decree 159/2025, article 6 clause 2)."""
    return monthly * months if not rate else monthly * (1 + rate) * (1 - (1 + rate) ** -months) / rate


def compounded(monthly: Decimal, months: int, rate: Decimal) -> Decimal:
    """Σ monthly × (1 + rate)^i for i = 1 … months (decree 159/2025, article 7 clause 2)."""
    return monthly * months if not rate else monthly * (1 + rate) * ((1 + rate) ** months - 1) / rate


_PRICES: dict[str, tuple[Callable[[Decimal, int, Decimal], Decimal], str]] = {
    "multi_year": (discounted, "1 ÷ (1 + {rate})^(i−1), i từ 1 đến {months}"),
    "missing_years": (compounded, "(1 + {rate})^i, i từ 1 đến {months}"),
}


def paid_months(working: Working, choice: PaymentInputs) -> int:
    """The number of months paid for.

    :raises EstimateInputError: when years or months are missing, out of range, or belong to another method.
    """
    _refuse_strangers(choice)
    match choice.payment_method:
        case "multi_year":
            lowest, highest = working.whole(MINIMUM_YEARS), working.dated(MAXIMUM_YEARS)
            return 12 * _within("years", choice.years, lowest, highest)
        case "missing_years":
            return _within("missing_months", choice.missing_months, 1, working.dated(MISSING_MONTHS_LIMIT))
        case _:
            return _whole_periods(working, choice)


def period_months(working: Working, method: str) -> int:
    """The months of one period of a repeated payment."""
    return working.whole(f"payment.period.{method}")


def gross(working: Working, choice: PaymentInputs, *, income: int, months: int) -> Gross:
    """What the months cost before support.

    :raises ParameterMissingError: when the fund's rate for the year of payment is not published.
    """
    monthly = working.value(RATE) * income
    plain = whole_dong(monthly * months)
    if choice.payment_method not in ONE_OFF:
        return Gross(plain, plain, f"{months} tháng × {money(monthly)}")
    interest = fund_rate(working, choice.fund_rate)
    price, factor = _PRICES[choice.payment_method]
    factors = factor.format(rate=percent(interest), months=months)
    return Gross(whole_dong(price(monthly, months, interest)), plain, f"{money(monthly)} × tổng {factors}")


def fund_rate(working: Working, given: Decimal | None) -> Decimal:
    """The fund's average monthly return of the year before the payment, or the one that was given."""
    if given is None:
        return working.value(FUND_RATE)
    working.assume(f"Lãi suất đầu tư quỹ lấy theo số đã nhập: {percent(given)} mỗi tháng.")
    return given


def deadline(working: Working, method: str) -> date:
    """The last day to pay a period that begins in the month of the calculation."""
    window = working.whole(f"payment.window.{method}")
    return Month.of(working.on).plus(window).first_day - timedelta(days=1)


def _refuse_strangers(choice: PaymentInputs) -> None:
    for name, method in _OWN.items():
        value = getattr(choice, name)
        if value is not None and choice.payment_method != method:
            reason = f"Chỉ cần {_LABELS[name]} khi đóng {METHODS[method]}."
            raise EstimateInputError(name, reason, value=value)
    if choice.months is not None and choice.payment_method in ONE_OFF:
        reason = f"Đóng {METHODS[choice.payment_method]} thì không cần số tháng muốn tính."
        raise EstimateInputError("months", reason, value=choice.months)


def _within(name: str, value: int | None, lowest: int, highest: DatedValue) -> int:
    most = int(highest.number)
    if value is not None and lowest <= value <= most:
        return value
    found = "" if value is None else f", không thể là {value}"
    reason = f"{_LABELS[name].capitalize()} phải từ {lowest} đến {most}{found}."
    raise EstimateInputError(
        name, reason, value=value, minimum=lowest, maximum=most, reference=highest.reference
    )


def _whole_periods(working: Working, choice: PaymentInputs) -> int:
    period = working.dated(f"payment.period.{choice.payment_method}")
    length = int(period.number)
    months = choice.months or length
    if months % length:
        reason = f"Đóng {METHODS[choice.payment_method]} thì số tháng phải chia hết cho {length}."
        raise EstimateInputError("months", reason, value=months, minimum=length, reference=period.reference)
    return months
