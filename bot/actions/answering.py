"""Answers that need no calculation: the message of the question, or of its finer part, with its picture."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.answers import back_to_form, settled
from bot.actions.pictured import pictured
from bot.actions.scope import ToolboxAction

# What a plain yes after the answer means.
_OFFERS: Mapping[str, str] = {"join_for_relative": "registration"}


class ActionAnswer(ToolboxAction):
    """Says the message that belongs to the latest question; a form that was interrupted goes on."""

    def name(self) -> str:
        return "action_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        for response in self._responses(tracker):
            dispatcher.utter_message(response=response, **await pictured(self._toolbox, tracker, response))
        asked = tracker.latest_message["intent"]["name"].partition("/")[0]
        return [*settled(_OFFERS.get(asked)), *back_to_form(tracker)]

    def _responses(self, tracker: Tracker) -> list[str]:
        """The finer answers that the words ask for, else that of a sub-intent, else that of the intent."""
        message = tracker.latest_message
        intent: str = message["intent"]["name"]
        texts = self._toolbox.texts
        if finer := texts.sub_answers.find_each(intent, message.get("text") or ""):
            return finer
        named = f"utter_{intent.replace('/', '_')}"
        return [named if named in texts.responses else f"utter_{intent.partition('/')[0]}"]
