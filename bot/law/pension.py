"""The monthly pension: rate, amount, one-time allowance and first month (law 41/2024, articles 98 to 101)."""

from dataclasses import dataclass
from decimal import Decimal

from bot.law.average import average
from bot.law.birth import require_alive
from bot.law.calculator import Amounts, CalculatorSpec
from bot.law.errors import EstimateInputError
from bot.law.history import BoughtInputs, History, counted_years
from bot.law.inputs import GENDERS, BirthDate, Gender, Inputs, Whole, field
from bot.law.limits import IncomeLimits
from bot.law.methods import MISSING_MONTHS_LIMIT, MOST_MONTHS
from bot.law.months import Month
from bot.law.outputs import outputs
from bot.law.retirement import gender_field, retirement
from bot.law.text import money, number, percent, whole_dong
from bot.law.working import Working

MINIMUM_YEARS = "pension.minimum_years"
REFERENCE_LEVEL = "scheme.reference_level"
LAW_2024 = "scheme.law_2024_first_day"


def require_enough(working: Working, months: int) -> None:
    """Refuse a time that gives no pension; a year is full twelve months (law 41/2024, article 5 clause 6).

    :raises EstimateInputError: below the years that the law asks for.
    """
    years = working.dated(MINIMUM_YEARS)
    needed = 12 * int(years.number)
    if months < needed:
        reason = (
            f"Phải đóng đủ {number(years.number)} năm ({needed} tháng) mới có lương hưu; "
            f"{months} tháng thì còn thiếu {needed - months} tháng."
        )
        raise EstimateInputError(
            "months_paid", reason, value=months, minimum=needed, reference=years.reference
        )


def require_bought(working: Working, history: History) -> None:
    """Refuse to buy more missing months than are missing, or on an income that may not be chosen.

    :raises EstimateInputError: with how many may be bought, or the limits of the income.
    """
    if history.bought is None:
        return
    IncomeLimits.of(working).require(history.bought.income)
    limit, needed = working.dated(MISSING_MONTHS_LIMIT), 12 * working.whole(MINIMUM_YEARS)
    missing = max(0, needed - history.months + history.bought.months)
    most = min(int(limit.number), missing)
    if history.bought.months > most:
        reason = f"Còn thiếu {missing} tháng; được đóng một lần nhiều nhất {most} tháng."
        raise EstimateInputError(
            "missing_months",
            reason,
            value=history.bought.months,
            maximum=most,
            reference=limit.reference,
        )


def pension_rate(working: Working, *, gender: str, months: int) -> Decimal:
    """The share of the average income (law 41/2024, article 99)."""
    years = counted_years(working, months)
    base_years = working.value(f"pension.rate.base_years.{gender}")
    if years < base_years:
        start, base, per_year = (
            working.value(MINIMUM_YEARS),
            working.value("pension.rate.short.base"),
            working.value("pension.rate.short.per_year"),
        )
    else:
        start, base, per_year = (
            base_years,
            working.value("pension.rate.base"),
            working.value(f"pension.rate.per_year.{gender}"),
        )
    most = working.value("pension.rate.maximum")
    rate = min(most, base + (years - start) * per_year)
    extra = f" + {number(years - start)} năm × {percent(per_year)}" if years > start else ""
    cap = f", nhiều nhất {percent(most)}" if base + (years - start) * per_year > most else ""
    working.step(
        "rate",
        f"Tỷ lệ hưởng của lao động {GENDERS[gender]} đóng {months} tháng, tính là {number(years)} năm",
        f"{percent(base)}{extra}{cap} = {percent(rate)}" if extra else percent(rate),
        rate,
    )
    return rate


@dataclass(frozen=True, slots=True)
class Pension:
    """Whole đồng; ``one_time`` is the allowance for the years beyond the highest rate."""

    months: int
    rate: Decimal
    average: Decimal
    monthly: int
    one_time: int


def pension(
    working: Working,
    *,
    gender: str,
    months: int,
    mean: Decimal,
    months_after_age: int = 0,
    compulsory: int = 0,
) -> Pension:
    """The pension for a time and an average income.

    :param months_after_age: of the months, how many were paid after the retirement age.
    :param compulsory: of the months, how many were compulsory before the law of 2024.
    """
    rate = pension_rate(working, gender=gender, months=months)
    monthly = whole_dong(rate * mean)
    working.step(
        "monthly_pension",
        "Lương hưu mỗi tháng",
        f"{percent(rate)} × {money(mean)} = {money(monthly)}",
        monthly,
    )
    return Pension(
        months=months,
        rate=rate,
        average=mean,
        monthly=_at_least_floor(working, monthly, compulsory),
        one_time=_one_time(working, gender, months, months_after_age, mean),
    )


def _at_least_floor(working: Working, monthly: int, compulsory: int) -> int:
    """Long compulsory time lifts a low pension to the reference level (law 41/2024, article 141 clause 11)."""
    if not compulsory:
        return monthly
    years, floor = working.whole("pension.floor_compulsory_years"), working.whole(REFERENCE_LEVEL)
    if compulsory < 12 * years or monthly >= floor:
        return monthly
    working.assume("Thời gian bắt buộc thuộc diện được bảo đảm lương hưu thấp nhất bằng mức tham chiếu.")
    working.step(
        "floor",
        f"Đóng bắt buộc đủ {years} năm nên lương hưu thấp nhất bằng mức tham chiếu",
        money(floor),
        floor,
    )
    return floor


