"""What a person pays: by day, income, group, way of paying and local support (decree 159/2025, articles 5 to 7)."""

from typing import Any

from bot.law.ahead import next_different
from bot.law.birth import require_alive
from bot.law.calculator import Amounts, CalculatorSpec
from bot.law.errors import EstimateInputError, ParameterMissingError
from bot.law.limits import IncomeLimits
from bot.law.methods import ONE_OFF, deadline, period_months
from bot.law.months import Month
from bot.law.outputs import outputs
from bot.law.payment import ContributionInputs, Payment, explain, payment
from bot.law.retirement import OPENS_MONTHS_BEFORE, missing_years_open
from bot.law.working import Working


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
