"""Lets the talk go on elsewhere: gives a code, takes one that was given on another channel, ends the link."""

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, Restarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.actions.answers import back_to_form, entity_values, settled
from bot.actions.scope import Tiding, ToolboxAction, current_scope
from bot.registration.linking import CODE, LIFETIME, Joined, Refusal

# The entity's value for the wish to end the link.
UNLINK = "undo"


class ActionLinkChannels(ToolboxAction):
    """Gives a code, or takes the one that was typed."""

    def name(self) -> str:
        return "action_link_channels"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        given = next((str(value) for value in entity_values(tracker, "link_code")), None)
        if given == UNLINK:
            return await self._part(dispatcher, tracker)
        if given is not None:
            return await self._take(re.sub(r"[\s.-]", "", given), dispatcher, tracker, domain)
        scope = current_scope()
        code = await scope.linking.offer(scope.conversation_id)
        minutes = int(LIFETIME.total_seconds() // 60)
        dispatcher.utter_message(response="utter_link_code", code=f"{code[:4]} {code[4:]}", minutes=minutes)
        return [*settled(), *back_to_form(tracker)]

    async def _take(
        self, code: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        scope = current_scope()
        found = (
            await scope.linking.redeem(code, conversation_id=scope.conversation_id)
            if CODE.fullmatch(code)
            else Refusal.WRONG
        )
        if isinstance(found, Refusal):
            dispatcher.utter_message(response="utter_link_refused", reason=found.value)
            return [*settled(), *back_to_form(tracker)]
        dispatcher.utter_message(response="utter_link_done", channel_of_code=found.channel)
        scope.tidings.append(
            Tiding(found.conversation_id, "utter_link_told", {"channel_of_talk": scope.channel})
        )
        return [*settled(), *_taken_over(found, tracker, domain)]

    async def _part(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        scope = current_scope()
        leaving = await scope.linking.part(scope.conversation_id)
        dispatcher.utter_message(response="utter_link_ended", was_linked=bool(leaving))
        await scope.registration.forget([one for one in leaving if one != scope.conversation_id])
        if scope.conversation_id in leaving:
            return [Restarted()]
        return [*settled(), *back_to_form(tracker)]


def _taken_over(joined: Joined, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
    """What was said there counts here; its form goes on, or the one that was under way here."""
    known = {name: value for name, value in joined.slots.items() if name in domain["slots"]}
    slots = [SlotSet(name, value) for name, value in known.items() if value is not None]
    if joined.form is None:
        return [*slots, *back_to_form(tracker)]
    return [*slots, ActiveLoop(joined.form), SlotSet("requested_slot", None), FollowupAction(joined.form)]
