"""The lump sum instead of a pension: who may take it and how much.

Law 41/2024, article 102; decree 159/2025, article 9.
"""

from decimal import Decimal
from typing import Literal

from bot.law.average import average
from bot.law.birth import require_alive
from bot.law.calculator import Amounts, CalculatorSpec
from bot.law.errors import EstimateInputError
from bot.law.history import History, HistoryInputs
from bot.law.inputs import BirthDate, Categories, Gender, Whole, field
from bot.law.methods import MOST_MONTHS
from bot.law.months import Month
from bot.law.outputs import outputs
from bot.law.paid import earned_multiple, money_paid, state_share
from bot.law.pension import LAW_2024, MINIMUM_YEARS
from bot.law.retirement import retirement
from bot.law.support import category_field
from bot.law.text import money, number, whole_dong
from bot.law.working import Working

Case = Literal["retirement_age", "emigration", "illness", "disability", "stopped_paying"]
# The point of article 102 clause 1 behind each case.
_POINTS = {"retirement_age": "a", "emigration": "b", "illness": "c", "disability": "d", "stopped_paying": "đ"}
# In these cases the State's share is the person's to keep (article 102 clause 3).
_KEEPS_SUPPORT = ("illness", "disability")
IDLE_MONTHS, IDLE_BELOW_YEARS = "lump_sum.idle_months", "lump_sum.idle_below_years"
_LAW_2014 = "Luật Bảo hiểm xã hội 58/2014/QH13, Điều 77"
PREFIX = "lump_sum"
BOUNDARY = "lump_sum.boundary"


class LumpSumInputs(HistoryInputs):
    case: Case = field("trường hợp hưởng một lần")
    category: Categories | None = category_field()
    gender: Gender | None = field("giới tính", default=None)
    birth_date: BirthDate | None = field("ngày sinh", default=None)
    months_before_2014: Whole | None = field(
        "trong đó số tháng đóng trước năm 2014", unit="month", ge=0, le=MOST_MONTHS, default=None
    )
    state_support: Whole | None = field(
        "số tiền Nhà nước đã hỗ trợ ghi trong sổ", unit="currency-VND", ge=0, default=None
    )


def _compute(working: Working, inputs: LumpSumInputs) -> Amounts:
    history = History.of(working, inputs)
    if not history.months:
        raise EstimateInputError("months_paid", "Cần số tháng đã đóng hoặc các giai đoạn đã đóng.", minimum=1)
    _require_case(working, inputs, history)
    mean = average(working, history, benefit_year=inputs.benefit_year)
    total = entitlement(working, history, mean, before=months_before(working, inputs, history))
    deducted = 0 if inputs.case in _KEEPS_SUPPORT else _deducted(working, inputs, history)
    amount = max(0, total - deducted)
    if deducted:
        formula = f"{money(total)} − {money(deducted)} = {money(amount)}"
        working.step("amount", "Trừ phần Nhà nước đã hỗ trợ", formula, amount)
    _cite(working, inputs.case)
    return {
        "amount": amount,
        "gross": total,
        "state_support": deducted,
        "average_income": whole_dong(mean),
        "months": history.months,
    }


def _cite(working: Working, case: Case) -> None:
    if not _is_new_law(working):
        working.cite(_LAW_2014)
        return
    working.cite(_article(_POINTS[case]))
    if case not in _KEEPS_SUPPORT:
        working.cite("Nghị định 159/2025/NĐ-CP, Điều 9")


def _is_new_law(working: Working) -> bool:
    return working.on >= working.parameter(LAW_2024).values[0].valid_from


def months_before(working: Working, inputs: LumpSumInputs, history: History) -> int:
    """The months before the boundary of the two multiples."""
    if history.periods:
        return history.months_before(Month.of(working.day(BOUNDARY)))
    if inputs.months_before_2014 is None:
        working.assume("Không có tháng nào đóng trước năm 2014.")
    before = inputs.months_before_2014 or 0
    if before > history.months:
        raise EstimateInputError(
            "months_before_2014",
            "Số tháng đóng trước năm 2014 không thể nhiều hơn tổng số tháng.",
            value=before,
            minimum=0,
            maximum=history.months,
        )
    return before


def entitlement(working: Working, history: History, mean: Decimal, *, before: int) -> int:
    """The sum by years and average; below a year the money paid with a cap (article 102 clause 2)."""
    if history.months >= 12:
        multiple = earned_multiple(working, PREFIX, before=before, after=history.months - before)
        amount = whole_dong(multiple * mean)
        working.step(
            "gross",
            "Số năm quy đổi nhân mức bình quân",
            f"{number(multiple)} × {money(mean)} = {money(amount)}",
            amount,
        )
        return amount
    cap = working.value("lump_sum.short_cap")
    amount = whole_dong(min(money_paid(working, history, mean), cap * mean))
    working.step(
        "gross",
        f"Đóng chưa đủ một năm: số tiền đã đóng, nhiều nhất {number(cap)} lần mức bình quân",
        money(amount),
        amount,
    )
    return amount


