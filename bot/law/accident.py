"""Voluntary insurance against accidents at work (decree 143/2024), joined and paid apart from the pension scheme."""

from decimal import Decimal
from typing import Literal

from bot.law.calculator import Amounts, CalculatorSpec
from bot.law.errors import EstimateInputError
from bot.law.inputs import Categories, Inputs, Share, field
from bot.law.limits import MINIMUM_INCOME
from bot.law.outputs import outputs
from bot.law.support import category_field
from bot.law.text import money, number, percent, whole_dong
from bot.law.working import Working

PREFIX = "benefits.accident"
WAGE = f"{PREFIX}.region_four_wage"


class AccidentInputs(Inputs):
    payment_method: Literal["half_yearly", "yearly"] = field("kỳ đóng", default="yearly")
    category: Categories | None = category_field()
    loss: Share | None = field("mức suy giảm khả năng lao động", unit="/1", ge=0, le=1, default=None)


def _compute(working: Working, inputs: AccidentInputs) -> Amounts:
    wage = working.value(WAGE)
    rate = working.value(f"{PREFIX}.premium.{inputs.payment_method}")
    months = working.whole(f"{PREFIX}.months.{inputs.payment_method}")
    gross = whole_dong(rate * wage)
    working.step(
        "gross", f"Tiền đóng {months} tháng", f"{percent(rate)} × {money(wage)} = {money(gross)}", gross
    )
    support = _support(working, inputs, months)
    payable = gross - support
    working.step(
        "payable", "Phần anh/chị nộp", f"{money(gross)} − {money(support)} = {money(payable)}", payable
    )
    death = whole_dong(working.value(f"{PREFIX}.death_multiple") * wage)
    working.step("death_amount", "Thân nhân nhận khi chết do tai nạn", money(death), death)
    return {
        "payable": payable,
        "gross": gross,
        "state_support": support,
        "months": months,
        "death_amount": death,
    } | _benefit(working, inputs.loss, wage)


def _support(working: Working, inputs: AccidentInputs, months: int) -> int:
    """The State's share, which knows three groups: whoever is not poor or near-poor is in the third."""
    known: list[str] = [name for name in inputs.category or () if name in ("poor", "near_poor")]
    rates = [working.value(f"{PREFIX}.state_support.{name}") for name in known or ["other"]]
    rate, base = max(rates), working.value(f"{PREFIX}.support_base")
    line = working.value(MINIMUM_INCOME)
    support = whole_dong(rate * base * line * months)
    formula = f"{months} tháng × {percent(rate)} × {percent(base)} × {money(line)} = {money(support)}"
    working.step("state_support", "Nhà nước hỗ trợ", formula, support)
    return support


def _benefit(working: Working, loss: Decimal | None, wage: Decimal) -> Amounts:
    """The one-off benefit for a loss of work ability.

    :raises EstimateInputError: below the loss from which there is a benefit.
    """
    if loss is None:
        return {}
    least = working.dated(f"{PREFIX}.loss.least")
    if loss < least.number:
        reason = f"Suy giảm từ {percent(least.number)} trở lên mới có trợ cấp."
        raise EstimateInputError(
            "loss", reason, value=loss, minimum=least.number, maximum=1, reference=least.reference
        )
    first, step = (
        working.value(f"{PREFIX}.loss.first_multiple"),
        working.value(f"{PREFIX}.loss.step_multiple"),
    )
    multiple = first + (loss - least.number) * 100 * step
    amount = whole_dong(multiple * wage)
    formula = f"{number(multiple)} × {money(wage)} = {money(amount)}"
    working.step("amount", f"Trợ cấp khi suy giảm {percent(loss)}", formula, amount)
    return {"amount": amount}


ACCIDENT_INSURANCE = CalculatorSpec(
    name="accident_insurance",
    title="Bảo hiểm tai nạn lao động tự nguyện",
    doc="Tiền đóng bảo hiểm tai nạn lao động tự nguyện, phần Nhà nước hỗ trợ, và mức được nhận.",
    model=AccidentInputs,
    outputs=outputs("payable", "gross", "state_support", "months", "death_amount", "amount"),
    compute=_compute,
    looks_ahead=True,
)
