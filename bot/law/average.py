"""The average income behind every benefit (law 41/2024, article 104; decree 159/2025, articles 10 and 11)."""

from datetime import date
from decimal import Decimal

from bot.law.calculator import Amounts, CalculatorSpec
from bot.law.errors import EstimateInputError
from bot.law.history import Bought, BoughtInputs, History, Period
from bot.law.outputs import outputs
from bot.law.text import money, number, whole_dong
from bot.law.working import Working

INCOME_INDEX = "pension.income_index"


def average(working: Working, history: History, *, benefit_year: int | None) -> Decimal:
    """The mean of all months, each at the prices of the year before the benefit, not rounded.

    :raises EstimateInputError: when neither an average nor periods are given, or a year has no index.
    :raises ParameterMissingError: when the index of the benefit's year is not published.
    """
    total = _stated(history)
    total += _indexed(working, history.voluntary, working.on.year if benefit_year is None else benefit_year)
    total += _compulsory(working, history.compulsory)
    total += _bought(working, history.bought)
    if not history.months:
        return Decimal(history.stated_average or 0)
    mean = total / history.months
    if history.periods or history.bought:
        formula = f"{money(total)} ÷ {history.months} tháng = {money(mean)}"
        working.step("average_income", "Mức bình quân thu nhập", formula, whole_dong(mean))
    return mean


def _bought(working: Working, bought: Bought | None) -> Decimal:
    if bought is None:
        return Decimal(0)
    total = bought.income * bought.months
    formula = f"{bought.months} × {money(bought.income)} = {money(total)}"
    working.step("bought", "Các tháng đóng một lần, hệ số 1", formula, total)
    return Decimal(total)


def _stated(history: History) -> Decimal:
    """The sum behind a stated average.

    :raises EstimateInputError: when nothing is known about the income of some months.
    """
    if history.stated_average is None and (history.stated_months or not history.periods):
        raise EstimateInputError("average_income", "Cần mức bình quân thu nhập hoặc các giai đoạn đã đóng.")
    return Decimal((history.stated_average or 0) * history.stated_months)


def _indexed(working: Working, periods: tuple[Period, ...], benefit_year: int) -> Decimal:
    if not periods:
        return Decimal(0)
    table = working.table(INCOME_INDEX, on=_first_day(benefit_year))
    total = Decimal(0)
    for period in periods:
        for year, months in period.by_year():
            if year not in table:
                raise EstimateInputError(
                    "voluntary_periods",
                    f"Chưa có hệ số điều chỉnh cho năm {year} khi hưởng năm {benefit_year}.",
                    value=year,
                    minimum=min(table),
                    maximum=max(table),
                    reference=working.dated(INCOME_INDEX, on=_first_day(benefit_year)).reference,
                )
            part = period.income * months * table[year]
            formula = f"{months} × {money(period.income)} × {number(table[year])} = {money(part)}"
            working.step("indexed", f"Năm {year}: tháng × thu nhập × hệ số", formula, whole_dong(part))
            total += part
    return total


def _first_day(year: int) -> date:
    """The first day of a benefit's year.

    :raises EstimateInputError: for a number that is no year.
    """
    try:
        return date(year, 1, 1)
    except ValueError:
        raise EstimateInputError("benefit_year", f"Không có năm {year}.", value=year) from None


def _compulsory(working: Working, periods: tuple[Period, ...]) -> Decimal:
    if not periods:
        return Decimal(0)
    working.assume(
        "Tiền lương các giai đoạn bắt buộc là mức bình quân đã điều chỉnh do cơ quan bảo hiểm xã hội xác nhận."
    )
    total = sum(period.income * period.months for period in periods)
    months = sum(period.months for period in periods)
    working.step("compulsory", f"Thời gian bắt buộc: {months} tháng", money(total), total)
    return Decimal(total)


def _compute(working: Working, inputs: BoughtInputs) -> Amounts:
    history = History.of(working, inputs)
    mean = average(working, history, benefit_year=inputs.benefit_year)
    return {"average_income": whole_dong(mean), "months": history.months}


AVERAGE_INCOME = CalculatorSpec(
    name="average_income",
    title="Mức bình quân thu nhập",
    doc="Bình quân thu nhập của toàn bộ thời gian đóng, đã điều chỉnh theo hệ số của năm hưởng.",
    model=BoughtInputs,
    outputs=outputs("average_income", "months"),
    compute=_compute,
)
