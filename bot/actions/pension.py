"""Answers what is asked about a person's pension with that person's own figures, asking for what is not known.

The general answer comes first; who asks something else instead of giving a birth year is not asked again.
"""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.actions.answers import back_to_form, entity_values, settled, sub_answer
from bot.actions.person import PERSON, insured, local_support
from bot.actions.scope import Toolbox, ToolboxAction, current_scope
from bot.law import EstimateInputError, ParameterMissingError

FORM = "pension_form"
PLAN = "pension_estimate"
# The slots without which a question has only a general answer.
NEEDED: Mapping[str, tuple[str, ...]] = {
    PLAN: ("birth_year", "gender"),
    "missing_years_backpay": ("birth_year", "gender", "years_paid"),
    "pension_conditions": ("birth_year", "gender"),
    "retirement_age": ("birth_year",),
    "social_pension_75": ("birth_year",),
}
# What tells the same as a slot that is asked for.
_SAME: Mapping[str, tuple[str, ...]] = {
    "birth_year": ("age", "birth_date"),
    "years_paid": ("months_paid",),
}
# The intents of an answer to the form's own question.
_ANSWERS = frozenset({"give_information", "affirm", "deny", "media_or_noise", "nlu_fallback"})
_METHODS_WITHOUT_YEARS = frozenset({"monthly", "quarterly", "half_yearly", "yearly", "missing_years"})
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# Two digits alone are an age; after these words they are a year, of the last century for everyone grown up.
_SHORT_YEAR = re.compile(r"\b(?:năm|nam|sinh|sn) ?'?([3-9]\d)\b", re.IGNORECASE)
_OLDEST = 120
_COUNT = re.compile(r"\b\d{1,2}\b")


def missing(tracker: Tracker, question: str) -> list[str]:
    """What the person's own answer to a question still needs, in the order in which it is asked."""
    person = insured(tracker)
    known = {
        "birth_year": person.birth,
        "gender": person.gender,
        "years_paid": person.months_paid if tracker.get_slot("years_paid") != 0 else 0,
    }
    return [slot for slot in NEEDED.get(question, ()) if known[slot] is None]


def _said_otherwise(tracker: Tracker, slot: str) -> bool:
    """Whether another slot tells the same."""
    return any(tracker.get_slot(other) is not None for other in _SAME.get(slot, ()))


def _intent(tracker: Tracker) -> str:
    name: str = tracker.latest_message["intent"]["name"]
    return name.partition("/")[0]


class ActionPersonalAnswer(ToolboxAction):
    """Says the general answer where the person's own one needs more, and remembers the question."""

    def name(self) -> str:
        return "action_personal_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        question = _intent(tracker)
        if finer := sub_answer(self._toolbox, tracker):
            dispatcher.utter_message(response=finer)
            return [*settled(), SlotSet("question", None), *back_to_form(tracker)]
        elsewhere = tracker.active_loop_name not in (None, FORM)
        if elsewhere or missing(tracker, question):
            dispatcher.utter_message(response=f"utter_{question}")
        if elsewhere:
            return [*settled(), *back_to_form(tracker)]
        return [*settled(), SlotSet("question", question)]


def _year(text: str) -> int | None:
    """A year of birth as it is answered: 1975, "sinh 1975", "năm 75"."""
    whole, short = _YEAR.search(text), _SHORT_YEAR.search(text)
    if whole:
        return int(whole.group())
    return 1900 + int(short.group(1)) if short else None


