"""What a person pays: by day, income, group, way of paying and local support (decree 159/2025, articles 5 to 7)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.law.ahead import next_different
from bot.law.birth import require_alive
from bot.law.calculator import Amounts, CalculatorSpec
from bot.law.errors import EstimateInputError, ParameterMissingError
from bot.law.inputs import METHODS, BirthDate, Categories, Gender, Share, Whole, field
from bot.law.limits import RATE, IncomeLimits
from bot.law.methods import (
    MAXIMUM_YEARS,
    MISSING_MONTHS_LIMIT,
    ONE_OFF,
    Gross,
    PaymentInputs,
    compounded,
    deadline,
    fund_rate,
    gross,
    paid_months,
    period_months,
)
from bot.law.months import Month
from bot.law.outputs import outputs
from bot.law.retirement import OPENS_MONTHS_BEFORE, missing_years_open
from bot.law.support import (
    Group,
    base_contribution,
    best_group,
    category_field,
    local_rate_field,
    state_formula,
    supported_months,
    supported_months_field,
)
from bot.law.text import money, percent, whole_dong
from bot.law.working import Working

MISSING_MONTHS_SUPPORT = "contribution.missing_months_support"


class ContributionInputs(PaymentInputs):
    category: Categories | None = category_field()
    months_paid: Whole | None = supported_months_field()
    local_support_rate: Share | None = local_rate_field()
    gender: Gender | None = field("giới tính", default=None)
    birth_date: BirthDate | None = field("ngày sinh", default=None)


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment, in whole đồng; gross = payable + state support + local support."""

    months: int
    gross: Gross
    group: Group
    supported: int
    state_support: int
    local_support: int

    @property
    def payable(self) -> int:
        return self.gross.amount - self.state_support - self.local_support

    @property
    def per_month(self) -> int:
        return whole_dong(Decimal(self.payable) / self.months)


def payment(working: Working, inputs: ContributionInputs, *, income: int) -> Payment:
    """The payment for an income that is within the limits.

    :raises EstimateInputError: when the way of paying and its months do not fit.
    :raises ParameterMissingError: when a figure of the day is not published.
    """
    months = paid_months(working, inputs)
    price = gross(working, inputs, income=income, months=months)
    group = best_group(working, inputs.category)
    supported = supported_months(working, group, months, already=inputs.months_paid)
    state = _state_support(working, inputs, group, supported)
    local = whole_dong((inputs.local_support_rate or Decimal(0)) * base_contribution(working) * supported)
    return Payment(months, price, group, supported, state, min(local, price.amount - state))


def _state_support(working: Working, inputs: ContributionInputs, group: Group, months: int) -> int:
    monthly = group.rate * base_contribution(working)
    if inputs.payment_method == "missing_years":
        match working.choice(MISSING_MONTHS_SUPPORT):
            case "none":
                return 0
            case "compounded":
                return whole_dong(compounded(monthly, months, fund_rate(working, inputs.fund_rate)))
    return whole_dong(monthly * months)


def _compute(working: Working, inputs: ContributionInputs) -> Amounts:
    limits = IncomeLimits.of(working)
    limits.require(inputs.income)
    if inputs.payment_method == "missing_years":
        _require_open(working, inputs)
    found = payment(working, inputs, income=inputs.income)
    explain(working, inputs, found)
    working.next_change = _next_change(working, inputs, limits, found)
    _mention_change_within(working, inputs, found)
    return {
        "payable": found.payable,
        "gross": found.gross.amount,
        "state_support": found.state_support,
        "local_support": found.local_support,
        "per_month": found.per_month,
        "months": found.months,
        "supported_months": found.supported,
        "category": found.group.category,
        "minimum_income": limits.minimum,
        "maximum_income": limits.maximum,
        **_interest(found),
        **_calendar(working, inputs, found.months),
    }


def _require_open(working: Working, inputs: ContributionInputs) -> None:
    """Refuse to pay missing months before the law opens that.

    :raises EstimateInputError: with the first day on which it is possible.
    """
    if inputs.gender is None or inputs.birth_date is None:
        working.assume("Đã đến tuổi được đóng một lần cho thời gian còn thiếu.")
        return
    require_alive(working, inputs.birth_date)
    opens = missing_years_open(working, gender=inputs.gender, birth=inputs.birth_date)
    if Month.of(working.on) < opens:
        raise EstimateInputError(
            "payment_method",
            f"Từ tháng {opens.vietnamese} mới được đóng một lần cho thời gian còn thiếu.",
            value=inputs.payment_method,
            minimum=opens.first_day,
            reference=working.reference(OPENS_MONTHS_BEFORE),
        )


def _interest(found: Payment) -> Amounts:
    """What a one-off payment saves or costs against paying month by month."""
    difference = found.gross.amount - found.gross.plain
    return {"discount": max(0, -difference), "interest": max(0, difference)}


def _calendar(working: Working, inputs: ContributionInputs, months: int) -> Amounts:
    """The months that are covered and the last day to pay, when the period begins in this month."""
    if inputs.payment_method == "missing_years":
        return {}
    start = Month.of(working.on)
    working.assume(f"Bắt đầu đóng từ tháng {start.vietnamese}.")
    covered: Amounts = {"covers_from": str(start), "covers_to": str(start.plus(months - 1))}
    last_day = (
        {} if inputs.payment_method in ONE_OFF else {"pay_by": deadline(working, inputs.payment_method)}
    )
    return covered | last_day


def _method_parameter(method: str) -> str:
    """The parameter whose source is the article on a way of paying."""
    return {"multi_year": MAXIMUM_YEARS, "missing_years": MISSING_MONTHS_LIMIT}.get(
        method, f"payment.period.{method}"
    )


