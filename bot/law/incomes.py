"""The other way round: which income a payment affords, and which income a wished pension needs."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Literal

from bot.law.calculator import Amounts, CalculatorSpec
from bot.law.errors import EstimateInputError
from bot.law.inputs import Categories, Gender, Inputs, Share, Whole, field
from bot.law.limits import MINIMUM_INCOME, RATE, IncomeLimits
from bot.law.methods import MOST_MONTHS, period_months
from bot.law.outputs import outputs
from bot.law.payment import ContributionInputs, Payment, payment
from bot.law.pension import pension_rate, require_enough
from bot.law.retirement import gender_field
from bot.law.support import (
    base_contribution,
    best_group,
    category_field,
    local_rate_field,
    supported_months_field,
)
from bot.law.text import money, number, percent, whole_dong
from bot.law.working import Working

Repeated = Literal["monthly", "quarterly", "half_yearly", "yearly"]


class ForPaymentInputs(Inputs):
    payable: Whole = field("số tiền muốn nộp mỗi kỳ", unit="currency-VND", ge=1)
    payment_method: Repeated = field("phương thức đóng", default="monthly")
    category: Categories | None = category_field()
    months_paid: Whole | None = supported_months_field()
    local_support_rate: Share | None = local_rate_field()


def _compute_for_payment(working: Working, inputs: ForPaymentInputs) -> Amounts:
    limits, months = IncomeLimits.of(working), period_months(working, inputs.payment_method)
    lowest, highest = (
        _payment(working.at(working.on), inputs, edge).payable for edge in (limits.minimum, limits.maximum)
    )
    if not lowest <= inputs.payable <= highest:
        reason = f"Mỗi kỳ nộp được từ {money(lowest)} đến {money(highest)} đồng."
        raise EstimateInputError(
            "payable",
            reason,
            value=inputs.payable,
            minimum=lowest,
            maximum=highest,
            reference=limits.reference,
        )
    edge = _payment(working.at(working.on), inputs, limits.minimum)
    support = edge.state_support + edge.local_support
    rate = working.value(RATE)
    exact = (Decimal(inputs.payable + support) / (rate * months)).to_integral_value(rounding=ROUND_FLOOR)
    income = limits.minimum + (int(exact) - limits.minimum) // limits.step * limits.step
    found = _payment(working, inputs, income)
    formula = (
        f"({money(inputs.payable)} + {money(support)}) ÷ {percent(rate)}{_divided(months)} = {money(income)}"
    )
    working.step(
        "income", "Thu nhập chọn đóng: cộng phần được hỗ trợ rồi chia cho tỷ lệ đóng", formula, income
    )
    _mention_later_minimum(working, inputs)
    return {
        "income": income,
        "payable": found.payable,
        "gross": found.gross.amount,
        "state_support": found.state_support,
        "local_support": found.local_support,
    }


def _mention_later_minimum(working: Working, inputs: ForPaymentInputs) -> None:
    """Say when the sum will not do any more: the lowest income is known to rise."""
    for later in working.parameter(MINIMUM_INCOME).changes_after(working.on):
        lowest = _payment(working.ahead(later.valid_from), inputs, int(later.number)).payable
        if inputs.payable < lowest:
            text = f"Từ ngày {later.valid_from:%d/%m/%Y} mỗi kỳ phải nộp ít nhất {money(lowest)} đồng."
            working.warn("payment_too_small_later", text, day=later.valid_from, minimum=lowest)
            return


def _payment(working: Working, inputs: ForPaymentInputs, income: int) -> Payment:
    return payment(
        working, ContributionInputs(income=income, **inputs.model_dump(exclude={"payable"})), income=income
    )


def _divided(months: int) -> str:
    return "" if months == 1 else f" ÷ {months} tháng"


INCOME_FOR_PAYMENT = CalculatorSpec(
    name="income_for_payment",
    title="Thu nhập chọn đóng theo số tiền nộp được",
    doc="Thu nhập cao nhất được chọn khi mỗi kỳ chỉ muốn nộp payable đồng.",
    model=ForPaymentInputs,
    outputs=outputs("income", "payable", "gross", "state_support", "local_support"),
    compute=_compute_for_payment,
)


class ForPensionInputs(Inputs):
    monthly_pension: Whole = field("lương hưu mong muốn, theo giá hôm nay", unit="currency-VND/month", ge=1)
    gender: Gender = gender_field()
    months: Whole = field("số tháng sẽ đóng", unit="month", ge=1, le=MOST_MONTHS)
    months_paid: Whole = field("số tháng đã đóng", unit="month", ge=0, le=MOST_MONTHS, default=0)
    average_income: Whole | None = field(
        "mức bình quân của các tháng đã đóng", unit="currency-VND/month", ge=1, default=None
    )
    category: Categories | None = category_field()


def _compute_for_pension(working: Working, inputs: ForPensionInputs) -> Amounts:
    total = inputs.months + inputs.months_paid
    require_enough(working, total)
    limits = IncomeLimits.of(working)
    rate = pension_rate(working, gender=inputs.gender, months=total)
    earlier = _earlier(inputs)
    exact = (inputs.monthly_pension / rate * total - earlier) / inputs.months
    _require_reachable(inputs, limits, exact, rate, earlier)
    income = (
        limits.minimum
        - (limits.minimum - int(exact.to_integral_value(ROUND_CEILING))) // limits.step * limits.step
    )
    gross = working.value(RATE) * income
    before = f" × {total} tháng − {money(earlier)}) ÷ {inputs.months} tháng" if earlier else ""
    opening = "(" if before else ""
    working.step(
        "income",
        "Thu nhập chọn đóng: lương hưu chia cho tỷ lệ hưởng",
        f"{opening}{money(inputs.monthly_pension)} ÷ {percent(rate)}{before} = {money(income)}",
        income,
    )
    working.step(
        "gross",
        "Mức đóng mỗi tháng",
        f"{percent(working.value(RATE))} × {money(income)} = {money(gross)}",
        whole_dong(gross),
    )
    support = whole_dong(best_group(working, inputs.category).rate * base_contribution(working))
    working.assume("Tính theo giá hôm nay: thu nhập đã đóng được điều chỉnh theo giá nên không mất giá.")
    return {
        "income": income,
        "gross": whole_dong(gross),
        "state_support": support,
        "payable": whole_dong(gross) - support,
        "rate": rate,
        "months": total,
    }


def _earlier(inputs: ForPensionInputs) -> int:
    """The sum of the incomes already paid on."""
    if inputs.months_paid and inputs.average_income is None:
        raise EstimateInputError("average_income", "Cần mức bình quân của các tháng đã đóng.")
    return inputs.months_paid * (inputs.average_income or 0)


def _require_reachable(
    inputs: ForPensionInputs, limits: IncomeLimits, exact: Decimal, rate: Decimal, earlier: int
) -> None:
    total = inputs.months + inputs.months_paid
    if limits.minimum <= exact <= limits.maximum:
        return
    lowest, highest = (
        whole_dong(rate * (earlier + income * inputs.months) / total)
        for income in (limits.minimum, limits.maximum)
    )
    reason = f"Đóng {number(inputs.months)} tháng thì lương hưu từ {money(lowest)} đến {money(highest)} đồng một tháng."
    raise EstimateInputError(
        "monthly_pension",
        reason,
        value=inputs.monthly_pension,
        minimum=lowest,
        maximum=highest,
        reference=limits.reference,
    )


INCOME_FOR_PENSION = CalculatorSpec(
    name="income_for_pension",
    title="Thu nhập chọn đóng theo lương hưu mong muốn",
    doc="Thu nhập cần chọn để sau months tháng đóng nữa có lương hưu monthly_pension, theo giá hôm nay.",
    model=ForPensionInputs,
    outputs=outputs("income", "gross", "state_support", "payable", "rate", "months"),
    compute=_compute_for_pension,
)
