"""Answers that need no calculation: the message of the intent, the choice when torn, a person when lost."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.scope import ToolboxAction

_MAX_CHOICES = 3
_FAILURES_BEFORE_HAND_OVER = 2


def entity_values(tracker: Tracker, entity: str) -> list[Any]:
    """All values of one entity in the latest message."""
    return [
        found["value"] for found in tracker.latest_message.get("entities", []) if found["entity"] == entity
    ]


def back_to_form(tracker: Tracker) -> list[EventType]:
    """The event that lets an interrupted form ask again, if there is one."""
    loop = tracker.active_loop_name
    return [FollowupAction(loop)] if loop else []


def settled(offer: str | None = None) -> list[EventType]:
    """The slots after an answer was given: what is offered now, and that it was understood."""
    return [SlotSet("offer", offer), SlotSet("misunderstood", 0)]


class ActionAnswer(ToolboxAction):
    """Says the message that belongs to the latest intent; a form that was interrupted goes on."""

    def name(self) -> str:
        return "action_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        dispatcher.utter_message(response=self._response(tracker.latest_message["intent"]["name"]))
        return [*settled(), *back_to_form(tracker)]

    def _response(self, intent: str) -> str:
        """The message of a sub-intent if it has its own, else that of its intent."""
        finer = f"utter_{intent.replace('/', '_')}"
        return finer if finer in self._toolbox.responses else f"utter_{intent.partition('/')[0]}"


class ActionOfferChoices(ToolboxAction):
    """Offers the nearest questions as buttons; after two failures, or when lost, a person."""

    def name(self) -> str:
        return "action_offer_choices"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        failures = (tracker.get_slot("misunderstood") or 0) + 1
        choices = self._choices(tracker)
        if choices and failures < _FAILURES_BEFORE_HAND_OVER + 1:
            dispatcher.utter_message(response="utter_choose", choices=choices)
        else:
            dispatcher.utter_message(response="utter_hand_over")
        return [SlotSet("misunderstood", failures), SlotSet("offer", None), *back_to_form(tracker)]

    def _choices(self, tracker: Tracker) -> list[dict[str, str]]:
        if tracker.latest_message.get("metadata", {}).get("decision") == "hand_over":
            return []
        names = dict.fromkeys(
            score["name"].partition("/")[0] for score in tracker.latest_message["intent_ranking"]
        )
        titles = self._toolbox.titles
        return [{"title": titles[name], "payload": f"/{name}"} for name in names if name in titles][
            :_MAX_CHOICES
        ]


class ActionHandOver(ToolboxAction):
    """Tells how to reach a person of the office."""

    def name(self) -> str:
        return "action_hand_over"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        dispatcher.utter_message(response="utter_hand_over")
        return [*settled(), *back_to_form(tracker)]


class ActionRepeat(ToolboxAction):
    """Says again what the bot said last."""

    def name(self) -> str:
        return "action_repeat"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        said = [event["text"] for event in tracker.events if event["event"] == "bot" and event.get("text")]
        dispatcher.utter_message(response="utter_ask_repeat", last=said[-1] if said else None)
        return back_to_form(tracker)
