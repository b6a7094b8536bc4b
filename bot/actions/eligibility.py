"""Who registers hears first, and once, what stands in the way: too young, insured already, a pension, few years left.

What is known comes from the talk: the insured person's age and years, and what was said of a job or a pension.
"""

from typing import Any

from rasa_sdk import Tracker

from bot.actions.person import insured
from bot.actions.scope import Toolbox, current_scope
from bot.rendering import Insured

INTENT = "registration_start"
COMPULSORY = f"utter_{INTENT}_compulsory"
PENSIONER = f"utter_{INTENT}_pensioner"
TOO_YOUNG = f"utter_{INTENT}_too_young"
LATE = f"utter_{INTENT}_late"
# No obstacle: a registration for somebody else begins with it.
RELATIVE = f"utter_{INTENT}_relative"
# What closes the way for now; whoever is late may join and only hears what else is open.
BARRIERS = frozenset({COMPULSORY, PENSIONER, TOO_YOUNG})
_MONTHS_PER_YEAR = 12
_NEVER_PAID = 0


def obstacle(toolbox: Toolbox, tracker: Tracker) -> str | None:
    """The message about what stands in the way, unless the person has heard it; None when nothing does."""
    person = insured(tracker)
    found = _too_young(toolbox, person) or _told_of(toolbox, tracker) or _late(toolbox, tracker, person)
    return None if found == tracker.get_slot("eligibility_told") else found


def _too_young(toolbox: Toolbox, person: Insured) -> str | None:
    youngest = _number(toolbox, "eligibility.minimum_age")
    age = _age(person)
    return TOO_YOUNG if age is not None and age < youngest else None


def _late(toolbox: Toolbox, tracker: Tracker, person: Insured) -> str | None:
    """At the age of a pension already, with fewer years than it takes."""
    age, paid = _age(person), _paid(tracker, person)
    if age is None or paid is None:
        return None
    needed = _number(toolbox, "pension.minimum_years") * _MONTHS_PER_YEAR
    reached = age * _MONTHS_PER_YEAR >= min(_retirement_age(toolbox, gender) for gender in person.genders)
    return LATE if reached and paid < needed else None


def _told_of(toolbox: Toolbox, tracker: Tracker) -> str | None:
    """What was said of a compulsory insurance or a pension since the talk turned to this person."""
    find = toolbox.texts.sub_answers.find
    for event in reversed(tracker.events):
        if event["event"] == "slot" and event["name"] == "insured_relation":
            # What was said before was about somebody else, but for the words that turned the talk.
            return _of_latest(toolbox, tracker)
        if event["event"] == "user" and (found := find(INTENT, event.get("text") or "")) in BARRIERS:
            return found
    return None


def _of_latest(toolbox: Toolbox, tracker: Tracker) -> str | None:
    found = toolbox.texts.sub_answers.find(INTENT, tracker.latest_message.get("text") or "")
    return found if found in BARRIERS else None


def _age(person: Insured) -> int | None:
    """Full years as far as they are known; of a year of birth alone those reached in the course of this year."""
    birth, today = person.birth, current_scope().today
    if birth is None:
        return None
    if isinstance(birth, int):
        return today.year - birth
    year, *rest = (int(part) for part in birth.split("-"))
    before_birthday = tuple(rest) > (today.month, today.day)[: len(rest)]
    return today.year - year - before_birthday


def _paid(tracker: Tracker, person: Insured) -> int | None:
    """Months paid; that nothing was paid is known, too."""
    return _NEVER_PAID if tracker.get_slot("years_paid") == 0 else person.months_paid


def _retirement_age(toolbox: Toolbox, gender: str) -> int:
    """In months."""
    return int(toolbox.law.parameters[f"pension.retirement_age.{gender}"].on(current_scope().today).number)


def _number(toolbox: Toolbox, parameter: str) -> int:
    value: Any = toolbox.law.parameters[parameter].on(current_scope().today).number
    return int(value)
