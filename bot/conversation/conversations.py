"""All conversations: what a channel may ask of them. Each answer is one database transaction."""

import asyncio
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TypeAlias
from weakref import WeakValueDictionary

import structlog

from bot.clock import Clock
from bot.observability import TURN_SECONDS, TURNS
from bot.storage import (
    ConversationRepository,
    Database,
    DatabaseUnavailableError,
    EchoRepository,
    FloorRepository,
    HeldMessageRepository,
    InboxRepository,
    OutboxRepository,
    Session,
    StorageError,
    StoredConversation,
    Unasked,
    WaitingEvent,
)
from bot.types import EventKind, InboundEvent, OutboundMessage, ParseResult

from .choices import chosen, chosen_number
from .lines import ChatLine
from .reading import Reader, Reading
from .turns import TurnTaker

# Lines that a person types within this time of one another are answered together.
BREATH = timedelta(seconds=2)
FLOOR_TIME = timedelta(minutes=30)
# What is kept of a text that could not even be read, and so not be blotted.
UNREADABLE = "[…]"
# A button whose payload is too long for its platform is pressed by the place of its message in the outbox.
_BUTTON_KEY = re.compile(r"#(\d{1,18}):(\d{1,3})")
UNREACHABLE = "người dân đã chặn"
NEWS_LIMIT = 50

log = structlog.get_logger(__name__)

# Makes of a reply the messages that a platform can carry.
Shape: TypeAlias = Callable[[OutboundMessage], Sequence[OutboundMessage]]


