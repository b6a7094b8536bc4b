"""The channels' health: when each account last heard and spoke, what waits, and an alarm when something is wrong.

A webhook that nobody calls any more looks like a quiet day. So silence longer than a setting is an alarm where the
platform brings the events, and platforms that tell how their deliveries go are asked.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.channels.delivery.channel import Channel
from bot.clock import Clock
from bot.observability import CHANNEL_ALARM, OLDEST_SECONDS, WAITING
from bot.storage import Backlog, ChannelPulseRepository, Database, StorageError, StoredPulse

Account = tuple[str, str]

# How often the moments are written down; a turn never waits for that.
BEAT_SECONDS = 5.0
INSPECT_SECONDS = 300.0
# At the start the channels are still telling the platforms where we are.
FIRST_LOOK_SECONDS = 30.0
_NOTHING = Backlog(0, None)

log = structlog.get_logger(__name__)


class Health:
    """The health of some accounts, kept in the database: every process sees what any of them heard."""

    def __init__(
        self,
        channels: Sequence[Channel],
        *,
        database: Database,
        clock: Clock,
        silence: timedelta,
        inspect_seconds: float = INSPECT_SECONDS,
    ) -> None:
        """:param silence: how long no event is nothing unusual; zero switches that alarm off."""
        self._channels = channels
        self._database = database
        self._clock = clock
        self._silence = silence
        self._inspect_seconds = inspect_seconds
        self._beats: dict[Account, dict[str, datetime]] = {}

    def heard(self, account: Account) -> None:
        """An event came."""
        self._beats.setdefault(account, {})["last_event_at"] = self._clock.now()

    def sent(self, account: Account) -> None:
        """A message went out."""
        self._beats.setdefault(account, {})["last_sent_at"] = self._clock.now()

    async def run(self) -> None:
        """Write the moments down and look after the accounts until cancelled."""
        loop = asyncio.get_running_loop()
        next_look = loop.time() + FIRST_LOOK_SECONDS
        try:
            while True:
                await self._write()
                if loop.time() >= next_look:
                    next_look = loop.time() + self._inspect_seconds
                    await self.inspect()
                await asyncio.sleep(BEAT_SECONDS)
        finally:
            await self._write()

    async def inspect(self) -> None:
        """Look at every account: raise the alarm for what is wrong, end it for what is well again."""
        pulses = await self._pulses()
        for channel in self._channels:
            account = channel.name, channel.account_id
            alarm = channel.trouble or await channel.inspect() or self._silent(channel, pulses.get(account))
            CHANNEL_ALARM.labels(channel.name).set(1 if alarm else 0)
            if alarm:
                log.warning("channel_alarm", channel=channel.name, alarm=alarm)
            with suppress(StorageError):
                await self._note(account, alarm)

    async def report(self) -> list[dict[str, Any]]:
        """Every account as `/readyz` tells it.

        :raises DatabaseUnavailableError: when the database cannot be reached.
        """
        async with self._database.reading() as session:
            repository = ChannelPulseRepository(session)
            pulses = {(pulse.channel, pulse.account_id): pulse for pulse in await repository.all()}
            unanswered, undelivered = await repository.unanswered(), await repository.undelivered()
        return [self._told(channel, pulses, unanswered, undelivered) for channel in self._channels]

    async def measure(self) -> None:
        """Bring the gauges of what waits up to date."""
        with suppress(StorageError):
            for told in await self.report():
                for box in ("inbox", "outbox"):
                    WAITING.labels(told["channel"], box).set(told[f"{box}_waiting"])
                    OLDEST_SECONDS.labels(told["channel"], box).set(told[f"{box}_oldest_seconds"])

    def _told(
        self,
        channel: Channel,
        pulses: Mapping[Account, StoredPulse],
        unanswered: Mapping[Account, Backlog],
        undelivered: Mapping[Account, Backlog],
    ) -> dict[str, Any]:
        account = channel.name, channel.account_id
        pulse = pulses.get(account)
        beats = self._beats.get(account, {})
        told: dict[str, Any] = {
            "channel": channel.name,
            "status": channel.status(),
            "trouble": channel.trouble,
        }
        for name in ("last_event_at", "last_sent_at"):
            moment = beats.get(name) or (getattr(pulse, name) if pulse else None)
            told[name] = moment.isoformat() if moment else None
        for box, backlogs in (("inbox", unanswered), ("outbox", undelivered)):
            backlog = backlogs.get(account, _NOTHING)
            told[f"{box}_waiting"] = backlog.waiting
            told[f"{box}_oldest_seconds"] = self._age(backlog.oldest_at)
        return told | {"alarm": pulse.alarm if pulse else None}

    def _age(self, moment: datetime | None) -> float:
        return round((self._clock.now() - moment).total_seconds(), 1) if moment else 0.0

    def _silent(self, channel: Channel, pulse: StoredPulse | None) -> str | None:
        """Of an account that never heard anything nobody knows whether it should have."""
        if not (self._silence and channel.is_called and pulse and pulse.last_event_at):
            return None
        quiet = self._clock.now() - pulse.last_event_at
        if quiet < self._silence:
            return None
        hours = int(quiet.total_seconds() // 3600)
        return f"không nhận được tin nào từ {hours} giờ nay → kiểm tra webhook ở trang quản lý của nền tảng"

    async def _pulses(self) -> dict[Account, StoredPulse]:
        try:
            async with self._database.reading() as session:
                pulses = await ChannelPulseRepository(session).all()
        except StorageError:
            return {}
        return {(pulse.channel, pulse.account_id): pulse for pulse in pulses}

    async def _note(self, account: Account, alarm: str | None) -> None:
        async with self._database.transaction() as session:
            repository = ChannelPulseRepository(session)
            if alarm:
                await repository.raise_alarm(account, alarm=alarm, at=self._clock.now())
            else:
                await repository.end_alarm(account)

    async def _write(self) -> None:
        """What cannot be written now is written with the next."""
        beats, self._beats = self._beats, {}
        if not beats:
            return
        try:
            async with self._database.transaction() as session:
                for account, moments in beats.items():
                    await ChannelPulseRepository(session).beat(account, **moments)
        except StorageError:
            for account, moments in beats.items():
                self._beats[account] = moments | self._beats.get(account, {})
