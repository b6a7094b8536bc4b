"""The maternity grant of the voluntary scheme (law 41/2024, articles 94 to 97)."""

from bot.law.calculator import Amounts, CalculatorSpec
from bot.law.errors import EstimateInputError
from bot.law.history import History, HistoryInputs, Period
from bot.law.inputs import Whole, YesNo, field
from bot.law.months import Month
from bot.law.outputs import outputs
from bot.law.text import money
from bot.law.working import Working

AMOUNT = "benefits.maternity.amount"
MONTHS, WITHIN_MONTHS = "benefits.maternity.months", "benefits.maternity.within_months"


class MaternityInputs(HistoryInputs):
    """The day of the calculation is the day of birth; the months count that lie in the year before it."""

    children: Whole = field("số con sinh ra", unit="person", ge=1, le=10, default=1)
    months: Whole | None = field(
        "số tháng đã đóng trong khoảng trước khi sinh", unit="month", ge=0, default=None
    )
    has_compulsory_maternity: YesNo = field("đủ điều kiện hưởng thai sản bắt buộc", default=False)


def _compute(working: Working, inputs: MaternityInputs) -> Amounts:
    each, needed = working.whole(AMOUNT), working.whole(MONTHS)
    months = _months(working, inputs)
    amount = each * inputs.children
    eligible = months >= needed and not inputs.has_compulsory_maternity
    working.step(
        "months", "Số tháng đã đóng trước khi sinh", f"{months} tháng, cần ít nhất {needed} tháng", months
    )
    if inputs.has_compulsory_maternity:
        text = "Người đủ điều kiện thai sản bắt buộc thì chỉ hưởng chế độ bắt buộc."
        working.warn("compulsory_only", text)
        working.cite("Luật Bảo hiểm xã hội 41/2024/QH15, Điều 94 khoản 4")
    elif not eligible:
        text = f"Mới đóng {months} tháng nên chưa đủ {needed} tháng để có trợ cấp thai sản."
        working.warn("too_few_months", text, months=months, minimum=needed)
    else:
        working.step(
            "amount", "Trợ cấp thai sản", f"{inputs.children} con × {money(each)} = {money(amount)}", amount
        )
    working.assume("Cha mẹ cùng đủ điều kiện thì chỉ một người được hưởng.")
    return {"eligible": eligible, "amount": amount if eligible else 0, "months": months}


def _months(working: Working, inputs: MaternityInputs) -> int:
    """The months in the year before the birth, told or counted from the periods."""
    within = working.whole(WITHIN_MONTHS)
    if inputs.months is not None:
        if inputs.months > within:
            reason = f"Chỉ đếm {within} tháng trước khi sinh."
            raise EstimateInputError(
                "months",
                reason,
                value=inputs.months,
                minimum=0,
                maximum=within,
                reference=working.reference(WITHIN_MONTHS),
            )
        return inputs.months
    history = History.of(working, inputs)
    if not history.periods:
        raise EstimateInputError(
            "months", f"Cần số tháng đã đóng trong {within} tháng trước khi sinh.", maximum=within
        )
    birth = Month.of(working.on)
    working.assume("Tháng sinh con không tính vào khoảng thời gian trước khi sinh.")
    return sum(_overlap(period, birth.plus(-within), birth) for period in history.periods)


def _overlap(period: Period, start: Month, end: Month) -> int:
    """The months of a period from ``start`` to before ``end``."""
    return period.months_before(end) - period.months_before(start)


MATERNITY = CalculatorSpec(
    name="maternity",
    title="Trợ cấp thai sản",
    doc="Trợ cấp thai sản của bảo hiểm xã hội tự nguyện; ngày tính là ngày sinh con.",
    model=MaternityInputs,
    outputs=outputs("eligible", "amount", "months"),
    compute=_compute,
)
