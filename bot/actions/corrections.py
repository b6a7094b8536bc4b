"""Corrects what was said in a form, begins it anew, or leaves it."""

import re
from collections.abc import Mapping

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.actions.answers import entity_values, settled
from bot.actions.registration_form import ALL_FIELDS, FIELDS, FORM
from bot.actions.scope import ToolboxAction

# The slots of other forms that may be corrected by the same words.
_ESTIMATE_FIELDS = ("income", "category", "payment_method")
# "Sửa tuổi thành 61": beside the name of the value a bare number is that value.
_NUMBERS: Mapping[str, re.Pattern[str]] = {
    "age": re.compile(r"\b\d{1,2}\b"),
    "birth_year": re.compile(r"\b(?:19|20)\d\d\b"),
}
_BIRTH = ("age", "birth_year", "birth_date")
# What is asked at once when the value is named alone; the others are asked for by their forms.
_QUESTIONS: Mapping[str, str] = {
    "age": "utter_ask_age",
    "birth_year": "utter_ask_age",
    "gender": "utter_ask_gender",
}
_PERSON_FIELDS = ("age", "birth_year", "birth_date", "gender", "relation")


class ActionCorrectInformation(ToolboxAction):
    """Empties the value that is wrong, or takes the new one said with it, and lets its form ask."""

    def name(self) -> str:
        return "action_correct_information"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        if ALL_FIELDS in entity_values(tracker, "field") and not tracker.get_slot("lead_id"):
            return self._start_over(dispatcher, tracker)
        correctable = (*FIELDS, *_ESTIMATE_FIELDS)
        named = [field for field in entity_values(tracker, "field") if field in correctable]
        given = [field for field in correctable if entity_values(tracker, field)]
        birth = _birth_told(tracker)
        of_person = bool(birth) or any(entity_values(tracker, field) for field in _PERSON_FIELDS)
        if not named and not given and not of_person:
            dispatcher.utter_message(response=_question(tracker))
            return [SlotSet("misunderstood", 0), FollowupAction("action_listen")]
        emptied = [*birth, *(SlotSet(field, None) for field in named if field not in given)]
        if relation := entity_values(tracker, "relation"):
            emptied.append(SlotSet("registration_for", relation[-1]))
        return [*settled(), *emptied, *self._go_on(tracker, [*named, *given], of_person=of_person)]

    def _start_over(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Empty the form that is under way, or the registration's when there is none; the consent stays."""
        if tracker.active_loop_name not in (None, FORM):
            emptied = [SlotSet(field, None) for field in _ESTIMATE_FIELDS]
            return [*settled(), *emptied, FollowupAction(tracker.active_loop_name)]
        dispatcher.utter_message(response="utter_registration_starts_over")
        emptied = [SlotSet(field, None) for field in (*FIELDS, "commune_doubt", "registration_confirmed")]
        return [*settled(), *emptied, FollowupAction(FORM)]

    def _go_on(self, tracker: Tracker, fields: list[str], *, of_person: bool) -> list[EventType]:
        if any(field in _ESTIMATE_FIELDS for field in fields):
            return [FollowupAction("contribution_form")]
        if tracker.active_loop_name == FORM or tracker.get_slot("consent"):
            return [SlotSet("registration_confirmed", None), FollowupAction(FORM)]
        if of_person and not fields:
            return [FollowupAction("action_take_information")]
        return [FollowupAction("action_start_registration")]


def _question(tracker: Tracker) -> str:
    """What asks for the value that is named alone, or else which one is meant."""
    named = (_QUESTIONS.get(field) for field in entity_values(tracker, "field"))
    return next(filter(None, named), "utter_ask_which_field")


def _birth_told(tracker: Tracker) -> list[EventType]:
    """The age or year of birth that stands as a bare number beside its name; it takes the place of the others."""
    for field in entity_values(tracker, "field"):
        found = _NUMBERS[field].findall(tracker.latest_message.get("text") or "") if field in _NUMBERS else []
        if found and not any(entity_values(tracker, known) for known in _BIRTH):
            return [SlotSet(known, int(found[-1]) if known == field else None) for known in _BIRTH]
    return []


class ActionStopForm(ToolboxAction):
    """Leaves the form that is under way; what was said is kept for another day."""

    def name(self) -> str:
        return "action_stop_form"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        registering = tracker.active_loop_name == FORM
        dispatcher.utter_message(
            response="utter_registration_stopped" if registering else "utter_estimate_stopped"
        )
        resume = None if registering else tracker.get_slot("resume")
        left = [*settled(), ActiveLoop(None), SlotSet("requested_slot", None), SlotSet("resume", None)]
        return [*left, FollowupAction(resume)] if resume else left
