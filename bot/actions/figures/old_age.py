"""What old age brings: the pension of a named time, the allowance, the lump sum, what a pension leaves beside it."""

import re
from typing import Any

from rasa_sdk import Tracker

from bot.actions.answers import entity_values
from bot.actions.figures.asked import EXAMPLE_MONTHS, Asked, Figure, history
from bot.actions.scope import Toolbox, current_scope
from bot.actions.sub_answers import plain

# Of a person who tells nothing, a woman of sixty is the example.
_EXAMPLE_AGE, _EXAMPLE_GENDER = 60, "female"
_GENDERS = ("male", "female")
# More lines than this nobody reads on a phone.
_MOST_LINES = 11
PENSION_NAMED = re.compile(r"\bluong huu\b")
_ALLOWANCE = re.compile(r"\b(?:tro cap|tien|khoan) (?:hang|moi) thang\b|\bhang thang (?:thay|truoc)\b")
# Why a lump sum is asked for, by the words that tell it; the first that fits.
_LUMP_SUM_CASES = {
    "emigration": r"\b(?:nuoc ngoai|dinh cu|xuat canh|di my|di uc|di han|di nhat)\b",
    "illness": r"\b(?:ung thu|bai liet|xo gan|lao nang|aids|hiv|benh nang|hiem ngheo)\b",
    "disability": r"\b(?:khuyet tat|mat suc|suy giam|tan tat|liet)\b",
}


def pension_figures(toolbox: Toolbox, tracker: Tracker) -> Figure | None:
    """The pension of a length of time that the person names, for the gender named or for both.

    Also the average income of the stretches that were named; nothing when no time was named at all.
    """
    asked = Asked(toolbox, tracker)
    person = asked.person
    planned = person.planned_months or _with_missing(asked)
    months = planned or person.months_paid
    if not months:
        return None
    paid = history(person, average=asked.income())
    average = asked.compute("average_income", **paid) if "voluntary_periods" in paid else None
    if planned or "voluntary_periods" not in paid:
        mean = _mean(average) or asked.income()
        paid = {"months_paid": months, "average_income": mean}
    found = {gender: asked.compute("pension", gender=gender, **paid) for gender in person.genders}
    pensions = {gender: found[gender]["estimate"] if gender in found else None for gender in _GENDERS}
    refusal = next((one["refusal"] for one in found.values() if one["refusal"]), None)
    arguments = {**pensions, "refusal": refusal, "average": average and average["estimate"]}
    return asked.figure(
        "utter_pension_figure", arguments | {"by_year": len(_steps(average)) <= _MOST_LINES}, own=True
    )


def _with_missing(asked: Asked) -> int | None:
    """What was paid together with what is missing, for who pays the missing time at once."""
    paid, missing = asked.person.months_paid, asked.slot("missing_months")
    return paid + missing if paid and missing and asked.slot("payment_method") == "missing_years" else None


def _steps(found: dict[str, Any] | None) -> list[Any]:
    return found["estimate"]["steps"] if found and found["estimate"] else []


def _mean(average: dict[str, Any] | None) -> int | None:
    estimate = average and average["estimate"]
    return estimate["amounts"]["average_income"] if estimate else None


def lump_sum(asked: Asked) -> Figure:
    if _ALLOWANCE.search(asked.words):
        return monthly_allowance(asked.toolbox, asked.tracker)
    person = asked.person
    months = person.months_paid or person.planned_months
    paid = history(person, average=asked.income(), months=months or EXAMPLE_MONTHS)
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


def asks_allowance(tracker: Tracker) -> bool:
    """Whether a question about money in old age means the allowance of who has paid too few years."""
    paid = any(entity_values(tracker, entity) for entity in ("years_paid", "months_paid", "period"))
    return paid or bool(_ALLOWANCE.search(plain(tracker.latest_message.get("text") or "")))


def monthly_allowance(toolbox: Toolbox, tracker: Tracker) -> Figure:
    """The allowance until the social pension's age for who has too few years; an example where little was told."""
    asked = Asked(toolbox, tracker)
    person = asked.person
    own = bool(person.months_paid and person.birth)
    paid = history(person, average=asked.income(), months=person.months_paid or EXAMPLE_MONTHS)
    found = asked.compute(
        "monthly_allowance",
        gender=person.gender or _EXAMPLE_GENDER,
        birth_date=person.birth or current_scope().today.year - _EXAMPLE_AGE,
        category=asked.slot("category"),
        **paid,
    )
    return asked.figure("utter_monthly_allowance", found, own=own)


def beside_pension(toolbox: Toolbox, tracker: Tracker) -> Figure | None:
    """Whether a pension that was named leaves room for the social pension."""
    asked = Asked(toolbox, tracker)
    pension = asked.values("money")
    if not pension or not PENSION_NAMED.search(asked.words):
        return None
    today = current_scope().today
    age = toolbox.law.parameters["pension.social_pension.age"].on(today)
    found = asked.compute(
        "social_pension", birth_date=today.year - int(age.number) - 1, monthly_pension=pension[0]
    )
    if not found["estimate"]:
        return None
    return Figure("utter_social_pension_beside", {"estimate": found["estimate"]}, own=True)
