"""Leads a person to what they would pay: the chosen income and the group are asked, the law computes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.actions.answers import entity_values, settled, sub_answer
from bot.actions.asking import is_let_go, is_small_talk, question, times_asked
from bot.actions.person import PERSON, local_support
from bot.actions.pictured import compared, pictured
from bot.actions.scope import Toolbox, ToolboxAction, current_scope
from bot.law import EstimateInputError, Law, ParameterMissingError

FORM = "contribution_form"
PENSION_FORM = "pension_form"
CATEGORIES = ("poor", "near_poor", "ethnic_minority", "island_commune", "other")
# What a payment method needs to be known besides income and group.
_EXTRA_SLOT = {"multi_year": "years", "missing_years": "missing_months"}
# The intents of an answer to the form's own question; everything else is a question in its middle.
_ANSWERS = frozenset(
    {"give_information", "correct_information", "affirm", "deny", "media_or_noise", "nlu_fallback"}
)
_OF_PAYMENT = (
    "income",
    "category",
    "payment_method",
    "years",
    "missing_months",
    "planned_months",
    "more_months",
)


def income_limits(law: Law, on: date) -> Mapping[str, Any]:
    """The lowest and highest income that may be chosen on a day, in đồng a month."""
    return law.estimate("contribution_limits", on=on).amounts


class ValidateContributionForm(FormValidationAction):
    """Checks the income against the limits of the day and the group against the law's list."""

    def __init__(self, toolbox: Toolbox) -> None:
        self._toolbox = toolbox

    def name(self) -> str:
        return f"validate_{FORM}"

    async def required_slots(
        self, domain_slots: list[str], dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[str]:
        """None any more when something else is asked instead of answering twice."""
        needed = _EXTRA_SLOT.get(tracker.get_slot("payment_method") or "")
        wanted = [slot for slot in domain_slots if slot == needed or slot not in _EXTRA_SLOT.values()]
        return [] if _asks_elsewhere(tracker) and any(is_let_go(tracker, slot) for slot in wanted) else wanted

    def validate_income(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        limits = income_limits(self._toolbox.law, current_scope().today)
        lowest, highest = limits["minimum_income"], limits["maximum_income"]
        income = (
            {"minimum": lowest, "maximum": highest}.get(value, value) if isinstance(value, str) else value
        )
        if isinstance(income, int) and lowest <= income <= highest:
            return {"income": income}
        if not isinstance(income, int) and _tells_otherwise(tracker):
            return {"income": None}
        response = "utter_income_out_of_range" if isinstance(income, int) else "utter_income_unclear"
        dispatcher.utter_message(response=response, minimum=lowest, maximum=highest, income=income)
        return {"income": None}

    def validate_category(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        if value in CATEGORIES:
            return {"category": value}
        if _tells_otherwise(tracker):
            return {"category": None}
        dispatcher.utter_message(response="utter_category_unclear")
        return {"category": None}


def asks_anew(tracker: Tracker) -> bool:
    """Whether a button asks for another estimate than the one shown."""
    return bool(entity_values(tracker, "again"))


def _asks_elsewhere(tracker: Tracker) -> bool:
    """Whether the message is no answer to the form: a question in its middle, or something else of the person."""
    if asks_anew(tracker):
        return False
    if tracker.latest_message["intent"]["name"] not in _ANSWERS:
        return True
    return _tells_otherwise(tracker) and not any(entity_values(tracker, entity) for entity in _OF_PAYMENT)


def _has_new_figure(tracker: Tracker) -> bool:
    """Whether the latest answer changes what is paid; a question has been answered with its figure already."""
    answers = tracker.latest_message["intent"]["name"] in _ANSWERS
    return answers and any(entity_values(tracker, entity) for entity in _OF_PAYMENT)


def _tells_otherwise(tracker: Tracker) -> bool:
    """Whether the message tells something of the person that is no answer to what was asked."""
    return any(entity_values(tracker, entity) for entity in (*PERSON, "relation"))


class ActionStartEstimate(ToolboxAction):
    """Answers at once with the lowest payment, and remembers the form that this question interrupts.

    The pension's form is not remembered: who asks something else has left it.
    """

    def name(self) -> str:
        return "action_start_estimate"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        told = any(entity_values(tracker, entity) for entity in ("income", "planned_months"))
        if not told and (finer := sub_answer(self._toolbox, tracker)):
            dispatcher.utter_message(response=finer, **await pictured(self._toolbox, tracker, finer))
            return [*settled(), FollowupAction("action_listen")]
        again = asks_anew(tracker)
        known = all(tracker.get_slot(slot) is not None for slot in ("income", "category"))
        if not known and not again and self._is_worth_a_figure(tracker):
            dispatcher.utter_message(response="utter_contribution_intro")
        interrupted = tracker.active_loop_name
        # How long is meant belongs to this question alone; a payment at once has its own length.
        planned = [*entity_values(tracker, "planned_months"), *entity_values(tracker, "more_months")]
        events = [*settled(), SlotSet("months", planned[-1] if planned else None)]
        if again:
            events += [
                SlotSet(slot, None) for slot in ("income", "payment_method", "years", "missing_months")
            ]
        if interrupted not in (None, FORM, PENSION_FORM):
            events.append(SlotSet("resume", interrupted))
        return events

    @staticmethod
    def _is_worth_a_figure(tracker: Tracker) -> bool:
        """Whether the form only begins, or what it rests on has changed, or the figure is asked for once more."""
        begins = tracker.active_loop_name != FORM
        return begins or tracker.latest_message["intent"]["name"] not in _ANSWERS


class ActionContributionEstimate(ToolboxAction):
    """Computes the payment for what is known and offers to register; nothing when the form was left."""

    def name(self) -> str:
        return "action_contribution_estimate"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        resume = tracker.get_slot("resume")
        if any(tracker.get_slot(slot) is None for slot in ("income", "category")):
            # The form was left for another question.
            return [SlotSet("resume", None), *([FollowupAction(resume)] if resume else [])]
        offer = None if resume or tracker.get_slot("lead_id") else "registration"
        events = [*settled(offer), SlotSet("resume", None)]
        if resume:
            events.append(FollowupAction(resume))
        try:
            estimate = self._estimate(tracker)
        except (EstimateInputError, ParameterMissingError) as error:
            dispatcher.utter_message(response="utter_estimate_unavailable", reason=error.reason)
            return [
                *events,
                *(SlotSet(slot, None) for slot in ("income", "payment_method", "years", "missing_months")),
            ]
        scope, cards = current_scope(), self._toolbox.cards
        dispatcher.utter_message(
            response="utter_contribution_estimate",
            estimate=estimate,
            offer_registration=offer is not None,
            choices=compared(self._toolbox, tracker, estimate),
            card=cards.offer(scope.conversation_id, channel=scope.channel) if cards else None,
        )
        return [*events, SlotSet("estimate", estimate)]

    def _estimate(self, tracker: Tracker) -> dict[str, Any]:
        """The estimate in its JSON form.

        :raises EstimateInputError: when what was said does not fit together.
        :raises ParameterMissingError: when a figure of that day is not yet published.
        """
        # What an earlier payment method needed does not belong to this one.
        extra = _EXTRA_SLOT.get(tracker.get_slot("payment_method") or "")
        wanted = ("income", "category", "payment_method", *([extra] if extra else ["months"]))
        given = {slot: tracker.get_slot(slot) for slot in wanted if tracker.get_slot(slot) is not None}
        given["months_paid"] = tracker.get_slot("supported_months")
        inputs = {"payment_method": "monthly"} | given | local_support(self._toolbox)
        return self._toolbox.law.estimate("contribution", on=current_scope().today, **inputs).as_dict()


class ActionAskIncome(ToolboxAction):
    """Asks which income to pay on, with the lowest allowed one and some round ones as buttons."""

    # Round sums in đồng that people name; those outside the day's limits are left out.
    _SUGGESTIONS = (2_000_000, 3_000_000, 5_000_000)

    def name(self) -> str:
        return "action_ask_income"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        if times_asked(tracker, "income") and is_small_talk(tracker):
            return []
        lowest = income_limits(self._toolbox.law, current_scope().today)["minimum_income"]
        suggestions = [income for income in self._SUGGESTIONS if income > lowest]
        dispatcher.utter_message(
            response=question(tracker, "income"), minimum=lowest, suggestions=suggestions
        )
        return []


class ActionAskCategory(ToolboxAction):
    """Asks for the group that State support depends on."""

    def name(self) -> str:
        return "action_ask_category"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """After a new income the payment on it is said first, where the group was asked before."""
        asked = times_asked(tracker, "category")
        if asked and is_small_talk(tracker):
            return []
        if asked and _has_new_figure(tracker):
            dispatcher.utter_message(response="utter_contribution_intro")
        dispatcher.utter_message(response=question(tracker, "category"))
        # A way of paying has its own length; the one of an earlier question does not belong to it.
        return [SlotSet("months", None)] if entity_values(tracker, "payment_method") else []
