"""The figure behind a question: what the person has told is computed, what is missing is an example that says so.

Each function here answers one question. It gives the message and its arguments, or nothing where the question asks
for no figure that could be computed. What the law refuses is told with its reason, never guessed around.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker

from bot.actions.answers import entity_values
from bot.actions.person import insured, local_support
from bot.actions.scope import Toolbox, current_scope
from bot.actions.sub_answers import plain
from bot.law import EstimateInputError, ParameterMissingError
from bot.rendering import Insured

# A person who tells nothing gets an example: five years paid, four months left of a year, a woman of sixty.
_EXAMPLE_MONTHS, _EXAMPLE_LEFT, _EXAMPLE_AGE, _EXAMPLE_GENDER = 60, 4, 60, "female"
_GENDERS = ("male", "female")
# More lines than this nobody reads on a phone.
_MOST_LINES = 11
_PERIODS = {"quarterly": 3, "half_yearly": 6, "yearly": 12}
_ASKS_AMOUNT = re.compile(
    r"\b(?:bao nhieu|may tien|may trieu|may dong|duoc may|het may|mat may|con may|tinh (?:ho|giup|cho|thu|xem|toan)"
    r"|duoc khoang|khoang bao|tong cong|tat ca (?:het|la)|so tien)\b"
)
# Why a lump sum is asked for or a payment given back, by the words that tell it; the first that fits.
_LUMP_SUM_CASES = {
    "emigration": r"\b(?:nuoc ngoai|dinh cu|xuat canh|di my|di uc|di han|di nhat)\b",
    "illness": r"\b(?:ung thu|bai liet|xo gan|lao nang|aids|hiv|benh nang|hiem ngheo)\b",
    "disability": r"\b(?:khuyet tat|mat suc|suy giam|tan tat|liet)\b",
}
_MONTHS_OF_A_CARD = re.compile(r"\b([1-9]|1[0-2]) ?thang\b")
_MONTHS_DRAWN = re.compile(r"\b(\d{1,3}) ?thang\b")
_PENSION = re.compile(r"\bluong huu\b")
_CHILDREN = {"sinh ba": 3, "sinh doi": 2}
_GROUNDS = {
    "overlap": r"\b(?:trung|chong|hai noi|2 noi|ca hai ben|dong thua)\b",
    "death": r"\b(?:chet|qua doi|tu vong|mat roi|vua mat|mat thi|da mat)\b",
    "pension": r"\b(?:luong huu|du tuoi|nghi huu|ve huu)\b",
    "lump_sum": r"\b(?:rut|mot lan|1 lan)\b",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A message and what it is filled with; ``own`` is whether it rests on what the person told."""

    response: str
    arguments: Mapping[str, Any]
    own: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of one person."""

    toolbox: Toolbox
    tracker: Tracker

    @property
    def person(self) -> Insured:
        return insured(self.tracker)

    @property
    def words(self) -> str:
        return plain(self.tracker.latest_message.get("text") or "")

    def slot(self, name: str) -> Any:
        return self.tracker.get_slot(name)

    def values(self, *entities: str) -> list[Any]:
        """What the latest message names of these."""
        return [value for entity in entities for value in entity_values(self.tracker, entity)]

    def income(self) -> int:
        """The person's income, else the lowest that may be chosen."""
        limits = self.toolbox.law.estimate("contribution_limits", on=current_scope().today)
        return self.person.income or int(limits.amounts["minimum_income"])

    def first(self, patterns: Mapping[str, str], default: str | None = None) -> str | None:
        """The first name whose pattern the words fit."""
        return next((name for name, pattern in patterns.items() if re.search(pattern, self.words)), default)

    def figure(self, response: str, arguments: Mapping[str, Any], *, own: bool) -> Figure:
        """A figure whose message hears what is an example, and whether the income is one."""
        assumed = self.slot("income") is None and not self.person.periods
        return Figure(response, {**arguments, "own": own, "assumed": assumed}, own)

    def compute(self, calculator: str, **inputs: Any) -> dict[str, Any]:
        """``estimate`` in its JSON form, or ``refusal`` with the law's reason and article; the other is None."""
        try:
            estimate = self.toolbox.law.estimate(calculator, on=current_scope().today, **inputs).as_dict()
        except (EstimateInputError, ParameterMissingError) as error:
            return {"estimate": None, "refusal": error.as_dict()}
        return {"estimate": estimate, "refusal": None}


def asks_amount(text: str) -> bool:
    """Whether a question is about a sum of money."""
    return bool(_ASKS_AMOUNT.search(plain(text)))


def figure_for(toolbox: Toolbox, tracker: Tracker) -> Figure | None:
    """The figure that the latest question asks for."""
    intent = tracker.latest_message["intent"]["name"].partition("/")[0]
    answer = _ANSWERS.get(intent)
    return answer(Asked(toolbox, tracker)) if answer else None