def _deducted(working: Working, inputs: LumpSumInputs, history: History) -> int:
    if inputs.state_support is not None:
        return inputs.state_support
    if not history.voluntary and not history.compulsory:
        working.assume("Chưa trừ phần Nhà nước đã hỗ trợ, vì chưa biết các tháng tự nguyện đóng khi nào.")
    return state_share(working, history, inputs.category) if history.voluntary else 0


def _require_case(working: Working, inputs: LumpSumInputs, history: History) -> None:
    """Refuse a case that the law does not open for this person.

    :raises EstimateInputError: with the article.
    """
    match inputs.case:
        case "retirement_age":
            _require_age_without_pension(working, inputs, history)
        case "stopped_paying":
            _require_stopped(working, history)
        case "disability" if not _is_new_law(working):
            reason = "Suy giảm khả năng lao động chưa là trường hợp hưởng một lần theo luật của ngày này."
            raise EstimateInputError("case", reason, value=inputs.case, reference=_LAW_2014)


def _require_age_without_pension(working: Working, inputs: LumpSumInputs, history: History) -> None:
    needed = 12 * working.whole(MINIMUM_YEARS)
    if history.months >= needed:
        reason = (
            f"Đã đóng {history.months} tháng, đủ {needed} tháng nên hưởng lương hưu, không hưởng một lần."
        )
        raise _refusal("a", reason, history.months, maximum=needed - 1)
    if inputs.birth_date is None or inputs.gender is None:
        working.assume("Đã đủ tuổi nghỉ hưu.")
        return
    require_alive(working, inputs.birth_date)
    aged = retirement(working, gender=inputs.gender, birth=inputs.birth_date).month
    if Month.of(working.on) < aged:
        reason = f"Đến tháng {aged.vietnamese} mới đủ tuổi nghỉ hưu để hưởng một lần theo trường hợp này."
        raise EstimateInputError(
            "case", reason, value=inputs.case, minimum=aged.first_day, reference=_article("a")
        )


def _require_stopped(working: Working, history: History) -> None:
    years = working.whole(IDLE_BELOW_YEARS)
    if history.months >= 12 * years:
        reason = f"Đã đóng đủ {years} năm thì không hưởng một lần vì dừng đóng."
        raise _refusal("đ", reason, history.months, maximum=12 * years - 1)
    _require_earlier_time(working, history)
    idle = working.whole(IDLE_MONTHS)
    if history.last is None:
        working.assume(f"Đã đủ {idle} tháng không đóng.")
        return
    opens = history.last.plus(idle + 1)
    if Month.of(working.on) < opens:
        reason = f"Phải đủ {idle} tháng không đóng: từ ngày {opens.first_day:%d/%m/%Y} mới được đề nghị."
        raise EstimateInputError(
            "case", reason, value="stopped_paying", minimum=opens.first_day, reference=_article("đ")
        )


def _require_earlier_time(working: Working, history: History) -> None:
    if not _is_new_law(working):
        return
    first = working.day(LAW_2024)
    if not history.periods:
        working.assume(f"Có thời gian đóng trước ngày {first:%d/%m/%Y}.")
    elif not history.months_before(Month.of(first)):
        reason = f"Người đóng lần đầu từ ngày {first:%d/%m/%Y} không được hưởng một lần vì dừng đóng."
        raise _refusal("đ", reason, "stopped_paying")


def _refusal(point: str, reason: str, value: int | str, *, maximum: int | None = None) -> EstimateInputError:
    field_name = "case" if isinstance(value, str) else "months_paid"
    return EstimateInputError(field_name, reason, value=value, maximum=maximum, reference=_article(point))


def _article(point: str) -> str:
    return f"Luật Bảo hiểm xã hội 41/2024/QH15, Điều 102 khoản 1 điểm {point}"


LUMP_SUM = CalculatorSpec(
    name="lump_sum",
    title="Bảo hiểm xã hội một lần",
    doc=(
        "Số tiền hưởng một lần theo trường hợp: retirement_age (đủ tuổi, chưa đủ năm), emigration (ra nước ngoài "
        "định cư), illness (bệnh nặng), disability (suy giảm từ mức luật định), stopped_paying (dừng đóng)."
    ),
    model=LumpSumInputs,
    outputs=outputs("amount", "gross", "state_support", "average_income", "months"),
    compute=_compute,
)
