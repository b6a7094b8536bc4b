"""The monthly allowance at retirement age for who has too few years.

Law 41/2024, article 23; decree 159/2025, article 14.
"""

from decimal import ROUND_CEILING, Decimal

from bot.law.average import average
from bot.law.birth import require_alive, require_lived
from bot.law.calculator import Amounts, CalculatorSpec
from bot.law.errors import EstimateInputError
from bot.law.history import History, HistoryInputs, counted_years
from bot.law.inputs import BirthDate, Categories, Gender, field
from bot.law.months import Month
from bot.law.outputs import outputs
from bot.law.pension import MINIMUM_YEARS
from bot.law.retirement import gender_field, retirement
from bot.law.social_pension import AMOUNT, social_pension_month
from bot.law.support import category_field
from bot.law.text import money, number, whole_dong
from bot.law.working import Working

MINIMUM_MONTHS = "pension.monthly_allowance.minimum_months"
MULTIPLE = "pension.monthly_allowance.multiple"


class MonthlyAllowanceInputs(HistoryInputs):
    gender: Gender = gender_field()
    birth_date: BirthDate = field("ngày sinh")
    category: Categories | None = category_field()


def _compute(working: Working, inputs: MonthlyAllowanceInputs) -> Amounts:
    require_alive(working, inputs.birth_date)
    history = History.of(working, inputs)
    require_lived(working, inputs.birth_date, history.months)
    _require_months(working, history.months)
    span = _months_until_social_pension(working, inputs)
    mean = average(working, history, benefit_year=inputs.benefit_year)
    earned = _earned_months(working, mean, history.months)
    level = working.whole(AMOUNT)
    working.cite_parameter(MULTIPLE)
    working.cite("Luật Bảo hiểm xã hội 41/2024/QH15, Điều 23")
    if earned <= span:
        return _until_used_up(working, earned, span, level) | {"average_income": whole_dong(mean)}
    amount = whole_dong(Decimal(level) * earned / span)
    working.step(
        "amount",
        "Số tháng tính được nhiều hơn nên mỗi tháng được mức cao hơn",
        f"{money(level)} × {earned} ÷ {span} = {money(amount)}",
        amount,
    )
    return {
        "amount": amount,
        "months": span,
        "gap_months": 0,
        "gap_payment": 0,
        "average_income": whole_dong(mean),
    }


def _until_used_up(working: Working, earned: int, span: int, level: int) -> Amounts:
    """The allowance at the level of the social pension; the rest of the time may be bought."""
    gap = span - earned
    working.step("amount", "Mỗi tháng bằng trợ cấp hưu trí xã hội", money(level), level)
    if gap:
        working.step(
            "gap_payment",
            "Nếu muốn hưởng đến tuổi trợ cấp hưu trí xã hội thì đóng một lần phần còn thiếu",
            f"({span} − {earned}) × {money(level)} = {money(gap * level)}",
            gap * level,
        )
    return {"amount": level, "months": earned, "gap_months": gap, "gap_payment": gap * level}


def _earned_months(working: Working, mean: Decimal, months: int) -> int:
    """T_tt: the months that the contributions pay for, a fraction counts as a whole month."""
    years, multiple, level = counted_years(working, months), working.value(MULTIPLE), working.value(AMOUNT)
    earned = int((mean * multiple * years / level).to_integral_value(rounding=ROUND_CEILING))
    working.step(
        "earned_months",
        "Số tháng được hưởng từ tiền đóng, làm tròn lên",
        f"{money(mean)} × {number(multiple)} × {number(years)} năm ÷ {money(level)} = {earned} tháng",
        earned,
    )
    return earned


def _months_until_social_pension(working: Working, inputs: MonthlyAllowanceInputs) -> int:
    """T_dt: from the month of the request, counted, to the month of the social pension's age, not counted.

    :raises EstimateInputError: before the retirement age, or when the social pension is open already.
    """
    now = Month.of(working.on)
    aged = retirement(working, gender=inputs.gender, birth=inputs.birth_date).month
    ends = social_pension_month(working, inputs.birth_date, inputs.category)
    if not aged <= now < ends:
        reason = f"Trợ cấp này chỉ dành cho thời gian từ tháng {aged.vietnamese} đến trước tháng {ends.vietnamese}."
        raise EstimateInputError(
            "birth_date",
            reason,
            value=str(inputs.birth_date),
            minimum=aged.first_day,
            maximum=ends.plus(-1).first_day,
            reference="Nghị định 159/2025/NĐ-CP, Điều 14 khoản 1",
        )
    working.assume(
        "Đề nghị trong tháng tính; tháng đề nghị được tính, tháng đủ tuổi trợ cấp hưu trí xã hội thì không."
    )
    span = ends.minus(now)
    working.step("span", f"Từ tháng đề nghị đến trước tháng {ends.vietnamese}", f"{span} tháng", span)
    return span


def _require_months(working: Working, months: int) -> None:
    least, needed = working.dated(MINIMUM_MONTHS), 12 * working.whole(MINIMUM_YEARS)
    lowest = int(least.number)
    if not lowest <= months < needed:
        reason = (
            f"Trợ cấp này dành cho người đóng từ {lowest} đến {needed - 1} tháng, không phải {months} tháng."
        )
        raise EstimateInputError(
            "months_paid", reason, value=months, minimum=lowest, maximum=needed - 1, reference=least.reference
        )


MONTHLY_ALLOWANCE = CalculatorSpec(
    name="monthly_allowance",
    title="Trợ cấp hằng tháng khi chưa đủ năm đóng",
    doc="Trợ cấp từ tuổi nghỉ hưu đến tuổi trợ cấp hưu trí xã hội cho người chưa đủ năm đóng để có lương hưu.",
    model=MonthlyAllowanceInputs,
    outputs=outputs("amount", "months", "gap_months", "gap_payment", "average_income"),
    compute=_compute,
)