def history(person: Insured, *, average: int, months: int | None = None) -> dict[str, Any]:
    """What was paid, as the calculators take it: the stretches where their incomes are known, else their sum.

    :param average: the income of what was named without one; nothing stands in for it when it is zero.
    :param months: how long, where no stretches are known.
    """
    named = [
        {"from": period["from"], "to": period["to"], "income": period.get("income") or average}
        for period in person.periods
    ]
    if named and all(period["income"] for period in named):
        return {"voluntary_periods": named}
    return {"months_paid": months or person.months_paid, "average_income": average}


def pension_figures(toolbox: Toolbox, tracker: Tracker) -> Figure | None:
    """The pension of a length of time that the person names, for the gender named or for both.

    Also the average income of the stretches that were named; nothing when no time was named at all.
    """
    asked = Asked(toolbox, tracker)
    person = asked.person
    months = person.planned_months or person.months_paid
    if not months:
        return None
    paid = history(person, average=asked.income())
    average = asked.compute("average_income", **paid) if "voluntary_periods" in paid else None
    if person.planned_months or "voluntary_periods" not in paid:
        mean = _mean(average) or asked.income()
        paid = {"months_paid": months, "average_income": mean}
    found = {gender: asked.compute("pension", gender=gender, **paid) for gender in person.genders}
    pensions = {gender: found[gender]["estimate"] if gender in found else None for gender in _GENDERS}
    refusal = next((one["refusal"] for one in found.values() if one["refusal"]), None)
    arguments = {**pensions, "refusal": refusal, "average": average and average["estimate"]}
    return asked.figure(
        "utter_pension_figure", arguments | {"by_year": len(_steps(average)) <= _MOST_LINES}, own=True
    )


def _steps(found: dict[str, Any] | None) -> list[Any]:
    return found["estimate"]["steps"] if found and found["estimate"] else []


def _mean(average: dict[str, Any] | None) -> int | None:
    estimate = average and average["estimate"]
    return estimate["amounts"]["average_income"] if estimate else None


def _lump_sum(asked: Asked) -> Figure:
    if _ALLOWANCE.search(asked.words):
        return monthly_allowance(asked.toolbox, asked.tracker)
    person = asked.person
    months = person.months_paid or person.planned_months
    paid = history(person, average=asked.income(), months=months or _EXAMPLE_MONTHS)
    case = asked.first(_LUMP_SUM_CASES)
    who = {"category": asked.slot("category")}
    if case is None and months and person.birth and person.gender:
        at_age = {"gender": person.gender, "birth_date": person.birth}
        found = asked.compute("lump_sum", case="retirement_age", **paid, **who, **at_age)
        case = "retirement_age" if found["estimate"] else None
    found = asked.compute("lump_sum", case=case or "stopped_paying", **paid, **who)
    if case is None and found["refusal"] and found["refusal"]["field"] == "case":
        # Not yet, or not for this reason: what it would come to at the retirement age is the same sum.
        found["estimate"] = asked.compute("lump_sum", case="retirement_age", **paid, **who)["estimate"]
    return asked.figure("utter_lump_sum_figure", found, own=bool(months))


def _refund(asked: Asked) -> Figure:
    ground = asked.first(_GROUNDS, "compulsory")
    method, years = _paid_at_once(asked, default="monthly" if ground == "overlap" else "yearly")
    left = _months_left(asked, method, years)
    found = asked.compute(
        "refund",
        ground=ground,
        income=asked.income(),
        payment_method=method,
        years=years,
        months_left=left or _EXAMPLE_LEFT,
        category=asked.slot("category"),
        **local_support(asked.toolbox),
    )
    return asked.figure("utter_refund_figure", {**found, "ground": ground}, own=left is not None)


def _paid_at_once(asked: Asked, *, default: str) -> tuple[str, int | None]:
    """The way of paying, named or told by the length of the period, and its years where it is years ahead."""
    method = asked.slot("payment_method")
    if method == "multi_year" and asked.slot("years"):
        return method, asked.slot("years")
    lengths = {length: name for name, length in _PERIODS.items()}
    told = [lengths[months] for months in asked.values("planned_months", "months") if months in lengths]
    return method if method in _PERIODS else next(iter(told), default), None


def _months_left(asked: Asked, method: str, years: int | None) -> int | None:
    """How many of the paid months are not needed: told, or what is left beside those already used."""
    left = asked.slot("months_left")
    used = asked.person.months_paid
    if left is not None or not used:
        return left if isinstance(left, int) else None
    length = 12 * years if years else _PERIODS.get(method, 0)
    return length - used if used < length else None


