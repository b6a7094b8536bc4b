"""The spine: one message of a person becomes its replies, in one database transaction.

Read the text → lock the person's conversation → let the engine choose and run actions → render →
save snapshot, events and replies → commit. A crash before the commit leaves nothing behind, and a
message that comes again (same channel, account and event id) gets the replies it got before.

A channel that waits calls `converse` and gets the replies. Others call `accept`, which only keeps the
event; `process` then answers what waits in a conversation, and leaves the replies to be delivered.
"""

import asyncio
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
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
    StorageError,
    StoredConversation,
    StoredLine,
    WaitingEvent,
)
from bot.types import Button, EventKind, InboundEvent, OutboundMessage, ParseResult
from bot.understanding import Understanding, joined, parse_payload

# Longer texts are letters or pasted pages; the person is asked for the question in a few sentences.
MAX_TEXT = 4_000

# A pressed button is stored as its payload, which means nothing to a reader.
PAYLOAD = re.compile(r"/\w+(\{.*\})?", re.DOTALL)
UNKNOWN_CHOICE = "Đã chọn một câu trả lời"
PERSONAL_ID = "personal_id"
BLOT = "•"
# What is kept of a text that could not even be read, and so not be blotted.
UNREADABLE = "[…]"

# Lines that a person types within this time of one another are answered together.
BREATH = timedelta(seconds=2)
# A button whose payload is too long for its platform is pressed by the place of its message in the outbox.
_BUTTON_KEY = re.compile(r"#(\d{1,18}):(\d{1,3})")
UNREACHABLE = "người dân đã chặn"
# What is not read as words: how it stands in the history, and the message that answers it.
NOTICES: Mapping[EventKind, tuple[str, str]] = {
    EventKind.START: ("[Bắt đầu]", "utter_welcome"),
    EventKind.HELP: ("[Trợ giúp]", "utter_help"),
    EventKind.PHOTO: ("[Ảnh]", "utter_photo_received"),
    EventKind.STICKER: ("[Nhãn dán]", "utter_sticker_received"),
    EventKind.VOICE: ("[Lời nói]", "utter_voice_received"),
    EventKind.FILE: ("[Tệp]", "utter_file_received"),
    EventKind.LOCATION: ("[Vị trí]", "utter_location_received"),
    EventKind.FOREIGN_CONTACT: ("[Danh thiếp]", "utter_foreign_contact"),
    EventKind.OTHER: ("[Nội dung khác]", "utter_media_or_noise"),
    EventKind.GROUP: ("[Nhóm]", "utter_group_refused"),
}

log = structlog.get_logger(__name__)


