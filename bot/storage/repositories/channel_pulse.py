"""The channels' pulse: when each account last heard and spoke, what waits, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select, update

from bot.storage.models import channel_pulse, conversation, inbox, outbox
from bot.storage.repositories.base import Repository

Account = tuple[str, str]


@dataclass(frozen=True, slots=True)
class StoredPulse:
    """What is known of an account; ``alarm`` says in words what is wrong, since ``alarm_at``."""

    channel: str
    account_id: str
    last_event_at: datetime | None
    last_sent_at: datetime | None
    alarm: str | None
    alarm_at: datetime | None


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many wait, and since when the first of them."""

    waiting: int
    oldest_at: datetime | None


class ChannelPulseRepository(Repository):
    """One row for each account on a platform."""

    async def beat(self, account: Account, **moments: datetime) -> None:
        """Note that something was heard (``last_event_at``) or sent (``last_sent_at``)."""
        await self._set(account, dict(moments))

    async def raise_alarm(self, account: Account, *, alarm: str, at: datetime) -> None:
        """Note what is wrong; the time is that of the first note of the same thing."""
        known = (await self._session.execute(select(channel_pulse.c.alarm).where(_of(account)))).scalar()
        if known != alarm[:255]:
            await self._set(account, {"alarm": alarm[:255], "alarm_at": at})

    async def end_alarm(self, account: Account) -> None:
        """All is well again."""
        standing = _of(account) & channel_pulse.c.alarm.is_not(None)
        await self._session.execute(update(channel_pulse).where(standing).values(alarm=None, alarm_at=None))

    async def all(self) -> list[StoredPulse]:
        """Every account that there has been."""
        rows = await self._session.execute(select(channel_pulse).order_by(channel_pulse.c.channel))
        return [StoredPulse(*row) for row in rows]

    async def alarms(self) -> list[StoredPulse]:
        """The accounts with which something is wrong."""
        return [pulse for pulse in await self.all() if pulse.alarm]

    async def unanswered(self) -> Mapping[Account, Backlog]:
        """The events that wait for their turn, by account."""
        query = (
            select(inbox.c.channel, inbox.c.account_id, func.count(), func.min(inbox.c.received_at))
            .where(inbox.c.state == "pending")
            .group_by(inbox.c.channel, inbox.c.account_id)
        )
        return {(row[0], row[1]): Backlog(*row[2:]) for row in await self._session.execute(query)}

    async def undelivered(self) -> Mapping[Account, Backlog]:
        """The messages that wait to be sent or are being sent, by account."""
        # Spelled so that both databases see that the small index of open messages has them all.
        is_open = or_(outbox.c.state == "pending", outbox.c.state == "sending")
        query = (
            select(
                conversation.c.channel, conversation.c.account_id, func.count(), func.min(outbox.c.created_at)
            )
            .join(conversation, conversation.c.id == outbox.c.conversation_id)
            .where(is_open)
            .group_by(conversation.c.channel, conversation.c.account_id)
        )
        return {(row[0], row[1]): Backlog(*row[2:]) for row in await self._session.execute(query)}

    async def _set(self, account: Account, values: dict[str, object]) -> None:
        row = {"channel": account[0], "account_id": account[1]} | values
        statement = self._insert(channel_pulse).values(row)
        await self._session.execute(
            statement.on_conflict_do_update(index_elements=["channel", "account_id"], set_=values)
        )


def _of(account: Account) -> ColumnElement[bool]:
    return (channel_pulse.c.channel == account[0]) & (channel_pulse.c.account_id == account[1])