def explain(working: Working, inputs: ContributionInputs, found: Payment) -> None:
    working.cite_parameter(RATE, _method_parameter(inputs.payment_method), found.group.parameter)
    rate, price = working.value(RATE), found.gross
    monthly = f"{percent(rate)} × {money(inputs.income)}"
    if found.months == 1 and inputs.payment_method not in ONE_OFF:
        working.step("gross", "Mức đóng mỗi tháng", f"{monthly} = {money(price.amount)}", price.amount)
    else:
        each = rate * inputs.income
        working.step(
            "gross_per_month", "Mức đóng của một tháng", f"{monthly} = {money(each)}", whole_dong(each)
        )
        title = f"Tiền đóng {METHODS[inputs.payment_method]}"
        working.step("gross", title, f"{price.formula} = {money(price.amount)}", price.amount)
    _explain_support(working, inputs, found)
    working.step("payable", "Phần anh/chị nộp", _difference(found), found.payable)


def _explain_support(working: Working, inputs: ContributionInputs, found: Payment) -> None:
    times = f"{found.supported} tháng × " if found.months > 1 else ""
    if found.state_support:
        formula = f"{times}{state_formula(working, found.group)} = {money(found.state_support)}"
        working.step("state_support", f"Nhà nước hỗ trợ ({found.group.label})", formula, found.state_support)
    if found.local_support:
        base = state_formula(working, Group(found.group.category, inputs.local_support_rate or Decimal(0)))
        formula = f"{times}{base} = {money(found.local_support)}"
        working.step("local_support", "Địa phương hỗ trợ thêm", formula, found.local_support)
        working.assume("Địa phương hỗ trợ trong cùng số tháng với Nhà nước.")


def _difference(found: Payment) -> str:
    parts = [part for part in (found.state_support, found.local_support) if part]
    return f"{' − '.join(money(part) for part in (found.gross.amount, *parts))} = {money(found.payable)}"


def _next_change(
    working: Working, inputs: ContributionInputs, limits: IncomeLimits, found: Payment
) -> dict[str, Any] | None:
    """What the person would pay from the next known day on which that changes."""
    names = tuple(working.used)
    changed = next_different(
        working,
        names,
        lambda other: _figures(other, inputs),
        now=_sums(inputs.income, limits, found),
    )
    if changed is None:
        return None
    day, figures = changed
    return {"day": day, "first_payment": str(_first_payment(working, inputs, Month.of(day))), **figures}


def _figures(working: Working, inputs: ContributionInputs) -> dict[str, Any]:
    limits = IncomeLimits.of(working)
    income = limits.nearest(inputs.income)
    try:
        return _sums(income, limits, payment(working, inputs, income=income))
    except ParameterMissingError:
        return _sums(income, limits, None)


def _sums(income: int, limits: IncomeLimits, found: Payment | None) -> dict[str, Any]:
    """The figures of another day; without a payment because a figure is not published they are open."""
    return {
        "minimum_income": limits.minimum,
        "income": income,
        "gross": found and found.gross.amount,
        "state_support": found and found.state_support,
        "local_support": found and found.local_support,
        "payable": found and found.payable,
        "per_month": found and found.per_month,
    }


def _first_payment(working: Working, inputs: ContributionInputs, change: Month) -> Month:
    """The first month paid under the new figures: a period already paid keeps its own to its end."""
    if inputs.payment_method == "missing_years":
        return change
    months = (
        12 * (inputs.years or 0)
        if inputs.payment_method == "multi_year"
        else period_months(working, inputs.payment_method)
    )
    month = Month.of(working.on)
    while month < change:
        month = month.plus(months)
    return month


def _mention_change_within(working: Working, inputs: ContributionInputs, found: Payment) -> None:
    """Say both sides where the period crosses a change (decree 159/2025, article 5 clause 5)."""
    change = working.next_change
    last = Month.of(working.on).plus(found.months - 1)
    if change is None or inputs.payment_method == "missing_years" or Month.of(change["day"]) > last:
        return
    first = Month.parse(change["first_payment"])
    if first > last:
        text = (
            f"Tiền đã đóng cho các tháng từ {change['day']:%m/%Y} đến hết {last.vietnamese} giữ nguyên, không phải bù "
            f"thêm; từ kỳ đóng {first.vietnamese} mới theo mức mới."
        )
        working.warn("paid_period_keeps_figures", text, day=change["day"], first_payment=str(first))
    else:
        text = (
            f"Tổng trên tính theo mức của ngày {working.on:%d/%m/%Y} cho mọi tháng; "
            f"từ kỳ đóng {first.vietnamese} mức đóng sẽ thay đổi."
        )
        working.warn("figures_change_within", text, day=change["day"], first_payment=str(first))


CONTRIBUTION = CalculatorSpec(
    name="contribution",
    title="Tiền đóng bảo hiểm xã hội tự nguyện",
    doc=(
        "Số tiền phải nộp theo ngày, thu nhập chọn đóng, nhóm được hỗ trợ và phương thức đóng. Với cách đóng "
        "định kỳ, months là tổng số tháng muốn tính (mặc định một kỳ), tất cả theo mức của ngày tính."
    ),
    model=ContributionInputs,
    outputs=outputs(
        "payable",
        "gross",
        "state_support",
        "local_support",
        "per_month",
        "months",
        "supported_months",
        "category",
        "minimum_income",
        "maximum_income",
        "discount",
        "interest",
        "covers_from",
        "covers_to",
        "pay_by",
    ),
    compute=_compute,
)
