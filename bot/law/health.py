"""The household health insurance card that a voluntary contributor buys apart (decree 188/2025, article 6 clause 5)."""

from bot.law.calculator import Amounts, CalculatorSpec
from bot.law.inputs import Inputs, Whole, field
from bot.law.limits import REFERENCE_LEVEL
from bot.law.outputs import outputs
from bot.law.text import money, number, percent, whole_dong
from bot.law.working import Working

RATE = "benefits.health.household_rate"
_SHARES = tuple(
    f"benefits.health.household_share.{rank}" for rank in ("first", "second", "third", "fourth", "further")
)


class HealthInputs(Inputs):
    persons: Whole = field("số người trong hộ cùng tham gia", unit="person", ge=1, le=50, default=1)
    months: Whole = field("số tháng", unit="month", ge=1, le=12, default=12)


def household_premium(working: Working, *, person: int, months: int) -> int:
    """What the n-th member of a household pays for some months of one calendar year."""
    share = working.value(_SHARES[min(person, len(_SHARES)) - 1])
    return whole_dong(working.value(RATE) * working.value(REFERENCE_LEVEL) * share * months)


def _compute(working: Working, inputs: HealthInputs) -> Amounts:
    rate, level = working.value(RATE), working.value(REFERENCE_LEVEL)
    premiums = [
        household_premium(working, person=n, months=inputs.months) for n in range(1, inputs.persons + 1)
    ]
    for person, premium in enumerate(premiums, 1):
        share = working.value(_SHARES[min(person, len(_SHARES)) - 1])
        times = "" if share == 1 else f" × {percent(share)}"
        formula = f"{inputs.months} tháng × {percent(rate)} × {money(level)}{times} = {money(premium)}"
        working.step("premium", f"Người thứ {number(person)}", formula, premium)
    total = sum(premiums)
    working.step("payable", "Cả hộ", f"{money(total)}", total)
    working.assume("Mọi người cùng đóng trong năm, không ai có thẻ do Nhà nước đóng hoặc hỗ trợ.")
    return {"payable": total, "premiums": premiums, "months": inputs.months}


HEALTH_HOUSEHOLD = CalculatorSpec(
    name="health_household",
    title="Bảo hiểm y tế hộ gia đình",
    doc="Tiền mua thẻ bảo hiểm y tế hộ gia đình, người sau đóng ít hơn người trước.",
    model=HealthInputs,
    outputs=outputs("payable", "premiums", "months"),
    compute=_compute,
    looks_ahead=True,
)
