"""The spine: one message of a person becomes its replies, in one database transaction.

Read the text → lock the person's conversation → let the engine choose and run actions → render →
save snapshot, events and replies → commit. A crash before the commit leaves nothing behind, and a
message that comes again (same channel, account and event id) gets the replies it got before.
"""

import asyncio
import re
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import Any, TypeAlias
from weakref import WeakValueDictionary

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.actions import TurnScope, turn_scope
from bot.clock import Clock
from bot.dialogue import DialogueEngine, Tracker, Turn, Utterance
from bot.observability import DECISIONS, TURN_SECONDS, TURNS
from bot.registration import Registration
from bot.rendering import Renderer
from bot.storage import (
    ConversationRepository,
    Database,
    DatabaseUnavailableError,
    InboxRepository,
    OutboxRepository,
    StoredConversation,
    StoredLine,
)
from bot.types import Button, InboundEvent, OutboundMessage, ParseResult
from bot.understanding import Understanding, parse_payload

# Longer texts are letters or pasted pages; the person is asked for the question in a few sentences.
MAX_TEXT = 4_000

# A pressed button is stored as its payload, which means nothing to a reader.
PAYLOAD = re.compile(r"/\w+(\{.*\})?", re.DOTALL)
UNKNOWN_CHOICE = "Đã chọn một câu trả lời"
PERSONAL_ID = "personal_id"
BLOT = "•"

log = structlog.get_logger(__name__)


# One line of a conversation as a reader sees it: author, text, buttons, time.
ChatLine: TypeAlias = StoredLine


def with_titles(lines: Sequence[ChatLine], *, offered: Iterable[Button] = ()) -> list[ChatLine]:
    """The lines with each pressed button, stored as its payload, under the title that it had.

    :param offered: buttons that were to be seen beside those of the lines.
    """
    titles = {button.payload: button.title for button in chain(offered, *(line.buttons for line in lines))}
    return [
        replace(line, text=titles.get(line.text, UNKNOWN_CHOICE)) if _is_payload(line) else line
        for line in lines
    ]


def _is_payload(line: ChatLine) -> bool:
    return line.author == "user" and PAYLOAD.fullmatch(line.text) is not None


def without_personal_ids(parse: ParseResult) -> ParseResult:
    """The same with the digits of every personal ID blotted out: a chat keeps none, not even encrypted."""
    found = [entity for entity in parse.entities if entity.entity == PERSONAL_ID]
    text = parse.text
    for entity in found:
        text = text[: entity.start] + BLOT * (entity.end - entity.start) + text[entity.end :]
    entities = tuple(replace(entity, value=BLOT) if entity in found else entity for entity in parse.entities)
    return replace(parse, text=text, entities=entities)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it is kept, and what it means or the message that says why it could not be taken."""

    text: str
    parse: ParseResult | None = None
    refusal: str | None = None


class Conversations:
    """All conversations of this installation."""

    def __init__(
        self,
        *,
        database: Database,
        understanding: Understanding,
        engine: DialogueEngine,
        renderer: Renderer,
        province: Mapping[str, Any],
        clock: Clock,
    ) -> None:
        self._database = database
        self._understanding = understanding
        self._engine = engine
        self._renderer = renderer
        self._province = province
        self._clock = clock
        # Keeps one person's burst from taking every database connection; order and safety come from the row lock.
        self._turns: WeakValueDictionary[tuple[str, str, str], asyncio.Lock] = WeakValueDictionary()

    async def converse(self, event: InboundEvent) -> list[OutboundMessage]:
        """The replies to one message; a repeated event gets the replies it got before.

        An error inside the turn is logged without the text and answered with an apology: the
        message stays in the conversation's history either way.

        :raises DatabaseUnavailableError: when nothing can be kept; the event may be given again.
        """
        started = time.perf_counter()
        turn_lock = self._turns.setdefault((event.channel, event.account_id, event.user_id), asyncio.Lock())
        async with turn_lock:
            try:
                replies, outcome = await self._answer(event, self.read(event.text)), "answered"
            except DatabaseUnavailableError:
                # Nothing can be kept, not even an apology: whoever sent it hears so and sends it again.
                TURNS.labels(event.channel, "unavailable").inc()
                raise
            except Exception:
                log.exception("turn_failed", channel=event.channel)
                apology = Reading(event.text, refusal="utter_something_went_wrong")
                replies, outcome = await self._answer(event, apology), "failed"
        TURNS.labels(event.channel, outcome).inc()
        TURN_SECONDS.labels(event.channel).observe(time.perf_counter() - started)
        return replies

    def parse(self, text: str) -> ParseResult:
        """What a text means, without a conversation."""
        return self._understanding.parse(text, today=self._clock.today())

    def read(self, text: str) -> Reading:
        """A typed text or a button's payload, read; what cannot be taken is refused with a message."""
        if len(text) > MAX_TEXT:
            beginning = without_personal_ids(self.parse(text[:MAX_TEXT]))
            return Reading(f"{beginning.text} […]", refusal="utter_too_long")
        if text.startswith("/"):
            domain = self._engine.domain
            payload = parse_payload(text, intents=domain.intents, entities=domain.entities)
            return Reading(text, payload) if payload else Reading(text, refusal="utter_stale_button")
        parse = without_personal_ids(self.parse(text))
        DECISIONS.labels(parse.decision.value).inc()
        return Reading(parse.text, parse)

    async def history(
        self, *, channel: str, account_id: str, user_id: str, limit: int = 50
    ) -> list[ChatLine]:
        """The newest lines of a person's conversation, oldest first; empty when there is none."""
        async with self._database.reading() as session:
            repository = ConversationRepository(session)
            conversation = await repository.find(channel, account_id, user_id)
            return await repository.messages(conversation.id, limit=limit) if conversation else []

    def welcome(self, channel: str) -> list[OutboundMessage]:
        """What a person sees before the first message; nothing is stored."""
        return [self._render(Utterance(response="utter_welcome"), channel=channel, slots={})]

    async def _answer(self, incoming: InboundEvent, reading: Reading) -> list[OutboundMessage]:
        event = replace(incoming, text=reading.text)
        async with self._database.transaction() as session:
            conversations = ConversationRepository(session)
            conversation = await conversations.lock(event.channel, event.account_id, event.user_id)
            accepted = await InboxRepository(session).accept_done(
                event, conversation.id, at=self._clock.now()
            )
            outbox = OutboxRepository(session)
            if not accepted.is_new:
                return await outbox.replies_to(accepted.inbox_id)
            tracker = self._tracker(conversation)
            turn = await self._turn(tracker, event, reading, conversation, session)
            replies = [
                self._render(utterance, channel=event.channel, slots=tracker.slots)
                for utterance in turn.utterances
            ]
            said = [tracker.record(_bot_event(reply, event.sent_at)) for reply in replies]
            await conversations.save_turn(
                conversation, snapshot=tracker.snapshot(), events=[*turn.events, *said], at=self._clock.now()
            )
            await outbox.add(
                conversation.id, accepted.inbox_id, messages=replies, state="sent", at=self._clock.now()
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
        if reading.parse is None:
            user = _user_event(event)
            return Turn(events=(user,), utterances=(Utterance(response=reading.refusal),))
        now = self._clock.now()
        scope = TurnScope(
            today=self._clock.today(),
            now=now,
            channel=event.channel,
            conversation_id=conversation.id,
            registration=Registration(session, now=now),
        )
        with turn_scope(scope):
            return await self._engine.handle(
                tracker,
                reading.parse,
                at=event.sent_at.timestamp(),
                message_id=event.event_id,
                input_channel=event.channel,
            )

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