# One line of a conversation as a reader sees it: author, text, buttons, time.
ChatLine: TypeAlias = StoredLine
# Makes of a reply the messages that a platform can carry.
Shape: TypeAlias = Callable[[OutboundMessage], Sequence[OutboundMessage]]


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
    """A text as it is kept, what it means, and a message that comes before the answer or in its place."""

    text: str
    parse: ParseResult | None = None
    notice: str | None = None


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
        breath: timedelta = BREATH,
    ) -> None:
        self._breath = breath
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
        kept = UNREADABLE
        async with turn_lock:
            try:
                reading = self.read(event.text)
                kept = reading.text
                replies, outcome = await self._answer(event, reading), "answered"
            except DatabaseUnavailableError:
                # Nothing can be kept, not even an apology: whoever sent it hears so and sends it again.
                TURNS.labels(event.channel, "unavailable").inc()
                raise
            except Exception:
                log.exception("turn_failed", channel=event.channel)
                apology = Reading(kept, notice="utter_something_went_wrong")
                replies, outcome = await self._answer(event, apology), "failed"
        TURNS.labels(event.channel, outcome).inc()
        TURN_SECONDS.labels(event.channel).observe(time.perf_counter() - started)
        return replies

    async def accept(self, event: InboundEvent) -> bool:
        """Keep an event that is answered later; whether it is new. Nothing else is waited for.

        A typed line waits a moment for the next one.
        """
        now = self._clock.now()
        due_at = now + self._breath if event.kind is EventKind.TEXT else now
        async with self._database.transaction() as session:
            conversation_id = await ConversationRepository(session).ensure(
                event.channel, event.account_id, event.user_id
            )
            return await InboxRepository(session).accept(event, conversation_id, at=now, due_at=due_at)

    async def process(self, conversation_id: int, *, shape: Shape) -> bool:
        """Answer the oldest waiting event of a conversation, with the lines typed in the same breath.

        False when nothing waits or another process is at it. An error inside the turn is answered with an apology.

        :param shape: makes of a reply the messages that its platform can carry; they are kept to be delivered.
        :raises StorageError: when the database does not work; the event goes on waiting.
        """
        started = time.perf_counter()
        events, texts = await self._waiting(conversation_id)
        if not events:
            return False
        channel = events[0].event.channel
        try:
            reading = self._read_event(events[0].event.kind, texts)
            answered, outcome = (
                await self._answer_waiting(conversation_id, events, reading, shape),
                "answered",
            )
        except StorageError:
            raise
        except Exception:
            log.exception("turn_failed", channel=channel)
            apology = Reading("\n".join(texts), notice="utter_something_went_wrong")
            answered, outcome = await self._answer_waiting(conversation_id, events, apology, shape), "failed"
        if answered:
            TURNS.labels(channel, outcome).inc()
            TURN_SECONDS.labels(channel).observe(time.perf_counter() - started)
        return answered

    def parse(self, text: str) -> ParseResult:
        """What a text means, without a conversation."""
        return self._understanding.parse(text, today=self._clock.today())

    def read(self, text: str) -> Reading:
        """A typed text or a button's payload, read; what cannot be taken is refused with a message."""
        if len(text) > MAX_TEXT:
            beginning = without_personal_ids(self.parse(text[:MAX_TEXT]))
            return Reading(f"{beginning.text} […]", notice="utter_too_long")
        if text.startswith("/"):
            domain = self._engine.domain
            payload = parse_payload(text, intents=domain.intents, entities=domain.entities)
            return Reading(text, payload) if payload else Reading(text, notice="utter_stale_button")
        parse = without_personal_ids(self.parse(text))
        DECISIONS.labels(parse.decision.value).inc()
        return Reading(parse.text, parse)

    async def _waiting(self, conversation_id: int) -> tuple[list[WaitingEvent], list[str]]:
        """The events to be answered next, and their words; a button's key is resolved to its payload."""
        async with self._database.reading() as session:
            events = await InboxRepository(session).next_events(conversation_id, within=self._breath)
            words = _words(events)
            pressed = _BUTTON_KEY.fullmatch(words[0]) if words else None
            if pressed and events[0].event.kind is EventKind.BUTTON:
                place = int(pressed[1]), int(pressed[2])
                payload = await OutboxRepository(session).payload(conversation_id, *place)
                # What is not known any more is read as a button that is out of date.
                words = [payload or "/"]
        return events, words

    def _read_event(self, kind: EventKind, texts: Sequence[str]) -> Reading:
        if kind not in NOTICES:
            return self._read_lines(texts)
        label, notice = NOTICES[kind]
        words = texts[0]
        if not words:
            return Reading(label, notice=notice)
        reading = self.read(words)
        return replace(reading, notice=reading.notice or notice)

    def _read_lines(self, lines: Sequence[str]) -> Reading:
        text = "\n".join(lines)
        if len(lines) == 1 or len(text) > MAX_TEXT:
            return self.read(text)
        parse = joined([without_personal_ids(self.parse(line)) for line in lines])
        if parse is None:
            return self.read(text)
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
            replies = await self._reply(event, reading, conversation, session)
            await outbox.add(
                conversation.id, accepted.inbox_id, messages=replies, state="sent", at=self._clock.now()
            )
        return replies

    async def _answer_waiting(
        self, conversation_id: int, events: Sequence[WaitingEvent], reading: Reading, shape: Shape
    ) -> bool:
        event = replace(events[0].event, text=reading.text)
        async with self._database.transaction() as session:
            conversations = ConversationRepository(session)
            conversation = await conversations.lock_idle(conversation_id)
            if conversation is None or not await InboxRepository(session).finish(events):
                return False
            outbox = OutboxRepository(session)
            if event.kind is EventKind.BLOCKED:
                await conversations.mark_unreachable(conversation_id, at=self._clock.now())
                await outbox.abandon(conversation_id, reason=UNREACHABLE)
                return True
            await conversations.mark_reachable(conversation_id)
            if event.kind is EventKind.UNBLOCKED:
                return True
            replies = await self._reply(event, reading, conversation, session)
            parts = [part for reply in replies for part in shape(reply)]
            await outbox.add(
                conversation_id, events[0].inbox_id, messages=parts, state="pending", at=self._clock.now()
            )
        return True

    async def _reply(
        self, event: InboundEvent, reading: Reading, conversation: StoredConversation, session: AsyncSession
    ) -> list[OutboundMessage]:
        """Take the turn of a locked conversation and save it."""
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


def _words(events: Sequence[WaitingEvent]) -> list[str]:
    """What was said; a line that was corrected meanwhile only in its last wording."""
    latest = {
        waiting.event.metadata.get("message_id", waiting.inbox_id): waiting.event.text for waiting in events
    }
    return list(latest.values())


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
