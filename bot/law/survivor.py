"""What the relatives get on death (law 41/2024, articles 86, 87, 110, 111; decree 159/2025, article 12)."""

from decimal import Decimal

from bot.law.average import average
from bot.law.calculator import Amounts, CalculatorSpec
from bot.law.errors import EstimateInputError
from bot.law.history import History, HistoryInputs
from bot.law.inputs import Whole, field
from bot.law.limits import REFERENCE_LEVEL
from bot.law.methods import MOST_MONTHS
from bot.law.months import Month
from bot.law.outputs import outputs
from bot.law.paid import earned_multiple, money_paid
from bot.law.text import money, number, whole_dong
from bot.law.working import Working

PREFIX = "benefits.survivor"


class SurvivorInputs(HistoryInputs):
    """A contributor's history, or a pension being drawn; the day of the calculation is the day of death."""

    monthly_pension: Whole | None = field(
        "lương hưu tháng đang hưởng", unit="currency-VND/month", ge=1, default=None
    )
    months_drawn: Whole | None = field(
        "chết vào tháng hưởng lương hưu thứ mấy", unit="month", ge=1, le=MOST_MONTHS, default=None
    )


def contributor_amount(working: Working, history: History, mean: Decimal) -> int:
    """The one-off for a person who paid or kept the time (article 110 clauses 2 and 3)."""
    full = working.whole(f"{PREFIX}.full_months")
    if history.months < full:
        amount = _money_back(working, history, mean, full)
    else:
        before = history.months_before(Month.of(working.day(f"{PREFIX}.boundary")))
        multiple = earned_multiple(working, PREFIX, before=before, after=history.months - before)
        amount = whole_dong(multiple * mean)
        formula = f"{number(multiple)} × {money(mean)} = {money(amount)}"
        working.step("amount", "Số năm quy đổi nhân mức bình quân", formula, amount)
    return _at_least(working, amount, mean) if history.compulsory else amount


def _money_back(working: Working, history: History, mean: Decimal, full: int) -> int:
    """The money paid in; until the law of 2024 it had a cap."""
    paid = money_paid(working, history, mean)
    working.assume("Số tiền đã đóng gồm cả phần Nhà nước hỗ trợ.")
    title = f"Đóng chưa đủ {full} tháng: bằng số tiền đã đóng"
    if working.choice(f"{PREFIX}.short_rule") == "capped":
        cap = working.value(f"{PREFIX}.short_cap")
        title += f", nhiều nhất {number(cap)} lần mức bình quân"
        paid = min(paid, cap * mean)
    amount = whole_dong(paid)
    working.step("amount", title, money(amount), amount)
    return amount


def _at_least(working: Working, amount: int, mean: Decimal) -> int:
    """With compulsory time the one-off has a minimum (article 110 clause 3)."""
    times = working.value(f"{PREFIX}.mixed_minimum")
    least = whole_dong(times * mean)
    if amount >= least:
        return amount
    title = "Có cả thời gian bắt buộc nên thấp nhất"
    working.step("amount", title, f"{number(times)} × {money(mean)} = {money(least)}", least)
    return least


def pensioner_amount(working: Working, *, monthly_pension: int, month: int) -> int:
    """The one-off for a pensioner who dies in a month of drawing, counted from one (article 110 clause 4)."""
    first, most, step, least = (
        working.value(f"{PREFIX}.pensioner.{name}") for name in ("first_months", "most", "step", "least")
    )
    months = max(least, most - step * max(0, month - int(first)))
    amount = whole_dong(months * monthly_pension)
    formula = f"{number(months)} tháng × {money(monthly_pension)} = {money(amount)}"
    working.step("amount", f"Chết vào tháng hưởng lương hưu thứ {month}", formula, amount)
    return amount


def _compute(working: Working, inputs: SurvivorInputs) -> Amounts:
    history = History.of(working, inputs)
    if inputs.monthly_pension is not None:
        amount = pensioner_amount(
            working, monthly_pension=inputs.monthly_pension, month=_month_of_death(inputs)
        )
        found: Amounts = {"amount": amount}
    else:
        if not history.months:
            raise EstimateInputError(
                "months_paid", "Cần số tháng đã đóng hoặc lương hưu đang hưởng.", minimum=1
            )
        mean = average(working, history, benefit_year=inputs.benefit_year)
        amount = contributor_amount(working, history, mean)
        found = {"amount": amount, "average_income": whole_dong(mean), "months": history.months}
    return found | _monthly(working, history)


def _month_of_death(inputs: SurvivorInputs) -> int:
    if inputs.months_drawn is None:
        raise EstimateInputError("months_drawn", "Cần biết đã hưởng lương hưu đến tháng thứ mấy.", minimum=1)
    return inputs.months_drawn


def _monthly(working: Working, history: History) -> Amounts:
    """The monthly survivor pension that long compulsory time opens (article 111 clause 1 point b, article 87)."""
    if not history.compulsory:
        return {}
    years = working.dated(f"{PREFIX}.monthly.compulsory_years")
    if history.compulsory_months < 12 * years.number:
        return {}
    share, alone, level = (
        working.value(f"{PREFIX}.monthly.share"),
        working.value(f"{PREFIX}.monthly.share_alone"),
        working.value(REFERENCE_LEVEL),
    )
    most = working.whole(f"{PREFIX}.monthly.relatives")
    each = whole_dong(share * level)
    text = (
        f"Đóng bắt buộc đủ {number(years.number)} năm nên con nhỏ, vợ chồng, cha mẹ đủ điều kiện có thể chọn trợ cấp "
        f"hằng tháng {money(each)} đồng mỗi người ({money(alone * level)} đồng nếu không có người nuôi dưỡng), "
        f"nhiều nhất {most} người."
    )
    working.warn("monthly_possible", text, per_relative=each, relatives=most)
    return {"per_relative": each, "relatives": most}


SURVIVOR = CalculatorSpec(
    name="survivor",
    title="Chế độ tuất",
    doc="Trợ cấp tuất một lần cho thân nhân của người đang đóng, bảo lưu hoặc đang hưởng lương hưu.",
    model=SurvivorInputs,
    outputs=outputs("amount", "average_income", "months", "per_relative", "relatives"),
    compute=_compute,
)
