"""Answers with a figure where one is asked for or enough was told; with the finer or the general answer elsewhere."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.answering import ActionAnswer
from bot.actions.answers import back_to_form, entity_values, settled
from bot.actions.figures import Figure, asks_amount, figure_for

# Values that somebody names only who wants to know what it comes to.
_TELLING = ("income", "money", "months_left", "persons")


class ActionOwnFigure(ActionAnswer):
    """Says what the person's own case comes to, or an example of it; a form that was interrupted goes on."""

    def name(self) -> str:
        return "action_own_figure"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        figure = figure_for(self._toolbox, tracker)
        if figure is None or not self._is_wanted(figure, tracker):
            return await super().run(dispatcher, tracker, domain)
        dispatcher.utter_message(response=figure.response, **figure.arguments)
        return [*settled(), *back_to_form(tracker)]

    def _is_wanted(self, figure: Figure, tracker: Tracker) -> bool:
        if asks_amount(tracker.latest_message.get("text") or ""):
            return True
        return figure.own and any(entity_values(tracker, entity) for entity in _TELLING)