def _one_time(working: Working, gender: str, months: int, months_after_age: int, mean: Decimal) -> int:
    above = working.value(f"pension.one_time.above_years.{gender}")
    extra = max(Decimal(0), counted_years(working, months) - above)
    if not extra:
        return 0
    later = min(extra, counted_years(working, months_after_age))
    multiple = working.value("pension.one_time.multiple")
    multiple_later = working.value("pension.one_time.multiple_after_age")
    amount = whole_dong(((extra - later) * multiple + later * multiple_later) * mean)
    parts = [
        f"{number(years)} năm × {number(factor)}"
        for years, factor in ((extra - later, multiple), (later, multiple_later))
        if years
    ]
    working.step(
        "one_time_allowance",
        f"Trợ cấp một lần cho phần đóng quá {number(above)} năm",
        f"({' + '.join(parts)}) × {money(mean)} = {money(amount)}",
        amount,
    )
    return amount


class RateInputs(Inputs):
    gender: Gender = gender_field()
    months_paid: Whole = field("tổng số tháng đã đóng", unit="month", ge=0, le=MOST_MONTHS)


def _compute_rate(working: Working, inputs: RateInputs) -> Amounts:
    require_enough(working, inputs.months_paid)
    rate = pension_rate(working, gender=inputs.gender, months=inputs.months_paid)
    return {"rate": rate, "years": counted_years(working, inputs.months_paid)}


PENSION_RATE = CalculatorSpec(
    name="pension_rate",
    title="Tỷ lệ lương hưu",
    doc="Tỷ lệ lương hưu trên mức bình quân thu nhập, theo giới tính và số tháng đã đóng.",
    model=RateInputs,
    outputs=outputs("rate", "years"),
    compute=_compute_rate,
)


class PensionInputs(BoughtInputs):
    gender: Gender = gender_field()
    birth_date: BirthDate | None = field("ngày sinh", default=None)
    months_after_age: Whole | None = field(
        "số tháng đóng sau tuổi nghỉ hưu", unit="month", ge=0, le=MOST_MONTHS, default=None
    )


def _compute(working: Working, inputs: PensionInputs) -> Amounts:
    history = History.of(working, inputs)
    require_enough(working, history.months)
    require_bought(working, history)
    mean = average(working, history, benefit_year=inputs.benefit_year)
    found = pension(
        working,
        gender=inputs.gender,
        months=history.months,
        mean=mean,
        months_after_age=_after_age(working, inputs, history),
        compulsory=history.compulsory_months,
    )
    return {
        "monthly_pension": found.monthly,
        "rate": found.rate,
        "average_income": whole_dong(mean),
        "one_time_allowance": found.one_time,
        "months": found.months,
    } | _start(working, inputs, history)


def _after_age(working: Working, inputs: PensionInputs, history: History) -> int:
    """The months paid after the retirement age: told, or counted from the periods."""
    if inputs.months_after_age is not None:
        return _within_all(inputs.months_after_age, history.months)
    if inputs.birth_date is None or not history.periods:
        return 0
    month = retirement(working, gender=inputs.gender, birth=inputs.birth_date).month
    paid = history.voluntary_months + history.compulsory_months
    return paid - history.months_before(month.plus(1))


def _within_all(after_age: int, months: int) -> int:
    if after_age > months:
        reason = f"Số tháng đóng sau tuổi nghỉ hưu không thể nhiều hơn {months} tháng đã đóng."
        raise EstimateInputError("months_after_age", reason, value=after_age, minimum=0, maximum=months)
    return after_age


def _start(working: Working, inputs: PensionInputs, history: History) -> Amounts:
    """The first month of the pension (law 41/2024, article 101; circular 11/2025, article 5)."""
    if inputs.birth_date is None:
        working.assume("Đã đủ tuổi nghỉ hưu.")
        return {}
    require_alive(working, inputs.birth_date)
    aged = retirement(working, gender=inputs.gender, birth=inputs.birth_date).month
    start = pension_start(working, aged, history)
    working.step("pension_from", "Tháng đầu có lương hưu", start.vietnamese, str(start))
    if aged > Month.of(working.on):
        working.warn(
            "not_yet_of_age",
            f"Đến tháng {aged.vietnamese} mới đủ tuổi; số tiền trên tính theo mức của ngày {working.on:%d/%m/%Y}.",
            retirement_month=str(aged),
        )
    return {"retirement_month": str(aged), "pension_from": str(start)}


def pension_start(working: Working, aged: Month, history: History) -> Month:
    """The month after the last of: the age, the last month paid, the sum for missing months, the day of the law.

    Who had fewer years than the law of 2014 asked for draws from the law of 2024 on at the earliest
    (circular 11/2025, article 5 clause 4).
    """
    met = [aged]
    if history.last:
        met.append(history.last)
    if history.bought:
        met.append(Month.of(working.on))
    start = max(met).plus(1)
    first = working.parameter(LAW_2024).values[0].valid_from
    earlier_years = working.parameter(MINIMUM_YEARS).values[0].number
    if history.months < 12 * earlier_years and working.on >= first:
        start = max(start, Month.of(first))
    return start


PENSION = CalculatorSpec(
    name="pension",
    title="Lương hưu",
    doc=(
        "Lương hưu mỗi tháng từ số tháng và mức bình quân, hoặc từ các giai đoạn đã đóng; kèm trợ cấp một lần "
        "cho phần đóng vượt và tháng đầu có lương hưu. missing_months và income là phần đóng một lần còn thiếu."
    ),
    model=PensionInputs,
    outputs=outputs(
        "monthly_pension",
        "rate",
        "average_income",
        "one_time_allowance",
        "months",
        "retirement_month",
        "pension_from",
    ),
    compute=_compute,
)