class Conversations:
    """All conversations of this installation."""

    def __init__(
        self,
        *,
        database: Database,
        reader: Reader,
        turns: TurnTaker,
        clock: Clock,
        breath: timedelta = BREATH,
        floor_time: timedelta = FLOOR_TIME,
    ) -> None:
        """:param breath: the longest pause between lines that are answered together.
        :param floor_time: how long the bot is silent after somebody of the office spoke elsewhere."""
        self._floor_time = floor_time
        self._database = database
        self._reader = reader
        self._taker = turns
        self._clock = clock
        self._breath = breath
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
                reading = await self._reader.considered(self._reader.read(event.text))
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
        """Keep an event that is answered later; whether it is new. A platform waits for this, so it goes first.

        A typed line waits a moment for the next one.
        """
        now = self._clock.now()
        due_at = now + self._breath if event.kind is EventKind.TEXT else now
        async with self._database.transaction(urgent=True) as session:
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
            reading = await self._reader.considered(self._reader.read_event(events[0].event.kind, texts))
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
        return self._reader.parse(text)

    async def _waiting(self, conversation_id: int) -> tuple[list[WaitingEvent], list[str]]:
        """The events to be answered next, and their words; a button's key is resolved to its payload."""
        async with self._database.reading() as session:
            events = await InboxRepository(session).next_events(conversation_id, within=self._breath)
            words = _words(events)
            if not words:
                return events, words
            kind, outbox = events[0].event.kind, OutboxRepository(session)
            if kind is EventKind.BUTTON and (pressed := _BUTTON_KEY.fullmatch(words[0])):
                place = int(pressed[1]), int(pressed[2])
                # What is not known any more is read as a button that is out of date.
                return events, [await outbox.payload(conversation_id, *place) or "/"]
            if kind is EventKind.TEXT and chosen_number(words[0]):
                payload = chosen(words[0], await outbox.numbered_choices(conversation_id))
                # What was typed after the choice is answered after it.
                return (events[:1], [payload]) if payload else (events, words)
        return events, words

    async def history(
        self, *, channel: str, account_id: str, user_id: str, limit: int = 50
    ) -> list[ChatLine]:
        """The newest lines of a person's conversation, oldest first; empty when there is none."""
        async with self._database.reading() as session:
            repository = ConversationRepository(session)
            conversation = await repository.find(channel, account_id, user_id)
            return await repository.messages(conversation.id, limit=limit) if conversation else []

    async def news(self, *, channel: str, account_id: str, user_id: str, after: int) -> list[Unasked]:
        """What a person got without asking, after the message of this number: an officer's words, a kept promise."""
        async with self._database.reading() as session:
            conversation = await ConversationRepository(session).find(channel, account_id, user_id)
            if conversation is None:
                return []
            return await OutboxRepository(session).unasked(conversation.id, after=after, limit=NEWS_LIMIT)

    async def newest_news(self, *, channel: str, account_id: str, user_id: str) -> int:
        """The number of the newest such message; 0 when there is none."""
        async with self._database.reading() as session:
            conversation = await ConversationRepository(session).find(channel, account_id, user_id)
            return await OutboxRepository(session).newest_unasked(conversation.id) if conversation else 0

    def welcome(self, channel: str) -> list[OutboundMessage]:
        """What a person sees before the first message; nothing is stored."""
        return self._taker.welcome(channel)

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
            await _note_source(event, conversation.id, conversations)
            waiting = await outbox.take_waiting(conversation.id, at=self._clock.now())
            replies = await self._taker.reply(event, reading, conversation, session)
            await outbox.add(
                conversation.id, accepted.inbox_id, messages=replies, state="sent", at=self._clock.now()
            )
        return [*waiting, *replies]

    async def _answer_waiting(
        self, conversation_id: int, events: Sequence[WaitingEvent], reading: Reading, shape: Shape
    ) -> bool:
        event = replace(events[0].event, text=reading.text)
        async with self._database.transaction() as session:
            conversation = await ConversationRepository(session).lock_idle(conversation_id)
            if conversation is None or not await InboxRepository(session).finish(events):
                return False
            if not await self._wants_answer(event, conversation, session):
                return True
            replies = await self._taker.reply(event, reading, conversation, session)
            parts = [part for reply in replies for part in shape(reply)]
            await OutboxRepository(session).add(
                conversation_id, events[0].inbox_id, messages=parts, state="pending", at=self._clock.now()
            )
        return True

    async def _wants_answer(
        self, event: InboundEvent, conversation: StoredConversation, session: Session
    ) -> bool:
        """Note what an event says of how the person is reached; whether it wants an answer too."""
        conversations, held = ConversationRepository(session), HeldMessageRepository(session)
        now = self._clock.now()
        if event.kind is EventKind.BLOCKED:
            await conversations.mark_unreachable(conversation.id, at=now)
            await OutboxRepository(session).abandon(conversation.id, reason=UNREACHABLE)
            return False
        if event.kind is EventKind.STAFF:
            await self._hear_office(event, conversation, session)
            return False
        await conversations.mark_reachable(conversation.id)
        if event.kind is EventKind.MORE and await held.release_rest(conversation.id, at=now):
            return False
        await held.release(conversation.id, at=now)
        await _note_source(event, conversation.id, conversations)
        return event.kind is not EventKind.UNBLOCKED

    async def _hear_office(
        self, event: InboundEvent, conversation: StoredConversation, session: Session
    ) -> None:
        """Leave the floor to somebody of the office who answers in the platform's own tools; keep what they say."""
        platform_id, now = str(event.metadata.get("platform_id", "")), self._clock.now()
        if not event.metadata.get("by_person") and await EchoRepository(session).settle_unknown(
            conversation.id, platform_id=platform_id, text=event.text, at=now
        ):
            return
        await self._taker.hear_office(event, conversation, session)
        if conversation.floor == "bot" or conversation.floor_staff_id is None:
            until = now + self._floor_time
            await FloorRepository(session).give_to_staff(conversation.id, staff_id=None, until=until)


def _words(events: Sequence[WaitingEvent]) -> list[str]:
    """What was said; a line that was corrected meanwhile only in its last wording."""
    latest = {
        waiting.event.metadata.get("message_id", waiting.inbox_id): waiting.event.text for waiting in events
    }
    return list(latest.values())


async def _note_source(
    event: InboundEvent, conversation_id: int, conversations: ConversationRepository
) -> None:
    """Keep the link or QR code that the person came by."""
    if source := event.metadata.get("source"):
        await conversations.note_source(conversation_id, source)