class ValidatePensionForm(FormValidationAction):
    """Reads birth year, gender and years paid; asks only for what the question needs."""

    def __init__(self, toolbox: Toolbox) -> None:
        self._toolbox = toolbox

    def name(self) -> str:
        return f"validate_{FORM}"

    async def required_slots(
        self, domain_slots: list[str], dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[str]:
        """None any more when something else is asked instead."""
        intent = _intent(tracker)
        if intent not in _ANSWERS and intent not in NEEDED:
            return []
        asked = NEEDED.get(tracker.get_slot("question") or "", ())
        return [slot for slot in asked if not _said_otherwise(tracker, slot)]

    def validate_birth_year(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        year, today = _year(str(value)), current_scope().today
        if year and 0 <= today.year - year <= _OLDEST:
            return {"birth_year": year}
        dispatcher.utter_message(response="utter_birth_year_unclear")
        return {"birth_year": None}

    def validate_gender(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        if value in {"male", "female"}:
            return {"gender": value}
        dispatcher.utter_message(response="utter_gender_unclear")
        return {"gender": None}

    def validate_years_paid(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        found = _COUNT.fullmatch(str(value).strip())
        if found:
            return {"years_paid": int(found.group())}
        dispatcher.utter_message(response="utter_years_paid_unclear")
        return {"years_paid": None}


class ActionOwnAnswer(ToolboxAction):
    """Gives the answer with the person's own figures; nothing when the form was left for another question."""

    def name(self) -> str:
        return "action_own_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        question = tracker.get_slot("question")
        if question is None or missing(tracker, question):
            return []
        if question == PLAN:
            return say_plan(self._toolbox, dispatcher, tracker)
        dispatcher.utter_message(response=f"utter_{question}")
        return settled()


class ActionTakeInformation(ToolboxAction):
    """Takes what is told of the person as a continuation of the last question, or asks what it is for."""

    def name(self) -> str:
        return "action_take_information"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        question = tracker.get_slot("question")
        if question and tracker.active_loop_name is None and any(entity_values(tracker, s) for s in PERSON):
            return [*settled(), FollowupAction(FORM)]
        dispatcher.utter_message(response="utter_give_information")
        return [*settled(), *back_to_form(tracker)]


class ActionPlanAlternatives(ToolboxAction):
    """Puts the other ways of paying beside the plan."""

    def name(self) -> str:
        return "action_plan_alternatives"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        if missing(tracker, PLAN):
            dispatcher.utter_message(response=f"utter_{PLAN}")
        else:
            say_plan(self._toolbox, dispatcher, tracker, response="utter_plan_alternatives")
        return [*settled(), *back_to_form(tracker)]


class ActionNamedSum(ToolboxAction):
    """Answers which income fits a sum that the person names: a pension wished for, or what can be paid a month."""

    _RESPONSES: ClassVar[Mapping[str, str]] = {
        PLAN: "utter_income_for_pension",
        "contribution_estimate": "utter_income_for_payment",
    }

    def name(self) -> str:
        return "action_named_sum"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        response = self._RESPONSES[_intent(tracker)]
        dispatcher.utter_message(response=response, money=entity_values(tracker, "money")[-1])
        return [*settled(), *back_to_form(tracker)]


def say_plan(
    toolbox: Toolbox,
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    *,
    response: str = "utter_pension_plan",
) -> list[EventType]:
    """Say a message about the person's plan, or why it cannot be computed."""
    scope = current_scope()
    inputs = plan_inputs(toolbox, tracker)
    try:
        estimate = toolbox.law.estimate("plan", on=scope.today, **inputs).as_dict()
    except (EstimateInputError, ParameterMissingError) as error:
        dispatcher.utter_message(response="utter_estimate_unavailable", reason=error.reason)
        return settled()
    drawn_from = {"on": scope.today.isoformat()} | estimate["inputs"]
    offered = tracker.get_slot("lead_id") is None
    dispatcher.utter_message(
        response=response,
        estimate=estimate,
        picture=toolbox.pictures.plan(drawn_from, channel=scope.channel),
        offer_registration=offered,
    )
    return settled("registration" if offered else None)


def plan_inputs(toolbox: Toolbox, tracker: Tracker) -> dict[str, Any]:
    """What is known of the person, as the calculator `plan` takes it."""
    person, method = insured(tracker), tracker.get_slot("payment_method")
    inputs = {
        "gender": person.gender,
        "birth_date": person.birth,
        "income": person.income,
        "category": tracker.get_slot("category"),
        "months_paid": person.months_paid,
        **local_support(toolbox),
    }
    if method in _METHODS_WITHOUT_YEARS:
        inputs["payment_method"] = method
    elif method and tracker.get_slot("years"):
        inputs |= {"payment_method": method, "years": tracker.get_slot("years")}
    return inputs
