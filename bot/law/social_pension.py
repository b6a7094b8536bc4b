"""The social pension that needs no contribution (law 41/2024, articles 21 and 22; decree 176/2025)."""

from bot.law.birth import Birth, require_alive
from bot.law.calculator import Amounts, CalculatorSpec
from bot.law.inputs import BirthDate, Categories, Inputs, Whole, field
from bot.law.months import Month
from bot.law.outputs import outputs
from bot.law.support import category_field
from bot.law.text import money
from bot.law.working import Working

AMOUNT = "pension.social_pension.amount"
AGE, AGE_POOR = "pension.social_pension.age", "pension.social_pension.age_poor"
_POOR = ("poor", "near_poor")


class SocialPensionInputs(Inputs):
    birth_date: BirthDate = field("ngày sinh")
    category: Categories | None = category_field()
    monthly_pension: Whole | None = field(
        "lương hưu hoặc trợ cấp bảo hiểm xã hội đang hưởng mỗi tháng",
        unit="currency-VND/month",
        ge=0,
        default=None,
    )


def social_pension_age(working: Working, categories: Categories | None) -> int:
    """The age in years: earlier for poor and near-poor households."""
    poor = any(category in _POOR for category in categories or ())
    return working.whole(AGE_POOR if poor else AGE)


def social_pension_month(working: Working, birth: Birth, categories: Categories | None) -> Month:
    """The month in which the age is reached."""
    return birth.reaches(12 * social_pension_age(working, categories))


def _compute(working: Working, inputs: SocialPensionInputs) -> Amounts:
    require_alive(working, inputs.birth_date)
    age = social_pension_age(working, inputs.category)
    month = social_pension_month(working, inputs.birth_date, inputs.category)
    amount = working.whole(AMOUNT)
    own = inputs.monthly_pension or 0
    eligible = own < amount and Month.of(working.on) >= month
    working.step("eligible_from", f"Tháng đủ {age} tuổi", month.vietnamese, str(month))
    working.step("amount", "Mức trợ cấp mỗi tháng", money(amount), amount)
    if own >= amount:
        text = f"Đang hưởng {money(own)} đồng, không thấp hơn mức trợ cấp nên không được hưởng thêm."
        working.warn("has_pension", text, monthly_pension=own)
    elif not eligible:
        working.warn("not_yet_of_age", f"Từ tháng {month.vietnamese} mới đủ tuổi.", eligible_from=str(month))
    return {
        "eligible": eligible,
        "amount": amount if eligible else 0,
        "per_month": amount,
        "eligible_from": str(month),
    }


SOCIAL_PENSION = CalculatorSpec(
    name="social_pension",
    title="Trợ cấp hưu trí xã hội",
    doc="Ai được trợ cấp hưu trí xã hội, từ tháng nào, bao nhiêu mỗi tháng; không cần từng đóng bảo hiểm xã hội.",
    model=SocialPensionInputs,
    outputs=outputs("eligible", "amount", "per_month", "eligible_from"),
    compute=_compute,
    looks_ahead=True,
)
