"""What comes back of a period already paid when it cannot be completed (decree 159/2025, article 8)."""

from typing import Literal

from bot.law.calculator import Amounts, CalculatorSpec
from bot.law.errors import EstimateInputError
from bot.law.inputs import Day, Whole, field
from bot.law.limits import RATE, IncomeLimits
from bot.law.methods import discounted, fund_rate, paid_months
from bot.law.outputs import outputs
from bot.law.payment import ContributionInputs
from bot.law.pension import LAW_2024
from bot.law.support import base_contribution, best_group, local_support, supported_months
from bot.law.text import money, percent, whole_dong
from bot.law.working import Working

Ground = Literal["compulsory", "lump_sum", "death", "pension", "overlap"]
OVERLAP = "payment.overlap_refund"
_LABELS = {
    "compulsory": "chuyển sang đóng bắt buộc",
    "lump_sum": "hưởng bảo hiểm xã hội một lần",
    "death": "chết hoặc bị Tòa án tuyên bố là đã chết",
    "pension": "đủ điều kiện và đề nghị hưởng lương hưu",
    "overlap": "đóng trùng với bảo hiểm xã hội bắt buộc",
}
_POINTS = {"compulsory": "a", "lump_sum": "b", "death": "c", "pension": "d"}
_ARTICLE = "Nghị định 159/2025/NĐ-CP, Điều 8 khoản 1"


class RefundInputs(ContributionInputs):
    """The payment as it was made, and what is left of it; only the grounds of the decree give a refund.

    With ``overlap`` the months left are those that the compulsory scheme covers as well.
    """

    ground: Ground = field("lý do được hoàn trả", reference=_ARTICLE)
    months_left: Whole = field("số tháng còn lại của kỳ đã đóng", unit="month", ge=1)
    paid_on: Day | None = field("ngày đã đóng", default=None)
    state_support: Whole | None = field(
        "số tiền Nhà nước hỗ trợ cho các tháng còn lại", unit="currency-VND", ge=0, default=None
    )


def _compute(working: Working, inputs: RefundInputs) -> Amounts:
    _require_method(inputs)
    paid = working.at(_payment_day(working, inputs))
    IncomeLimits.of(paid).require(inputs.income)
    months = _months(paid, inputs)
    gross = _gross(paid, inputs, months)
    state, local = _support(paid, inputs, months)
    amount = max(0, gross - state - local)
    working.adopt(paid)
    working.step("gross", *_gross_text(paid, inputs, months, gross), gross)
    subtracted = " − ".join(money(part) for part in (gross, state, local) if part)
    working.step("amount", "Trừ phần hỗ trợ của các tháng còn lại", f"{subtracted} = {money(amount)}", amount)
    _cite_ground(working, inputs.ground)
    return {
        "amount": amount,
        "gross": gross,
        "state_support": state,
        "local_support": local,
        "months": inputs.months_left,
    }


def _cite_ground(working: Working, ground: Ground) -> None:
    """Name the point of the law that gives the refund; drawing the pension is a ground only since 2025.

    :raises EstimateInputError: for that ground on an earlier day.
    """
    if ground == "overlap":
        working.cite_parameter(OVERLAP)
        return
    first = working.parameter(LAW_2024).values[0].valid_from
    if working.on >= first:
        working.cite(f"{_ARTICLE} điểm {_POINTS[ground]}")
    elif ground == "pension":
        reason = f"Lý do này chỉ có từ ngày {first:%d/%m/%Y}."
        raise EstimateInputError("ground", reason, value=ground, minimum=first, reference=_ARTICLE)
    else:
        working.cite("Quyết định 595/QĐ-BHXH năm 2017, Điều 10 khoản 6")


def _months(paid: Working, inputs: RefundInputs) -> int:
    """The months that were paid for; fewer are left, unless all of them were paid twice.

    :raises EstimateInputError: when more are left than were paid for.
    """
    months = paid_months(paid, inputs)
    if inputs.ground == "overlap" and inputs.payment_method == "monthly":
        return max(months, inputs.months_left)
    most = months if inputs.ground == "overlap" else months - 1
    if inputs.months_left > most:
        reason = f"Đã đóng {months} tháng thì số tháng được hoàn nhiều nhất là {most}."
        raise EstimateInputError("months_left", reason, value=inputs.months_left, minimum=1, maximum=most)
    return months


def _require_method(inputs: RefundInputs) -> None:
    if inputs.ground == "overlap" and inputs.payment_method == "monthly":
        return
    if inputs.payment_method in ("monthly", "missing_years"):
        raise EstimateInputError(
            "payment_method",
            "Chỉ hoàn trả khi đã đóng 3, 6, 12 tháng một lần hoặc đóng nhiều năm về sau.",
            value=inputs.payment_method,
            allowed=["quarterly", "half_yearly", "yearly", "multi_year"],
            reference=_ARTICLE,
        )


def _payment_day(working: Working, inputs: RefundInputs) -> Day:
    if inputs.paid_on is None:
        working.assume("Đã đóng theo mức của ngày tính.")
        return working.on
    if inputs.paid_on > working.on:
        reason = f"Ngày đã đóng không thể sau ngày {working.on:%d/%m/%Y}."
        raise EstimateInputError("paid_on", reason, value=inputs.paid_on, maximum=working.on)
    return inputs.paid_on


def _gross(paid: Working, inputs: RefundInputs, months: int) -> int:
    """The price of the last months: plain, or as they were discounted (article 8 clause 3)."""
    monthly = paid.value(RATE) * inputs.income
    if inputs.payment_method != "multi_year":
        return whole_dong(monthly * inputs.months_left)
    rate = fund_rate(paid, inputs.fund_rate)
    return whole_dong(
        discounted(monthly, months, rate) - discounted(monthly, months - inputs.months_left, rate)
    )


def _gross_text(paid: Working, inputs: RefundInputs, months: int, gross: int) -> tuple[str, str]:
    monthly = f"{percent(paid.value(RATE))} × {money(inputs.income)}"
    title = f"Tiền đóng của {inputs.months_left} tháng còn lại ({_LABELS[inputs.ground]})"
    if inputs.payment_method != "multi_year":
        return title, f"{inputs.months_left} tháng × {monthly} = {money(gross)}"
    rate, first = percent(fund_rate(paid, inputs.fund_rate)), months - inputs.months_left + 1
    return title, f"{monthly} × tổng 1 ÷ (1 + {rate})^(i−1), i từ {first} đến {months} = {money(gross)}"


def _support(paid: Working, inputs: RefundInputs, months: int) -> tuple[int, int]:
    """The State's and the province's share of the months left: the supported months come first."""
    group = best_group(paid, inputs.category)
    supported = supported_months(paid, group, months, already=inputs.months_paid)
    left = max(0, supported - (months - inputs.months_left))
    local = local_support(paid, inputs.local_support_rate, inputs.months_left)
    if inputs.state_support is not None:
        return inputs.state_support, local
    return whole_dong(group.rate * base_contribution(paid) * left), local


REFUND = CalculatorSpec(
    name="refund",
    title="Hoàn trả tiền đã đóng",
    doc=(
        "Số tiền hoàn trả cho các tháng còn lại của kỳ đã đóng 3, 6, 12 tháng hoặc nhiều năm, không gồm phần hỗ "
        "trợ. Chỉ được hoàn trả theo các lý do của Nghị định, hoặc khi đóng trùng với bắt buộc (overlap); muốn dừng "
        "đóng thì không phải là lý do."
    ),
    model=RefundInputs,
    outputs=outputs("amount", "gross", "state_support", "local_support", "months"),
    compute=_compute,
)
