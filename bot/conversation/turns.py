"""One turn of a locked conversation: the engine chooses and acts, the replies are rendered, all is saved."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.actions import TurnScope, turn_scope
from bot.clock import Clock
from bot.dialogue import DialogueEngine, Tracker, Turn, Utterance
from bot.registration import Registration
from bot.rendering import Renderer
from bot.storage import ConversationRepository, StoredConversation
from bot.types import InboundEvent, OutboundMessage

from .reading import Reading


class TurnTaker:
    """Takes turns; committing them is its caller's."""

    def __init__(
        self, engine: DialogueEngine, *, renderer: Renderer, province: Mapping[str, Any], clock: Clock
    ) -> None:
        self._engine = engine
        self._renderer = renderer
        self._province = province
        self._clock = clock

    def welcome(self, channel: str) -> list[OutboundMessage]:
        """What a person sees before the first message; nothing is stored."""
        return [self._render(Utterance(response="utter_welcome"), channel=channel, slots={})]

    async def reply(
        self, event: InboundEvent, reading: Reading, conversation: StoredConversation, session: AsyncSession
    ) -> list[OutboundMessage]:
        """Take the turn of a locked conversation and save it; the replies as they were said."""
        tracker = self._tracker(conversation)
        turn = await self._turn(tracker, event, reading, conversation, session)
        replies = [
            self._render(utterance, channel=event.channel, slots=tracker.slots)
            for utterance in turn.utterances
        ]
        said = [tracker.record(_bot_event(reply, event.sent_at)) for reply in replies]
        await ConversationRepository(session).save_turn(
            conversation, snapshot=tracker.snapshot(), events=[*turn.events, *said], at=self._clock.now()
        )
        return replies

    def _tracker(self, conversation: StoredConversation) -> Tracker:
        if conversation.snapshot is None:
            return Tracker.start(self._engine.domain, sender_id=str(conversation.id))
        return Tracker.from_snapshot(self._engine.domain, conversation.snapshot)

    async def _turn(
        self,
        tracker: Tracker,
        event: InboundEvent,
        reading: Reading,
        conversation: StoredConversation,
        session: AsyncSession,
    ) -> Turn:
        notice = (Utterance(response=reading.notice),) if reading.notice else ()
        if reading.parse is None:
            return Turn(events=(_user_event(event),), utterances=notice)
        now = self._clock.now()
        scope = TurnScope(
            today=self._clock.today(),
            now=now,
            channel=event.channel,
            conversation_id=conversation.id,
            registration=Registration(session, now=now),
        )
        with turn_scope(scope):
            turn = await self._engine.handle(
                tracker,
                reading.parse,
                at=event.sent_at.timestamp(),
                message_id=event.event_id,
                input_channel=event.channel,
            )
        return replace(turn, utterances=(*notice, *turn.utterances))

    def _render(self, utterance: Utterance, *, channel: str, slots: Mapping[str, Any]) -> OutboundMessage:
        if utterance.response is None:
            return OutboundMessage(
                utterance.text or "", utterance.buttons, utterance.image, utterance.attachment
            )
        return self._renderer.render(
            utterance.response,
            channel=channel,
            today=self._clock.today(),
            slots=slots,
            arguments=utterance.arguments,
            province=self._province,
        )


def _user_event(event: InboundEvent) -> dict[str, Any]:
    """Rasa's user event for a text that was not read."""
    return {
        "event": "user",
        "timestamp": event.sent_at.timestamp(),
        "text": event.text,
        "message_id": event.event_id,
    }


def _bot_event(reply: OutboundMessage, at: datetime) -> dict[str, Any]:
    """Rasa's bot event for a reply as it was said."""
    data = reply.as_dict()
    return {"event": "bot", "timestamp": at.timestamp(), "text": data.pop("text"), "data": data}
