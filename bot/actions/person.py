"""The insured person in the talk: what is known of them, and that one person's values never mix with another's."""

import re
from abc import ABC
from collections.abc import Sequence
from typing import Any

from rasa_sdk import Tracker, ValidationAction
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.actions.answers import entity_values
from bot.actions.scope import Toolbox, current_scope
from bot.actions.sub_answers import plain
from bot.law.months import Month
from bot.rendering import Insured

SELF = "self"
_BIRTH = ("age", "birth_year", "birth_date")
_PAID = ("years_paid", "months_paid", "period")
_PLANNED = ("planned_months", "more_months")
PERSON = (*_BIRTH, "gender", *_PAID, *_PLANNED)
# The writer, right before an age, a year or a sex.
_OF_WRITER = re.compile(
    r"^(?:(?:the|con|vay|a|da|nhung|thi|gio) )*(?:ban than )?(?:toi|tui|minh|em|chau)"
    r"(?: (?:thi|nam nay|nay|la|gioi|duoc))* (?:\d\d?|nu|nam|sinh)"
)
# Rasa's class leaves out slots with a mapping of a form.
_ALSO_ASKED_FOR = ("birth_year", "years_paid")


def insured(tracker: Tracker) -> Insured:
    """The insured person as far as the talk tells."""
    return Insured(tracker.slots, today=current_scope().today)


def local_support(toolbox: Toolbox) -> dict[str, Any]:
    """The province's own support as an input, where there is any."""
    return {"local_support_rate": toolbox.local_support_rate} if toolbox.local_support_rate else {}


class PersonChecks(ValidationAction, ABC):
    """Slot checks for `action_validate_slot_mappings`: a new value takes the place of all that it contradicts."""

    async def get_extraction_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Nothing: the engine fills the slots, only their check is asked for. Rasa's class looks at each slot here."""
        return []

    def domain_slots(self, domain: DomainDict) -> list[str]:
        """Also those that a form may fill from its own question."""
        return [*super().domain_slots(domain), *_ALSO_ASKED_FOR]

    def validate_age(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        return _self_again(tracker) | _unsaid(tracker, _BIRTH) | {"age": value}

    def validate_birth_year(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        """Words that tell an age or a day are no year, also when a year was asked for."""
        if not isinstance(value, int) and (
            entity_values(tracker, "age") or entity_values(tracker, "birth_date")
        ):
            return {"birth_year": None}
        return _self_again(tracker) | _unsaid(tracker, _BIRTH) | {"birth_year": value}

    def validate_birth_date(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        return _self_again(tracker) | _unsaid(tracker, _BIRTH) | {"birth_date": value}

    def validate_years_paid(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        return _unsaid(tracker, _PAID) | {"years_paid": value}

    def validate_period(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        """Stretches of paying, each with the income that was named for it, or the one named for all."""
        if not entity_values(tracker, "period"):
            return {"period": value}
        incomes = [income for income in entity_values(tracker, "income") if isinstance(income, int)]
        return _unsaid(tracker, _PAID) | {"period": periods(entity_values(tracker, "period"), incomes)}

    def validate_planned_months(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        return _unsaid(tracker, _PLANNED) | {"planned_months": value}

    def validate_more_months(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        return _unsaid(tracker, _PLANNED) | {"more_months": value}

    def validate_relation(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        """Another person than before: what was said of that one does not hold for this one."""
        sex, before = next(iter(entity_values(tracker, "gender")), None), tracker.get_slot("relation_gender")
        # The father after the mother is another parent.
        other = value != SELF and sex is not None and before not in (None, sex)
        if other or value != (tracker.get_slot("insured_relation") or SELF):
            return _turned_to(tracker, value, None if value == SELF else sex)
        return {"relation": value, "insured_relation": value, "relation_gender": sex or before}

    async def get_validation_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Also what is known of each person talked of, for when the talk comes back to them."""
        events = await super().get_validation_events(dispatcher, tracker, domain)
        values = tracker.slots | {
            event["name"]: event["value"] for event in events if event["event"] == "slot"
        }
        known = tracker.get_slot("told_of") or {}
        told = {slot: values[slot] for slot in PERSON if values.get(slot) is not None}
        whose = _whose(values.get("insured_relation"), values.get("relation_gender"))
        if not told or known.get(whose) == told:
            return list(events)
        return [*events, SlotSet("told_of", known | {whose: told})]


def _self_again(tracker: Tracker) -> dict[str, Any]:
    """After talk of a relative, "tôi 57 tuổi" is about the writer: nothing said of the relative holds."""
    of_relative = (tracker.get_slot("insured_relation") or SELF) != SELF
    if not of_relative or entity_values(tracker, "relation"):
        return {}
    if not _OF_WRITER.search(plain(tracker.latest_message.get("text") or "")):
        return {}
    return _turned_to(tracker, SELF, None)


def _turned_to(tracker: Tracker, relation: str, sex: str | None) -> dict[str, Any]:
    """The slots after the talk has turned to somebody: what was told of them before, and nothing of anybody else."""
    known = (tracker.get_slot("told_of") or {}).get(_whose(relation, sex), {})
    theirs = {slot: known.get(slot) for slot in _unsaid(tracker, PERSON)}
    if any(entity_values(tracker, slot) for slot in _BIRTH):
        theirs |= {slot: None for slot in _BIRTH if slot in theirs}
    return theirs | {"relation": relation, "insured_relation": relation, "relation_gender": sex}


def _whose(relation: str | None, sex: str | None) -> str:
    """Under which name a person's values are kept: mother and father are both parents."""
    return "/".join(filter(None, (relation or SELF, sex)))


def periods(spans: Sequence[str], incomes: Sequence[int]) -> list[dict[str, Any]]:
    """Intervals of months ("2018-01/2022-12") as the calculators take them.

    :param incomes: as many as there are spans, or one for all; otherwise nobody can tell which belongs to which.
    """
    paired: Sequence[int | None] = [None] * len(spans)
    if len(incomes) == len(spans):
        paired = incomes
    elif len(incomes) == 1:
        paired = [*incomes] * len(spans)
    return [_period(span, income) for span, income in zip(spans, paired, strict=True)]


def _period(span: str, income: int | None) -> dict[str, Any]:
    start, end = span.split("/")
    months = Month.parse(end).minus(Month.parse(start)) + 1
    known = {} if income is None else {"income": income}
    return {"from": start, "to": end, "months": months} | known


def _unsaid(tracker: Tracker, slots: tuple[str, ...]) -> dict[str, None]:
    """The slots that the latest message does not fill, emptied."""
    return {slot: None for slot in slots if not entity_values(tracker, slot)}
