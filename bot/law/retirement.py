"""The month in which the retirement age is reached (labour code, article 169; decree 135/2020, article 4)."""

from dataclasses import dataclass

from bot.law.birth import Birth, age, age_text, require_alive
from bot.law.calculator import Amounts, CalculatorSpec
from bot.law.history import History, HistoryInputs
from bot.law.inputs import GENDERS, BirthDate, Gender, field
from bot.law.months import Month
from bot.law.outputs import outputs
from bot.law.working import Working

EARLY_JOINER = "pension.early_joiner"
OPENS_MONTHS_BEFORE = "payment.missing_years_opens_months_before"


@dataclass(frozen=True, slots=True)
class Retirement:
    """The age in months and the month in which it is reached; the pension begins the month after."""

    age: int
    month: Month


def retirement(working: Working, *, gender: str, birth: Birth) -> Retirement:
    """The first year whose age is reached in that year or before decides."""
    name = f"pension.retirement_age.{gender}"
    series = working.parameter(name).values
    for dated in series[:-1]:
        month = birth.reaches(int(dated.number))
        if dated.valid_to and month.first_day <= dated.valid_to:
            break
    else:
        dated = series[-1]
    months = working.whole(name, on=dated.valid_from)
    return Retirement(months, birth.reaches(months))


def missing_years_open(working: Working, *, gender: str, birth: Birth) -> Month:
    """The first month in which missing months may be paid in one sum (law 41/2024, article 36 clause 3 point e)."""
    aged = retirement(working, gender=gender, birth=birth).month
    return aged.plus(-working.whole(OPENS_MONTHS_BEFORE))


def gender_field() -> Gender:
    chosen: Gender = field("giới tính")
    return chosen


class RetirementInputs(HistoryInputs):
    gender: Gender = gender_field()
    birth_date: BirthDate = field("ngày sinh")


def _compute(working: Working, inputs: RetirementInputs) -> Amounts:
    require_alive(working, inputs.birth_date)
    found = retirement(working, gender=inputs.gender, birth=inputs.birth_date)
    start = found.month.plus(1)
    working.step(
        "retirement_month",
        f"Tuổi nghỉ hưu của lao động {GENDERS[inputs.gender]} sinh {inputs.birth_date.month.vietnamese}",
        f"{inputs.birth_date.month.vietnamese} + {age_text(found.age)} = {found.month.vietnamese}",
        str(found.month),
    )
    working.step(
        "pension_from",
        "Lương hưu tính từ tháng liền sau, khi đã đủ số năm đóng",
        start.vietnamese,
        str(start),
    )
    working.cite_parameter(f"pension.retirement_age.{inputs.gender}")
    ordinary: Amounts = {
        "age": age(found.age),
        "retirement_month": str(found.month),
        "pension_from": str(start),
    }
    return ordinary | _early(working, inputs)


def _early(working: Working, inputs: RetirementInputs) -> Amounts:
    """The old ages that who joined the voluntary scheme early may choose (law 41/2024, article 141 clause 9)."""
    voluntary = History.of(working, inputs).voluntary
    if not voluntary:
        return {}
    before = working.day(f"{EARLY_JOINER}.before")
    if min(period.start for period in voluntary).first_day >= before:
        return {}
    months = working.whole(f"{EARLY_JOINER}.age.{inputs.gender}")
    needed = 12 * working.whole(f"{EARLY_JOINER}.years")
    missing = max(0, needed - sum(period.months for period in voluntary))
    month = inputs.birth_date.reaches(months)
    working.step(
        "early_retirement_month",
        f"Đóng tự nguyện trước {before:%d/%m/%Y} và đủ {needed // 12} năm tự nguyện thì được chọn tuổi cũ",
        f"{inputs.birth_date.month.vietnamese} + {age_text(months)} = {month.vietnamese}",
        str(month),
    )
    if missing:
        text = f"Muốn nghỉ khi {age_text(months)} thì còn thiếu {missing} tháng đóng tự nguyện."
        working.warn("early_age_needs_months", text, missing=missing)
    return {"early_age": age(months), "early_retirement_month": str(month), "early_missing_months": missing}


RETIREMENT_AGE = CalculatorSpec(
    name="retirement_age",
    title="Tuổi nghỉ hưu",
    doc=(
        "Tuổi và tháng đủ tuổi nghỉ hưu theo ngày, tháng hoặc năm sinh; nếu các giai đoạn tự nguyện bắt đầu "
        "sớm thì có thêm lựa chọn tuổi cũ."
    ),
    model=RetirementInputs,
    outputs=outputs(
        "age",
        "retirement_month",
        "pension_from",
        "early_age",
        "early_retirement_month",
        "early_missing_months",
    ),
    compute=_compute,
)
