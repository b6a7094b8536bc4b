"""Answers what is asked about a person's pension with that person's own figures, asking for what is not known.

The general answer comes first; who asks something else instead of giving a birth year is not asked again.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.actions.answering import ActionAnswer
from bot.actions.answers import back_to_form, entity_values, settled, sub_answer
from bot.actions.asking import is_let_go
from bot.actions.contribution import FORM as ESTIMATE_FORM
from bot.actions.figures import (
    Figure,
    asks_allowance,
    asks_amount,
    beside_pension,
    monthly_allowance,
    pension_figures,
)
from bot.actions.person import insured
from bot.actions.planning import affordable, names_payment, say_plan
from bot.actions.scope import Toolbox, ToolboxAction, current_scope
from bot.pictures import PictureKind

FORM = "pension_form"
PLAN = "pension_estimate"
LIMITS = "min_max_income"
SOCIAL_PENSION = "social_pension_75"
# The finer question within that intent: what comes before that age, for who has paid too few years.
ALLOWANCE = "monthly_allowance"
# The slots without which a question has only a general answer.
NEEDED: Mapping[str, tuple[str, ...]] = {
    PLAN: ("birth_year", "gender"),
    "missing_years_backpay": ("birth_year", "gender", "years_paid"),
    "pension_conditions": ("birth_year", "gender"),
    "retirement_age": ("birth_year",),
    SOCIAL_PENSION: ("birth_year",),
    ALLOWANCE: ("birth_year", "gender", "years_paid"),
}
# What tells the same as a slot that is asked for.
_SAME: Mapping[str, tuple[str, ...]] = {
    "birth_year": ("age", "birth_date"),
    "years_paid": ("months_paid",),
}
# The intents of an answer to the form's own question.
_ANSWERS = frozenset({"give_information", "affirm", "deny", "media_or_noise", "nlu_fallback"})
_TIMES = ("planned_months", "more_months", "skip_months", "period", "years_paid", "months_paid")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# Two digits alone are an age; after these words they are a year, of the last century for everyone grown up.
_SHORT_YEAR = re.compile(r"\b(?:năm|nam|sinh|sn) ?'?([3-9]\d)\b", re.IGNORECASE)
_OLDEST = 120
_COUNT = re.compile(r"\b\d{1,2}\b")
_FIGURES: Mapping[str, Callable[[Toolbox, Tracker], Figure | None]] = {
    PLAN: pension_figures,
    ALLOWANCE: monthly_allowance,
    SOCIAL_PENSION: beside_pension,
}


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


def _question(tracker: Tracker) -> str:
    """The intent, or the finer question within it that a figure of its own answers."""
    intent = _intent(tracker)
    return ALLOWANCE if intent == SOCIAL_PENSION and asks_allowance(tracker) else intent


def _is_elsewhere(tracker: Tracker) -> bool:
    """Whether a form waits that must go on: an estimate is left for a question about the pension, unless it has one."""
    left = None if tracker.get_slot("resume") else ESTIMATE_FORM
    return tracker.active_loop_name not in (None, FORM, left)


def _wants_figure(question: str, tracker: Tracker) -> bool:
    """Whether a sum is asked for and the time that it rests on was told: no general answer takes its place."""
    if question == ALLOWANCE:
        return True
    told = any(entity_values(tracker, entity) for entity in _TIMES)
    asks = asks_amount(tracker.latest_message.get("text") or "") or entity_values(tracker, "income")
    return question == PLAN and told and bool(asks)


class ActionPersonalAnswer(ToolboxAction):
    """Says the general answer where the person's own one needs more, and remembers the question."""

    def name(self) -> str:
        return "action_personal_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        question = _question(tracker)
        told = self._paid_besides(question, tracker)
        if not _wants_figure(question, tracker) and (finer := sub_answer(self._toolbox, tracker)):
            dispatcher.utter_message(response=finer)
            return [*settled(), SlotSet("question", None), *back_to_form(tracker)]
        elsewhere = _is_elsewhere(tracker)
        if elsewhere and question == PLAN and not missing(tracker, PLAN):
            return [*say_plan(self._toolbox, dispatcher, tracker), *back_to_form(tracker)]
        figure = self._figure(question, tracker)
        if elsewhere or missing(tracker, question) or (figure and question == SOCIAL_PENSION):
            if figure:
                dispatcher.utter_message(response=figure.response, **figure.arguments)
            else:
                dispatcher.utter_message(response=f"utter_{question}")
        if elsewhere:
            return [*settled(), *back_to_form(tracker)]
        # Whether a pension leaves room for the social one hangs on nothing that could be asked for.
        return [
            *settled(),
            *told,
            SlotSet("question", None if figure and question == SOCIAL_PENSION else question),
        ]

    def _paid_besides(self, question: str, tracker: Tracker) -> list[EventType]:
        """Who tells how much is missing has told how much was paid; the tracker at hand learns it, too."""
        missed = entity_values(tracker, "missing_months")
        if question != "missing_years_backpay" or not missed or insured(tracker).months_paid:
            return []
        needed = self._toolbox.law.parameters["pension.minimum_years"].on(current_scope().today)
        tracker.slots["months_paid"] = max(0, 12 * int(needed.number) - missed[-1])
        return [SlotSet("months_paid", tracker.slots["months_paid"])]

    def _figure(self, question: str, tracker: Tracker) -> Figure | None:
        """What can be said of the person's own case before all is known."""
        answer = _FIGURES.get(question)
        return answer(self._toolbox, tracker) if answer else None


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
        open_slots = [slot for slot in asked if not _said_otherwise(tracker, slot)]
        return [] if intent in NEEDED and any(is_let_go(tracker, slot) for slot in open_slots) else open_slots

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
        if question == ALLOWANCE:
            figure = monthly_allowance(self._toolbox, tracker)
            dispatcher.utter_message(response=figure.response, **figure.arguments)
        else:
            dispatcher.utter_message(response=f"utter_{question}")
        return settled()


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
            say_plan(
                self._toolbox,
                dispatcher,
                tracker,
                response="utter_plan_alternatives",
                shows=PictureKind.ALTERNATIVES,
            )
        return [*settled(), *back_to_form(tracker)]


