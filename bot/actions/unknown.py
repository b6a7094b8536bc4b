"""What the bot does when it does not know: the nearest questions, a person of the office, or a promised answer."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.answers import back_to_form, settled
from bot.actions.registration_form import FORM as REGISTRATION
from bot.actions.scope import ToolboxAction, current_scope

_MAX_CHOICES = 3
_FAILURES_BEFORE_HAND_OVER = 2
_NOT_OFFERED = frozenset(
    {"nlu_fallback", "media_or_noise", "abusive", "chitchat", "out_of_scope", "talk_to_human"}
)


class ActionOfferChoices(ToolboxAction):
    """Says that it is not sure and offers the nearest questions; after two failures in a row it calls a person."""

    def name(self) -> str:
        return "action_offer_choices"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        failures = (tracker.get_slot("misunderstood") or 0) + 1
        asked = SlotSet("unanswered", tracker.latest_message.get("text"))
        if failures >= _FAILURES_BEFORE_HAND_OVER:
            await say_hand_over(dispatcher, reason="failures")
            return [SlotSet("misunderstood", 0), SlotSet("offer", None), asked, *_waiting(tracker)]
        torn = tracker.latest_message.get("metadata", {}).get("decision") == "choose"
        dispatcher.utter_message(
            response="utter_choose" if torn else "utter_not_known", choices=self._choices(tracker)
        )
        return [SlotSet("misunderstood", failures), SlotSet("offer", None), asked, *_waiting(tracker)]

    def _choices(self, tracker: Tracker) -> list[dict[str, str]]:
        names = dict.fromkeys(
            score["name"].partition("/")[0] for score in tracker.latest_message["intent_ranking"]
        )
        titles = self._toolbox.texts.titles
        offered = [name for name in names if name in titles and name not in _NOT_OFFERED]
        return [{"title": titles[name], "payload": f"/{name}"} for name in offered[:_MAX_CHOICES]]


class ActionHandOver(ToolboxAction):
    """Puts the conversation before the staff and tells when somebody is there."""

    def name(self) -> str:
        return "action_hand_over"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        await say_hand_over(dispatcher, reason="request")
        return [*settled(), *back_to_form(tracker)]


class ActionPromise(ToolboxAction):
    """Keeps the question that was not answered, under a number, for somebody of the office."""

    def name(self) -> str:
        return "action_promise"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        question = tracker.get_slot("unanswered") or _last_words(tracker)
        if question is None:
            dispatcher.utter_message(response="utter_nothing_to_promise")
            return [*settled(), *back_to_form(tracker)]
        scope = current_scope()
        promised = await scope.attendance.promise(scope.conversation_id, question=question)
        dispatcher.utter_message(
            response="utter_promised", number=promised.number, due=promised.due_at.date().isoformat()
        )
        return [*settled(), SlotSet("unanswered", None), *back_to_form(tracker)]


async def say_hand_over(dispatcher: CollectingDispatcher, *, reason: str) -> None:
    """Ask for a person of the office and say when one can be there."""
    scope = current_scope()
    available = await scope.attendance.want_staff(scope.conversation_id, reason=reason)
    opening = available.next_opening
    dispatcher.utter_message(
        response="utter_hand_over",
        reason=reason,
        open_now=available.open_now,
        opening_day=opening.date().isoformat() if opening else None,
        opening_time=f"{opening:%H:%M}" if opening else None,
    )


def _waiting(tracker: Tracker) -> list[EventType]:
    """Choices are not mixed with those of a form's question, except for a registration, which goes on."""
    if tracker.active_loop_name in (None, REGISTRATION):
        return back_to_form(tracker)
    return [FollowupAction("action_listen")]


def _last_words(tracker: Tracker) -> str | None:
    """The newest text that the person typed before this message."""
    typed = [
        event["text"]
        for event in tracker.events
        if event["event"] == "user" and event.get("text") and not event["text"].startswith("/")
    ]
    return typed[-1] if typed else None
