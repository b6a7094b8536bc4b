"""Whom a registration is for and what is known of them: the name is the insured person's, the phone the writer's."""

from typing import Any

from rasa_sdk import Tracker

from bot.actions.person import SELF, insured
from bot.actions.registration_form import FIELDS
from bot.registration import Applicant
from bot.rendering import Insured


def applicant_of(tracker: Tracker) -> Applicant:
    """What the form has gathered."""
    return Applicant(
        **{field: tracker.get_slot(field) for field in FIELDS},
        estimate=tracker.get_slot("estimate"),
        keeps_group=bool(tracker.get_slot("group_consent")),
        insured=_told(tracker),
    )


def talked_of(tracker: Tracker) -> str:
    """Whom the talk is about now, in relation to the person who writes."""
    relation: str = tracker.get_slot("relation") or SELF
    return relation


def registered(tracker: Tracker) -> str:
    """Whom the registration is for: as it began or was corrected, whoever else is talked of meanwhile."""
    relation: str = tracker.get_slot("registration_for") or talked_of(tracker)
    return relation


def summary(tracker: Tracker) -> dict[str, Any]:
    """What is shown before a yes: the values, and whose they are."""
    person = _person(tracker)
    return {field: tracker.get_slot(field) for field in FIELDS} | {
        "relation": registered(tracker),
        "gender": person.gender if person else None,
        "age": tracker.get_slot("age") if person else None,
        "birth": person.birth if person else None,
    }


def _told(tracker: Tracker) -> dict[str, Any]:
    """What was told of the insured person, as a lead keeps it."""
    person = _person(tracker)
    told = {"birth": person.birth, "gender": person.gender} if person else {}
    return {"relation": registered(tracker)} | {name: value for name, value in told.items() if value}


def _person(tracker: Tracker) -> Insured | None:
    """The person that the registration is for, as long as the talk's values are theirs."""
    theirs = (tracker.get_slot("insured_relation") or SELF) == registered(tracker)
    return insured(tracker) if theirs else None
