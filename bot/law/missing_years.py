"""Paying the missing months in one sum at retirement age: who, from when, how much, what pension then.

Law 41/2024, article 36 clause 2 point e and clause 3 point e; decree 159/2025, article 7.
"""

from decimal import Decimal

from bot.law.average import average
from bot.law.birth import require_alive, require_lived
from bot.law.calculator import Amounts, CalculatorSpec
from bot.law.errors import EstimateInputError
from bot.law.history import Bought, History, HistoryInputs
from bot.law.inputs import BirthDate, Categories, Gender, Share, Whole, field
from bot.law.limits import IncomeLimits
from bot.law.methods import MISSING_MONTHS_LIMIT, fund_rate_field
from bot.law.months import Month
from bot.law.outputs import outputs
from bot.law.paid import supported_before
from bot.law.payment import ContributionInputs, explain, payment
from bot.law.pension import MINIMUM_YEARS, pension, pension_start
from bot.law.retirement import gender_field, missing_years_open, retirement
from bot.law.support import category_field, local_rate_field
from bot.law.text import whole_dong
from bot.law.working import Working


class MissingYearsInputs(HistoryInputs):
    gender: Gender = gender_field()
    birth_date: BirthDate = field("ngày sinh")
    income: Whole = field("thu nhập tháng chọn đóng", unit="currency-VND/month")
    category: Categories | None = category_field()
    local_support_rate: Share | None = local_rate_field()
    fund_rate: Share | None = fund_rate_field()


def missing_months(working: Working, months: int) -> int:
    """How many months lack for a pension.

    :raises EstimateInputError: when none lack, or more than may be paid in one sum.
    """
    needed, limit = 12 * working.whole(MINIMUM_YEARS), working.dated(MISSING_MONTHS_LIMIT)
    missing, most = needed - months, int(limit.number)
    if missing <= 0:
        reason = f"Đã đóng {months} tháng, đủ {needed} tháng nên không còn thiếu tháng nào."
    elif missing > most:
        reason = (
            f"Còn thiếu {missing} tháng, chỉ được đóng một lần khi còn thiếu nhiều nhất {most} tháng; "
            f"cần đóng thêm {missing - most} tháng theo cách khác trước."
        )
    else:
        return missing
    raise EstimateInputError(
        "months_paid",
        reason,
        value=months,
        minimum=needed - most,
        maximum=needed - 1,
        reference=limit.reference,
    )


def _compute(working: Working, inputs: MissingYearsInputs) -> Amounts:
    require_alive(working, inputs.birth_date)
    IncomeLimits.of(working).require(inputs.income)
    history = History.of(working, inputs)
    require_lived(working, inputs.birth_date, history.months)
    missing = missing_months(working, history.months)
    opens = missing_years_open(working, gender=inputs.gender, birth=inputs.birth_date)
    working.step("opens", "Được đóng sớm nhất từ tháng", opens.vietnamese, str(opens))
    if Month.of(working.on) < opens:
        text = f"Đến tháng {opens.vietnamese} mới được đóng; số tiền tính theo mức của ngày {working.on:%d/%m/%Y}."
        working.warn("not_open_yet", text, opens=str(opens))
    choice = _choice(working, inputs, history, missing)
    found = payment(working, choice, income=inputs.income)
    explain(working, choice, found)
    return {
        "payable": found.payable,
        "gross": found.gross.amount,
        "state_support": found.state_support,
        "local_support": found.local_support,
        "missing_months": missing,
        "opens": str(opens),
    } | _pension_then(working, inputs, history, missing)


def _choice(
    working: Working, inputs: MissingYearsInputs, history: History, missing: int
) -> ContributionInputs:
    return ContributionInputs(
        months_paid=supported_before(working, history, inputs.category),
        income=inputs.income,
        payment_method="missing_years",
        missing_months=missing,
        category=inputs.category,
        local_support_rate=inputs.local_support_rate,
        fund_rate=inputs.fund_rate,
    )


def _pension_then(working: Working, inputs: MissingYearsInputs, history: History, missing: int) -> Amounts:
    """The pension after the payment, and its amount where the income of the earlier months is known."""
    whole = History(
        history.voluntary,
        history.compulsory,
        history.stated_months,
        history.stated_average,
        Bought(missing, inputs.income),
    )
    aged = retirement(working, gender=inputs.gender, birth=inputs.birth_date).month
    start = pension_start(working, aged, whole)
    if not history.periods and history.stated_average is None:
        return {"pension_from": str(start)}
    mean = average(working, whole, benefit_year=inputs.benefit_year)
    found = pension(
        working, gender=inputs.gender, months=whole.months, mean=mean, compulsory=history.compulsory_months
    )
    return {
        "pension_from": str(start),
        "monthly_pension": found.monthly,
        "rate": found.rate,
        "average_income": whole_dong(Decimal(mean)),
    }


MISSING_YEARS = CalculatorSpec(
    name="missing_years",
    title="Đóng một lần cho thời gian còn thiếu",
    doc=(
        "Ai được đóng một lần cho các tháng còn thiếu, từ tháng nào, bao nhiêu tiền và lương hưu sau đó; có lương "
        "hưu khi biết mức bình quân hoặc các giai đoạn đã đóng."
    ),
    model=MissingYearsInputs,
    outputs=outputs(
        "payable",
        "gross",
        "state_support",
        "local_support",
        "missing_months",
        "opens",
        "pension_from",
        "monthly_pension",
        "rate",
        "average_income",
    ),
    compute=_compute,
)
