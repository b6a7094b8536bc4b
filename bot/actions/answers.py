"""What every answer needs: the latest message's values, the slots after it; and the last answer said otherwise."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.scope import Toolbox, ToolboxAction

STYLE = "style"


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


def sub_answer(toolbox: Toolbox, tracker: Tracker) -> str | None:
    """The message that answers exactly the finer question of the latest text, if there is one."""
    message = tracker.latest_message
    return toolbox.texts.sub_answers.find(message["intent"]["name"], message.get("text") or "")


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


class ActionSayOtherwise(ToolboxAction):
    """Says the rest of the last answer, or why it is so; or speaks shorter or in full from now on."""

    def name(self) -> str:
        return "action_say_otherwise"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        style = entity_values(tracker, STYLE)[-1]
        if style == "more":
            return [*self._more(dispatcher, tracker), *settled(tracker.get_slot("offer"))]
        if style == "why":
            self._why(dispatcher, tracker)
            return [*settled(tracker.get_slot("offer")), *back_to_form(tracker)]
        spoken = "elder" if style == "elder" else None
        dispatcher.utter_message(response=f"utter_style_{'elder' if spoken else 'full'}")
        return [SlotSet(STYLE, spoken), *settled(), *back_to_form(tracker)]

    def _more(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        if rest := tracker.get_slot("rest"):
            dispatcher.utter_message(text=rest)
        else:
            dispatcher.utter_message(response="utter_no_more")
        return [SlotSet("rest", None)]

    def _why(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        """The articles that the last answer rests on."""
        names = (
            (event.get("metadata") or {}).get("utter_action")
            for event in reversed(tracker.events)
            if event["event"] == "bot"
        )
        renderer = self._toolbox.texts.renderer
        heads = (renderer.front_matter(name) for name in names if name in renderer.responses)
        articles = next((head.articles for head in heads if head.articles), ())
        dispatcher.utter_message(response="utter_why", sources=list(articles))
