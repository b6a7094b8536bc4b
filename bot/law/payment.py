"""One payment: its price, what the State and the province add, and the working as a person would write it.

Decree 159/2025, articles 5 to 7.
"""

from dataclasses import dataclass
from decimal import Decimal

from bot.law.inputs import METHODS, BirthDate, Categories, Gender, Share, Whole, field
from bot.law.limits import RATE
from bot.law.methods import (
    MAXIMUM_YEARS,
    MISSING_MONTHS_LIMIT,
    ONE_OFF,
    Gross,
    PaymentInputs,
    compounded,
    fund_rate,
    gross,
    paid_months,
)
from bot.law.support import (
    Group,
    base_contribution,
    best_group,
    category_field,
    local_rate_field,
    local_support,
    support_formula,
    supported_months,
    supported_months_field,
)
from bot.law.text import money, percent, whole_dong
from bot.law.working import Working

MISSING_MONTHS_SUPPORT = "contribution.missing_months_support"


class ContributionInputs(PaymentInputs):
    category: Categories | None = category_field()
    months_paid: Whole | None = supported_months_field()
    local_support_rate: Share | None = local_rate_field()
    gender: Gender | None = field("giới tính", default=None)
    birth_date: BirthDate | None = field("ngày sinh", default=None)


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment, in whole đồng; gross = payable + state support + local support."""

    months: int
    gross: Gross
    group: Group
    supported: int
    state_support: int
    local_support: int

    @property
    def payable(self) -> int:
        return self.gross.amount - self.state_support - self.local_support

    @property
    def per_month(self) -> int:
        return whole_dong(Decimal(self.payable) / self.months)


def payment(working: Working, inputs: ContributionInputs, *, income: int) -> Payment:
    """The payment for an income that is within the limits.

    :raises EstimateInputError: when the way of paying and its months do not fit.
    :raises ParameterMissingError: when a figure of the day is not published.
    """
    months = paid_months(working, inputs)
    price = gross(working, inputs, income=income, months=months)
    group = best_group(working, inputs.category)
    supported = supported_months(working, group, months, already=inputs.months_paid)
    state = _state_support(working, inputs, group, supported)
    local = local_support(working, inputs.local_support_rate, months)
    return Payment(months, price, group, supported, state, min(local, price.amount - state))


def _state_support(working: Working, inputs: ContributionInputs, group: Group, months: int) -> int:
    monthly = group.rate * base_contribution(working)
    if inputs.payment_method == "missing_years":
        match working.choice(MISSING_MONTHS_SUPPORT):
            case "none":
                return 0
            case "compounded":
                return whole_dong(compounded(monthly, months, fund_rate(working, inputs.fund_rate)))
    return whole_dong(monthly * months)


def _method_parameter(method: str) -> str:
    """The parameter whose source is the article on a way of paying."""
    return {"multi_year": MAXIMUM_YEARS, "missing_years": MISSING_MONTHS_LIMIT}.get(
        method, f"payment.period.{method}"
    )


def explain(working: Working, inputs: ContributionInputs, found: Payment) -> None:
    working.cite_parameter(RATE, _method_parameter(inputs.payment_method), found.group.parameter)
    rate, price = working.value(RATE), found.gross
    monthly = f"{percent(rate)} × {money(inputs.income)}"
    if found.months == 1 and inputs.payment_method not in ONE_OFF:
        working.step("gross", "Mức đóng mỗi tháng", f"{monthly} = {money(price.amount)}", price.amount)
    else:
        each = rate * inputs.income
        working.step(
            "gross_per_month", "Mức đóng của một tháng", f"{monthly} = {money(each)}", whole_dong(each)
        )
        title = f"Tiền đóng {METHODS[inputs.payment_method]}"
        working.step("gross", title, f"{price.formula} = {money(price.amount)}", price.amount)
    _explain_support(working, inputs, found)
    working.step("payable", "Phần anh/chị nộp", _difference(found), found.payable)


def _explain_support(working: Working, inputs: ContributionInputs, found: Payment) -> None:
    times = f"{found.supported} tháng × " if found.months > 1 else ""
    if found.state_support:
        formula = f"{times}{support_formula(working, found.group.rate)} = {money(found.state_support)}"
        working.step("state_support", f"Nhà nước hỗ trợ ({found.group.label})", formula, found.state_support)
    if found.local_support and inputs.local_support_rate:
        _explain_local(working, inputs.local_support_rate, found)


def _explain_local(working: Working, rate: Decimal, found: Payment) -> None:
    times = f"{found.months} tháng × " if found.months > 1 else ""
    whole = local_support(working, rate, found.months)
    formula = f"{times}{support_formula(working, rate)} = {money(whole)}"
    if whole > found.local_support:
        formula += f", chỉ lấy phần còn phải nộp {money(found.local_support)}"
    working.step("local_support", "Địa phương hỗ trợ thêm", formula, found.local_support)


def _difference(found: Payment) -> str:
    parts = [part for part in (found.state_support, found.local_support) if part]
    return f"{' − '.join(money(part) for part in (found.gross.amount, *parts))} = {money(found.payable)}"
