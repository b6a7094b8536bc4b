"""All channels of this installation that do not wait, at work: events in, turns taken, messages out."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

from fastapi import APIRouter

from bot.channels.delivery.channel import Channel
from bot.channels.delivery.deliveries import Deliveries, recover
from bot.channels.delivery.health import Health
from bot.channels.delivery.precedence import Precedence
from bot.channels.delivery.pump import Pump
from bot.channels.delivery.turns import Conversations, Turns
from bot.clock import Clock
from bot.observability import ACCEPTED
from bot.storage import Database, Delivery
from bot.types import EventKind, InboundEvent

# One waits for the database while the next is read. More only wait for each other, and the events that come for all.
TURNS_AT_ONCE = 2
# On one channel: a platform that is slow to answer takes no place from the others.
DELIVERIES_AT_ONCE = 32


class Messaging:
    """Any number of processes may run this on one PostgreSQL database; the embedded one serves a single process."""

    def __init__(
        self,
        channels: Sequence[Channel],
        *,
        database: Database,
        conversations: Conversations,
        clock: Clock,
        join_seconds: float,
        silence: timedelta,
        person_pause_seconds: float = 1.0,
    ) -> None:
        """Nothing is at work yet.

        :param join_seconds: how long a typed line waits for the next, as the conversations have it.
        :param silence: how long a webhook may bring nothing before that is an alarm.
        :param person_pause_seconds: how long a person is left alone after a message.
        """
        self.channels = channels
        self._database = database
        self._conversations = conversations
        self._join_seconds = join_seconds
        accounts = {(channel.name, channel.account_id): channel for channel in channels}
        self.health = Health(channels, database=database, clock=clock, silence=silence)
        self._precedence = Precedence()
        pause = timedelta(seconds=person_pause_seconds)
        deliveries = [
            Deliveries(channel, database=database, clock=clock, health=self.health, person_pause=pause)
            for channel in channels
        ]
        self._sending = [_sending(each, self._precedence) for each in deliveries]
        turns = Turns(
            database=database,
            conversations=conversations,
            clock=clock,
            channels=accounts,
            answered=self._deliver,
        )
        self._answering = Pump(
            "turns",
            find=turns.find,
            handle=turns.handle,
            limit=TURNS_AT_ONCE,
            precedence=self._precedence,
        )

    def router(self) -> APIRouter:
        """The addresses that the platforms call."""
        router = APIRouter()
        for channel in self.channels:
            router.include_router(channel.router(self.take))
        return router

    async def take(self, event: InboundEvent) -> bool:
        """Keep an event and see to its answer; whether it is new."""
        with self._precedence.urgent():
            is_new = await self._conversations.accept(event)
        self.health.heard((event.channel, event.account_id))
        if is_new:
            ACCEPTED.labels(event.channel).inc()
            # A typed line waits for the next one.
            pause = self._join_seconds if event.kind is EventKind.TEXT else 0
            asyncio.get_running_loop().call_later(pause, self._answering.wake)
        return is_new

    async def check(self) -> list[str]:
        """Ask every platform whether our account works; a line for each."""
        await asyncio.gather(*(channel.check() for channel in self.channels))
        return [channel.status() for channel in self.channels]

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """At work within the block; at its end what is under way gets a moment to finish."""
        if not self.channels:
            yield
            return
        await recover(self._database)
        pumps = [asyncio.create_task(self._answering.run())]
        pumps += [asyncio.create_task(sending.run()) for sending in self._sending]
        channels = [asyncio.create_task(channel.run(self.take)) for channel in self.channels]
        channels.append(asyncio.create_task(self.health.run()))
        try:
            yield
        finally:
            for channel in channels:
                channel.cancel()
            self._answering.stop()
            for sending in self._sending:
                sending.stop()
            await asyncio.gather(*channels, *pumps, return_exceptions=True)
            await asyncio.gather(*(channel.close() for channel in self.channels))

    def _deliver(self) -> None:
        for sending in self._sending:
            sending.wake()


def _sending(deliveries: Deliveries, precedence: Precedence) -> Pump[Delivery]:
    return Pump(
        "deliveries",
        find=deliveries.find,
        handle=deliveries.handle,
        limit=DELIVERIES_AT_ONCE,
        precedence=precedence,
    )
