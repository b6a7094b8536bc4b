"""Making up a period after its deadline: possible until the law of 2024, not since (decision 595, article 11)."""

from datetime import date

from bot.law.calculator import Amounts, CalculatorSpec
from bot.law.errors import EstimateInputError
from bot.law.inputs import Whole, field
from bot.law.limits import RATE, IncomeLimits
from bot.law.methods import MOST_MONTHS, ONE_OFF, PaymentInputs, fund_rate, paid_months
from bot.law.outputs import outputs
from bot.law.text import money, percent, whole_dong
from bot.law.working import Working

RULE = "payment.late_payment"


class LatePaymentInputs(PaymentInputs):
    months_late: Whole = field("số tháng chậm đóng", unit="month", ge=1, le=MOST_MONTHS)


def _compute(working: Working, inputs: LatePaymentInputs) -> Amounts:
    rule = working.dated(RULE)
    if rule.value != "compounded":
        reason = "Kỳ đã quá hạn thì coi như tháng đó không đóng; luật hiện nay không cho đóng bù."
        raise EstimateInputError(
            "on", reason, value=working.on, maximum=_last_day(working), reference=rule.reference
        )
    if inputs.payment_method in ONE_OFF:
        reason = "Chỉ đóng bù cho kỳ hằng tháng, 3, 6 hoặc 12 tháng."
        raise EstimateInputError(
            "payment_method", reason, value=inputs.payment_method, reference=rule.reference
        )
    IncomeLimits.of(working).require(inputs.income)
    months, monthly = paid_months(working, inputs), working.value(RATE) * inputs.income
    interest = fund_rate(working, inputs.fund_rate)
    gross = whole_dong(monthly * months * (1 + interest) ** inputs.months_late)
    formula = (
        f"{months} tháng × {percent(working.value(RATE))} × {money(inputs.income)}"
        f" × (1 + {percent(interest)})^{inputs.months_late} = {money(gross)}"
    )
    working.step("gross", "Số tiền đóng bù trước hỗ trợ", formula, gross)
    return {"gross": gross, "interest": gross - whole_dong(monthly * months), "months": months}


def _last_day(working: Working) -> date | None:
    """The last day on which a late payment was possible."""
    return next(dated.valid_to for dated in working.parameter(RULE).values if dated.value == "compounded")


LATE_PAYMENT = CalculatorSpec(
    name="late_payment",
    title="Đóng bù kỳ quá hạn",
    doc="Số tiền đóng bù cho kỳ đã quá hạn theo quy định đến 30/6/2025; sau ngày đó không còn đóng bù.",
    model=LatePaymentInputs,
    outputs=outputs("gross", "interest", "months"),
    compute=_compute,
)