class ActionNamedSum(ActionAnswer):
    """Answers which income fits a sum that the person names: a pension wished for, or what can be paid a month."""

    _RESPONSES: ClassVar[Mapping[str, str]] = {
        PLAN: "utter_income_for_pension",
        "contribution_estimate": "utter_income_for_payment",
        LIMITS: "utter_income_for_payment",
    }

    def name(self) -> str:
        return "action_named_sum"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        money, intent = entity_values(tracker, "money")[-1], _intent(tracker)
        if intent == PLAN and names_payment(tracker):
            return self._plan_of_payment(dispatcher, tracker, money)
        if intent == LIMITS and not names_payment(tracker):
            return await super().run(dispatcher, tracker, domain)
        dispatcher.utter_message(response=self._RESPONSES[intent], money=money)
        # Who can pay that much has chosen the income that it affords; a pension wished for is no choice yet.
        income = affordable(self._toolbox, tracker, money) if intent != PLAN else None
        chosen = [SlotSet("income", income)] if income is not None else []
        return [*settled(), *chosen, *back_to_form(tracker)]

    def _plan_of_payment(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, money: int
    ) -> list[EventType]:
        """ "Đóng 330 nghìn một tháng thì lương hưu bao nhiêu": the pension of the income that the sum affords."""
        income = affordable(self._toolbox, tracker, money)
        if income is None or missing(tracker, PLAN):
            dispatcher.utter_message(response=self._RESPONSES["contribution_estimate"], money=money)
        if income is None:
            return [*settled(), *back_to_form(tracker)]
        return [*settled(), SlotSet("income", income), SlotSet("question", PLAN), FollowupAction(FORM)]