def _late_payment(asked: Asked) -> Figure | None:
    told = asked.tracker.get_slot("months")
    months = told if isinstance(told, int) and asked.values("months") else None
    found = asked.compute("late_payment", income=asked.income(), months_late=months or 1)
    ahead = asked.compute(
        "contribution",
        income=asked.income(),
        category=asked.slot("category"),
        **local_support(asked.toolbox),
    )
    arguments = {**found, "ahead": ahead["estimate"], "months": months}
    return asked.figure("utter_late_payment_figure", arguments, own=months is not None)


def _household(asked: Asked) -> Figure | None:
    persons = asked.person.persons
    if not persons or not asked.values("persons"):
        return None
    months = _MONTHS_OF_A_CARD.search(asked.words)
    found = asked.compute("health_household", persons=persons, months=int(months[1]) if months else None)
    return (
        Figure("utter_health_household", {"estimate": found["estimate"]}, own=True)
        if found["estimate"]
        else None
    )


def _maternity(asked: Asked) -> Figure | None:
    """The grant for several children, or for the months that were told."""
    children = next((count for words, count in _CHILDREN.items() if words in asked.words), 1)
    months = asked.person.months_paid
    if children == 1 and not months:
        return None
    within = asked.toolbox.law.parameters["benefits.maternity.within_months"].on(current_scope().today)
    counted = min(months, int(within.number)) if months else None
    found = asked.compute("maternity", children=children, months=counted or int(within.number))
    arguments = {"estimate": found["estimate"], "children": children, "months": counted}
    return Figure("utter_maternity_figure", arguments, own=True) if found["estimate"] else None


def _survivor(asked: Asked) -> Figure | None:
    """What the family gets: of a pension that was drawn, or of the time that was paid."""
    person = asked.person
    drawn, pension = _MONTHS_DRAWN.search(asked.words), asked.values("money")
    if pension and _PENSION.search(asked.words):
        return _pensioners_family(asked, pension[-1], month=int(drawn[1]) if drawn else None)
    months = person.months_paid or person.planned_months
    if not months:
        return None
    paid = history(person, average=asked.income(), months=months)
    length = {name: value for name, value in paid.items() if name != "average_income"}
    burial = asked.compute("funeral", **length)["estimate"]
    arguments = {**asked.compute("survivor", **paid), "burial": burial, "pensioner": False}
    return asked.figure("utter_survivor_figure", arguments, own=True) if arguments["estimate"] else None


def _pensioners_family(asked: Asked, pension: int, *, month: int | None) -> Figure | None:
    found = asked.compute("survivor", monthly_pension=pension, months_drawn=month or 1)
    burial = asked.compute("funeral", pensioner=True)["estimate"]
    arguments = {**found, "burial": burial, "pensioner": True}
    own = month is not None
    return asked.figure("utter_survivor_figure", arguments, own=own) if found["estimate"] else None


def beside_pension(toolbox: Toolbox, tracker: Tracker) -> Figure | None:
    """Whether a pension that was named leaves room for the social pension."""
    asked = Asked(toolbox, tracker)
    pension = asked.values("money")
    if not pension or not _PENSION.search(asked.words):
        return None
    today = current_scope().today
    age = toolbox.law.parameters["pension.social_pension.age"].on(today)
    found = asked.compute(
        "social_pension", birth_date=today.year - int(age.number) - 1, monthly_pension=pension[0]
    )
    if not found["estimate"]:
        return None
    return Figure("utter_social_pension_beside", {"estimate": found["estimate"]}, own=True)


def asks_allowance(tracker: Tracker) -> bool:
    """Whether a question about money in old age means the allowance of who has paid too few years."""
    paid = any(entity_values(tracker, entity) for entity in ("years_paid", "months_paid", "period"))
    return paid or bool(_ALLOWANCE.search(plain(tracker.latest_message.get("text") or "")))


def monthly_allowance(toolbox: Toolbox, tracker: Tracker) -> Figure:
    """The allowance until the social pension's age for who has too few years; an example where little was told."""
    asked = Asked(toolbox, tracker)
    person = asked.person
    own = bool(person.months_paid and person.birth)
    paid = history(person, average=asked.income(), months=person.months_paid or _EXAMPLE_MONTHS)
    found = asked.compute(
        "monthly_allowance",
        gender=person.gender or _EXAMPLE_GENDER,
        birth_date=person.birth or current_scope().today.year - _EXAMPLE_AGE,
        category=asked.slot("category"),
        **paid,
    )
    return asked.figure("utter_monthly_allowance", found, own=own)


_ALLOWANCE = re.compile(r"\b(?:tro cap|tien|khoan) (?:hang|moi) thang\b|\bhang thang (?:thay|truoc)\b")
_ANSWERS: Mapping[str, Callable[[Asked], Figure | None]] = {
    "lump_sum_withdrawal": _lump_sum,
    "refund_overlap": _refund,
    "payment_deadline_missed": _late_payment,
    "health_insurance_relation": _household,
    "maternity_benefit": _maternity,
    "death_survivor_benefit": _survivor,
}
