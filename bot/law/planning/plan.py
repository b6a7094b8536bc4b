"""The calculator that puts a plan together; everything is in the prices of the day of the calculation."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.law.average import average
from bot.law.birth import (
    Birth,
    age,
    parse_birth,
    require_alive,
    require_joinable,
    require_lived,
    require_matching,
)
from bot.law.calculator import Amounts, CalculatorSpec
from bot.law.errors import EstimateInputError
from bot.law.history import History
from bot.law.limits import IncomeLimits
from bot.law.methods import MISSING_MONTHS_LIMIT
from bot.law.months import Month
from bot.law.outputs import outputs
from bot.law.paid import state_share, supported_before
from bot.law.pension import MINIMUM_YEARS
from bot.law.planning.alternatives import described, title, usual
from bot.law.planning.inputs import PlanInputs, changed, chosen, require_possible
from bot.law.planning.outcome import Later, Outcome, Past, as_amounts, outcome
from bot.law.planning.schedule import Choice, Person, Schedule
from bot.law.planning.series import series
from bot.law.planning.verdict import Verdict, judge
from bot.law.retirement import missing_years_open, retirement
from bot.law.social_pension import AMOUNT, social_pension_month
from bot.law.text import money
from bot.law.working import Working


@dataclass(frozen=True, slots=True)
class _Planner:
    """What all ways of paying share: the person, what was paid before, and what comes without paying."""

    inputs: PlanInputs
    limits: IncomeLimits
    person: Person
    past: Past
    later: Later

    def carry_out(self, working: Working, choice: Choice) -> Outcome:
        instalments = Schedule(working, self.person, choice).instalments()
        return outcome(working, self.person, self.past, instalments, gender=self.inputs.gender)

    def judge(self, found: Outcome) -> list[Verdict]:
        return judge(found, self.person, self.later)

    def amounts(self, found: Outcome) -> Amounts:
        return as_amounts(found, self.person, self.later)

    def beside(self, working: Working, choice: Choice, found: Outcome) -> list[dict[str, Any]]:
        """The other ways with the same figures.

        :raises EstimateInputError: for an impossible one that was asked for, with its place in the list.
        """
        if self.inputs.alternatives is None:
            others = list(usual(working, choice, self.person, self.limits, found))
        else:
            others = [changed(choice, other) for other in self.inputs.alternatives]
        return [self._aside(working.at(working.on), other, place) for place, other in enumerate(others)]

    def _aside(self, silent: Working, other: Choice, place: int) -> dict[str, Any]:
        try:
            require_possible(silent, other, self.limits)
        except EstimateInputError as error:
            error.field, error.path = "alternatives", f"alternatives.{place}.{error.field}"
            raise
        found = self.carry_out(silent, other)
        verdicts = self.judge(found)
        judged = {"worthwhile": not verdicts, "warnings": [text for _, text, _ in verdicts]}
        return {"title": title(other)} | described(other) | self.amounts(found) | judged


def _compute(working: Working, inputs: PlanInputs) -> Amounts:
    limits, birth = IncomeLimits.of(working), _birth(working, inputs)
    choice, history = chosen(working, inputs, limits), History.of(working, inputs)
    require_lived(working, birth, history.months)
    planner = _Planner(
        inputs=inputs,
        limits=limits,
        person=_person(working, inputs, history, birth),
        past=_past(working, inputs, history, choice),
        later=Later(working.whole(AMOUNT), social_pension_month(working, birth, inputs.category)),
    )
    found = planner.carry_out(working, choice)
    verdicts = planner.judge(found)
    _explain(working, found, choice)
    for code, text, data in verdicts:
        working.warn(code, text, **data)
    retired = retirement(working, gender=inputs.gender, birth=birth)
    return {
        "age": age(retired.age),
        "retirement_month": str(retired.month),
        **planner.amounts(found),
        "worthwhile": not verdicts,
        "alternatives": planner.beside(working, choice, found),
        "series": series(found, start=Month.of(working.on)),
    }


def _birth(working: Working, inputs: PlanInputs) -> Birth:
    """The birth date, or 1 January of the year that an age in years points to."""
    birth = inputs.birth_date
    if birth is None:
        if inputs.age is None:
            raise EstimateInputError("birth_date", "Cần cho biết ngày sinh, năm sinh hoặc tuổi.")
        birth = parse_birth(working.on.year - inputs.age)
    require_alive(working, birth)
    require_matching(working, birth, age=inputs.age)
    require_joinable(working, birth, age=inputs.age)
    return birth


def _person(working: Working, inputs: PlanInputs, history: History, birth: Birth) -> Person:
    return Person(
        already=history.months,
        paid_to=history.last,
        supported=supported_before(working, history, inputs.category),
        needed=12 * working.whole(MINIMUM_YEARS),
        buyable=working.whole(MISSING_MONTHS_LIMIT),
        retires=retirement(working, gender=inputs.gender, birth=birth).month,
        opens=missing_years_open(working, gender=inputs.gender, birth=birth),
        category=inputs.category,
        local_support_rate=inputs.local_support_rate,
        fund_rate=inputs.fund_rate,
    )


def _past(working: Working, inputs: PlanInputs, history: History, choice: Choice) -> Past:
    """What was paid before; where its income is not known, the chosen one stands in."""
    if not history.months:
        return Past(history, Decimal(0), 0)
    if not history.periods and history.stated_average is None:
        working.assume("Các tháng đã đóng tính theo thu nhập đang chọn, vì chưa biết mức bình quân.")
        return Past(history, Decimal(choice.income), 0)
    mean = average(working, history, benefit_year=inputs.benefit_year)
    silent = working.ahead(working.on)
    return Past(history, mean, state_share(silent, history, inputs.category))


def _explain(working: Working, found: Outcome, choice: Choice) -> None:
    working.assume("Tính theo giá và mức đã biết của ngày tính; lương hưu thật sẽ theo luật lúc hưởng.")
    raised = next((i for i in found.instalments if i.income != choice.income), None)
    if raised:
        text = f"Từ tháng {raised.month.vietnamese} thu nhập chọn đóng phải từ {money(raised.income)} đồng."
        working.warn("income_raised", text, month=str(raised.month), income=raised.income)
    total = f"{money(found.totals.gross)} − {money(found.totals.support)} = {money(found.totals.payable)}"
    working.step(
        "total_payable", f"Tổng tiền nộp trong {found.totals.months} tháng", total, found.totals.payable
    )
    if found.pension and found.payback_months is not None:
        formula = (
            f"{money(found.totals.payable)} ÷ {money(found.pension.monthly)} = {found.payback_months} tháng"
        )
        working.step(
            "payback_months", "Số tháng lương hưu bằng số tiền đã nộp", formula, found.payback_months
        )


PLAN = CalculatorSpec(
    name="plan",
    title="Kế hoạch tham gia",
    doc=(
        "Bức tranh cả đời của một người: nộp bây giờ, tổng phải nộp, phần Nhà nước, tháng và mức lương hưu theo giá "
        "hôm nay, bao lâu thì hoàn vốn, nếu nhận một lần, gia đình được gì, và các cách đóng khác đặt cạnh nhau. "
        "series là từng năm: đã nộp, Nhà nước góp, lương hưu đã nhận."
    ),
    model=PlanInputs,
    outputs=outputs(
        "age",
        "retirement_month",
        "payable",
        "total_payable",
        "total_gross",
        "total_state_support",
        "total_local_support",
        "months",
        "total_months",
        "months_needed",
        "last_payment",
        "average_income",
        "pension_from",
        "rate",
        "monthly_pension",
        "one_time_allowance",
        "payback_months",
        "break_even_month",
        "lump_sum",
        "survivor",
        "survivor_of_pensioner",
        "funeral",
        "health_card",
        "worthwhile",
        "alternatives",
        "series",
    ),
    compute=_compute,
)
