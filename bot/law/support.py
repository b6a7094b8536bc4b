"""What the State and the province add to a contribution (decree 159/2025, article 5).

The State's share of one month is a rate of the person's group on the contribution at the rural poverty
line; it depends neither on the chosen income nor on a discount, and is given for a limited number of months.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.law.calculator import Amounts, CalculatorSpec
from bot.law.inputs import CATEGORIES, Categories, Inputs, Share, Whole, field
from bot.law.limits import MINIMUM_INCOME, RATE
from bot.law.methods import MOST_MONTHS
from bot.law.outputs import outputs
from bot.law.text import money, percent, whole_dong
from bot.law.working import Working

SUPPORT_RATES = "contribution.state_support."
SUPPORTED_MONTHS_LIMIT = "contribution.supported_months_limit"


def category_field() -> Any:
    return field("nhóm được hỗ trợ; thuộc nhiều nhóm thì lấy mức cao nhất", default=None)


def supported_months_field() -> Any:
    return field(
        "số tháng đóng tự nguyện đã được Nhà nước hỗ trợ", unit="month", ge=0, le=MOST_MONTHS, default=None
    )


def local_rate_field() -> Any:
    return field("tỷ lệ địa phương hỗ trợ thêm", unit="/1", ge=0, le=1, default=None)


@dataclass(frozen=True, slots=True)
class Group:
    """The group that decides, and the State's rate for it."""

    category: str
    rate: Decimal

    @property
    def parameter(self) -> str:
        return SUPPORT_RATES + self.category

    @property
    def label(self) -> str:
        return CATEGORIES[self.category]


def best_group(working: Working, categories: Sequence[str] | None) -> Group:
    """The group with the highest rate; nobody named means that no special group is claimed."""
    if not categories:
        working.assume("Chưa biết nhóm được hỗ trợ nên tính như người tham gia khác.")
    groups = [Group(name, working.value(SUPPORT_RATES + name)) for name in categories or ("other",)]
    return max(groups, key=lambda group: group.rate)


def base_contribution(working: Working) -> Decimal:
    """The contribution of one month at the rural poverty line, on which all support is reckoned."""
    return working.value(RATE) * working.value(MINIMUM_INCOME)


def supported_months(working: Working, group: Group, months: int, *, already: int | None) -> int:
    """How many of the coming months the State still supports; none while its support did not exist."""
    if not group.rate:
        return 0
    limit = working.whole(SUPPORTED_MONTHS_LIMIT)
    if already is None:
        working.assume(f"Chưa có tháng nào được Nhà nước hỗ trợ trước đó (tối đa {limit} tháng).")
    left = max(0, limit - (already or 0))
    if left < months:
        working.warn(
            "support_ends",
            f"{_ends(left, months)}, vì mỗi người được hỗ trợ tối đa {limit} tháng.",
            supported_months=left,
            limit=limit,
        )
    return min(months, left)


def _ends(left: int, months: int) -> str:
    return (
        f"Nhà nước chỉ còn hỗ trợ {left} trong {months} tháng này"
        if left
        else "Nhà nước không còn hỗ trợ nữa"
    )


def local_support(working: Working, rate: Decimal | None, months: int) -> int:
    """What the province adds for some months; its list D05-TS reckons it on all months paid, without a limit."""
    if not rate:
        return 0
    working.assume("Địa phương hỗ trợ thêm cho mọi tháng đóng, theo tỷ lệ đã nhập.")
    return whole_dong(rate * base_contribution(working) * months)


def support_formula(working: Working, rate: Decimal) -> str:
    """What one month is supported with, as it is written: 20 % × 22 % × 1.500.000"""
    return f"{percent(rate)} × {percent(working.value(RATE))} × {money(working.value(MINIMUM_INCOME))}"


class SupportInputs(Inputs):
    category: Categories | None = category_field()
    months: Whole = field("số tháng đóng", unit="month", ge=1, le=MOST_MONTHS, default=1)
    months_paid: Whole | None = supported_months_field()
    local_support_rate: Share | None = local_rate_field()


def _compute(working: Working, inputs: SupportInputs) -> Amounts:
    group = best_group(working, inputs.category)
    months = supported_months(working, group, inputs.months, already=inputs.months_paid)
    per_month = whole_dong(group.rate * base_contribution(working))
    total = whole_dong(group.rate * base_contribution(working) * months)
    local = local_support(working, inputs.local_support_rate, inputs.months)
    working.step(
        "per_month",
        f"Nhà nước hỗ trợ mỗi tháng cho {group.label}",
        f"{support_formula(working, group.rate)} = {money(per_month)}",
        per_month,
    )
    working.step(
        "state_support",
        "Nhà nước hỗ trợ trong các tháng này",
        f"{months} tháng × {money(per_month)} = {money(total)}",
        total,
    )
    return {
        "state_support": total,
        "local_support": local,
        "per_month": per_month,
        "supported_months": months,
        "rate": group.rate,
        "category": group.category,
    }


STATE_SUPPORT = CalculatorSpec(
    name="state_support",
    title="Nhà nước hỗ trợ tiền đóng",
    doc="Số tiền Nhà nước hỗ trợ mỗi tháng và trong số tháng đóng, theo nhóm; per_month là của một tháng được hỗ trợ.",
    model=SupportInputs,
    outputs=outputs("state_support", "local_support", "per_month", "supported_months", "rate", "category"),
    compute=_compute,
    looks_ahead=True,
)
