"""Answers whether paying pays off with the person's own plan, once birth and sex are known; else in general."""

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.answering import ActionAnswer
from bot.actions.answers import back_to_form
from bot.actions.pension import PLAN, missing
from bot.actions.planning import say_plan
from bot.actions.sub_answers import plain

# The plan tells after how long of drawing the money is back, and when another way is better.
_BREAK_EVEN = re.compile(
    r"\b(?:loi lo|lo hay loi|lai hay lo|lo hay lai|loi hay lo|hoa von|lo khong|lo a|lo ha|bi lo"
    r"|nen dong hay|nen dong khong|co loi khong|co nen dong|bao lau (?:thi )?(?:lay lai|thu lai))\b"
)


class ActionCompare(ActionAnswer):
    """Says the plan where it answers what is asked; the comparison elsewhere."""

    def name(self) -> str:
        return "action_compare"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        asks = _BREAK_EVEN.search(plain(tracker.latest_message.get("text") or ""))
        if not asks or missing(tracker, PLAN):
            return await super().run(dispatcher, tracker, domain)
        return [*say_plan(self._toolbox, dispatcher, tracker), *back_to_form(tracker)]
