"""Delivers the messages that wait: claims each for this process, sends it once, and notes what became of it.

A message of a conversation goes out when the one before it is settled and a pause is over. Nothing is sent again of
which nobody knows whether it went out: no platform could tell the second from a new message.
"""

import asyncio
import random
from collections.abc import Hashable, Mapping
from datetime import timedelta

import structlog
from aiolimiter import AsyncLimiter

from bot.channels.delivery.channel import Channel, Fate, Outcome
from bot.channels.delivery.health import Health
from bot.clock import Clock
from bot.observability import DELIVERIES
from bot.storage import (
    REST,
    ConversationRepository,
    Database,
    Delivery,
    HeldMessageRepository,
    OutboxRepository,
)

# No attempt may take longer; a claim outlives it by far.
SEND_SECONDS = 30.0
CLAIM = timedelta(seconds=60)
# How often what was held too long is looked for.
CLEARING = timedelta(minutes=10)
# Doubled with each attempt up to the longest; a day later nobody waits for the answer any more.
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 300.0
TOO_LATE = timedelta(days=1)
GAVE_UP = "đã thử nhiều lần trong một ngày"

log = structlog.get_logger(__name__)


async def recover(database: Database) -> None:
    """After a start: on the embedded database, what was being sent has no process any more."""
    if database.serves_one_process:
        async with database.transaction() as session:
            await OutboxRepository(session).give_up_sending()


class Deliveries:
    """The messages to people on one channel, at the platform's pace and at a person's."""

    def __init__(
        self, channel: Channel, *, database: Database, clock: Clock, health: Health, person_pause: timedelta
    ) -> None:
        """:param person_pause: how long a person is left alone after a message."""
        self._channel = channel
        self._database = database
        self._clock = clock
        self._health = health
        self._person_pause = person_pause
        self._pace = AsyncLimiter(channel.messages_a_second, time_period=1)
        self._next_clearing = clock.now()

    async def find(self, free: int, _: int) -> Mapping[Hashable, Delivery]:
        """Messages that are due, claimed for this process."""
        now = self._clock.now()
        if now >= self._next_clearing:
            self._next_clearing = now + CLEARING
            async with self._database.transaction() as session:
                await HeldMessageRepository(session).give_up(at=now)
        account = (self._channel.name, self._channel.account_id)
        async with self._database.reading() as session:
            due = await OutboxRepository(session).due(
                [account], now=now, limit=free, pause=self._person_pause
            )
        if not due:
            return {}
        async with self._database.transaction() as session:
            claimed = await OutboxRepository(session).claim(due, now=now, until=now + CLAIM)
        return {delivery.id: delivery for delivery in claimed}

    async def handle(self, delivery: Delivery) -> None:
        """Send one claimed message."""
        async with self._pace:
            outcome = await self._attempt(delivery)
        DELIVERIES.labels(delivery.channel, outcome.fate).inc()
        if outcome.fate is Fate.SENT:
            self._health.sent((delivery.channel, delivery.account_id))
        else:
            log.warning(
                "message_not_sent",
                channel=delivery.channel,
                outbox_id=delivery.id,
                fate=outcome.fate.value,
                reason=outcome.reason,
            )
        await self._note(delivery, outcome)

    async def _attempt(self, delivery: Delivery) -> Outcome:
        try:
            async with asyncio.timeout(SEND_SECONDS):
                return await self._channel.send(delivery)
        except TimeoutError:
            return Outcome(Fate.UNKNOWN, "hết giờ chờ")
        except Exception as error:
            log.exception("send_failed", channel=delivery.channel)
            return Outcome(Fate.UNKNOWN, type(error).__name__)

    async def _note(self, delivery: Delivery, outcome: Outcome) -> None:
        now = self._clock.now()
        async with self._database.transaction() as session:
            outbox, held = OutboxRepository(session), HeldMessageRepository(session)
            match outcome.fate:
                case Fate.SENT:
                    await outbox.settle(
                        delivery.id,
                        state="sent",
                        at=now,
                        platform_id=outcome.platform_id,
                        quota_left=outcome.quota_left,
                    )
                    if outcome.rest_offered:
                        await held.hold(delivery.conversation_id, reason=REST)
                case Fate.LATER if now - delivery.created_at < TOO_LATE:
                    until = now + pause(delivery.attempts, outcome.retry_after)
                    await outbox.postpone(delivery.id, until=until, reason=outcome.reason or "")
                case Fate.LATER:
                    await outbox.settle(delivery.id, state="failed", reason=GAVE_UP)
                case Fate.HELD:
                    await outbox.settle(delivery.id, state="held", reason=outcome.reason)
                    await held.hold(delivery.conversation_id, reason=outcome.reason or "")
                case Fate.FAILED | Fate.UNKNOWN:
                    await outbox.settle(delivery.id, state=outcome.fate.value, reason=outcome.reason)
                case Fate.UNREACHABLE:
                    # The conversation first, as a turn takes them: neither then waits for the other.
                    people = ConversationRepository(session)
                    await people.mark_unreachable(delivery.conversation_id, at=now)
                    await outbox.settle(delivery.id, state="failed", reason=outcome.reason)
                    await outbox.abandon(delivery.conversation_id, reason=outcome.reason or "")


def pause(attempts: int, retry_after: float | None) -> timedelta:
    """How long a message waits after so many attempts: as long as the platform asks, else longer each time."""
    if retry_after is not None:
        return timedelta(seconds=retry_after)
    longest = min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** (attempts - 1))
    # Not all at once when a platform comes back.
    return timedelta(seconds=longest * random.uniform(0.5, 1))  # noqa: S311 # no secret depends on it
