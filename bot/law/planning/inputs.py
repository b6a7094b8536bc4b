"""What a plan may be given, and the way of paying that it describes."""

from typing import Any

from bot.law.errors import EstimateInputError
from bot.law.history import HistoryInputs
from bot.law.inputs import (
    METHODS,
    BirthDate,
    Categories,
    Gender,
    PaymentMethod,
    Share,
    StrictModel,
    Whole,
    field,
)
from bot.law.limits import IncomeLimits
from bot.law.methods import MOST_MONTHS, PaymentInputs, fund_rate_field, paid_months
from bot.law.planning.schedule import Choice
from bot.law.retirement import gender_field
from bot.law.support import category_field, local_rate_field
from bot.law.text import money
from bot.law.working import Working

# Side by side more ways than this cannot be read.
MOST_ALTERNATIVES = 12


class Alternative(StrictModel):
    """What another way changes; what is not given stays as in the plan itself."""

    income: Whole | None = field("thu nhập tháng chọn đóng", unit="currency-VND/month", default=None)
    payment_method: PaymentMethod | None = field("phương thức đóng", default=None)
    years: Whole | None = field("số năm đóng trước", unit="year", default=None)
    months: Whole | None = field(
        "chỉ đóng số tháng này rồi dừng", unit="month", ge=1, le=MOST_MONTHS, default=None
    )
    skip_months: Whole | None = field("số tháng nghỉ đóng mỗi năm", unit="month", ge=0, le=11, default=None)


class PlanInputs(HistoryInputs):
    """The history is what was paid before; without ``months`` the person pays until the pension."""

    gender: Gender = gender_field()
    birth_date: BirthDate | None = field("ngày sinh", default=None)
    age: Whole | None = field("tuổi", unit="year", ge=0, le=120, default=None)
    income: Whole | None = field("thu nhập tháng chọn đóng", unit="currency-VND/month", default=None)
    category: Categories | None = category_field()
    payment_method: PaymentMethod = field("phương thức đóng", default="monthly")
    years: Whole | None = field("số năm đóng trước", unit="year", default=None)
    months: Whole | None = field(
        "chỉ đóng số tháng này rồi dừng", unit="month", ge=1, le=MOST_MONTHS, default=None
    )
    skip_months: Whole = field("số tháng nghỉ đóng mỗi năm", unit="month", ge=0, le=11, default=0)
    local_support_rate: Share | None = local_rate_field()
    fund_rate: Share | None = fund_rate_field()
    alternatives: tuple[Alternative, ...] | None = field(
        "các cách khác để so sánh", max_length=MOST_ALTERNATIVES, default=None
    )


def chosen(working: Working, inputs: PlanInputs, limits: IncomeLimits) -> Choice:
    """The plan's own way of paying; without an income the lowest one.

    :raises EstimateInputError: when income, method, years and pauses do not fit together.
    """
    if inputs.income is None:
        working.assume(f"Chưa chọn thu nhập nên tính theo mức thấp nhất {money(limits.minimum)} đồng.")
    choice = Choice(
        income=limits.minimum if inputs.income is None else inputs.income,
        payment_method=inputs.payment_method,
        years=inputs.years,
        months=inputs.months,
        skip_months=inputs.skip_months,
    )
    require_possible(working, choice, limits)
    return choice


def changed(choice: Choice, other: Alternative) -> Choice:
    """The way of an alternative: years belong to a method, so another method drops them."""
    method = other.payment_method or choice.payment_method
    kept = choice.years if method == choice.payment_method else None
    return Choice(
        income=other.income or choice.income,
        payment_method=method,
        years=other.years or kept,
        months=other.months or choice.months,
        skip_months=choice.skip_months if other.skip_months is None else other.skip_months,
    )


def require_possible(working: Working, choice: Choice, limits: IncomeLimits) -> None:
    """Refuse a way of paying that the law does not know.

    :raises EstimateInputError: for the first thing that does not fit.
    """
    limits.require(choice.income)
    if choice.payment_method == "missing_years":
        _refuse_with_one_sum(choice)
        return
    inputs = PaymentInputs(income=choice.income, payment_method=choice.payment_method, years=choice.years)
    length = paid_months(working, inputs)
    if choice.skip_months % length:
        reason = (
            f"Đóng {METHODS[choice.payment_method]} thì số tháng nghỉ mỗi năm phải chia hết cho {length}."
        )
        raise EstimateInputError("skip_months", reason, value=choice.skip_months, minimum=0)


def _refuse_with_one_sum(choice: Choice) -> None:
    given: dict[str, Any] = {
        "years": choice.years,
        "months": choice.months,
        "skip_months": choice.skip_months,
    }
    for name, value in given.items():
        if value:
            reason = f"Đóng {METHODS['missing_years']} thì không có {name}."
            raise EstimateInputError(name, reason, value=value)
