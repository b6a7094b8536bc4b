"""The inbox: every event of a platform once, however often it comes; those that wait are taken in order."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, func, literal_column, select, tuple_, update

from bot.storage.errors import ForeignEventError
from bot.storage.models import conversation, inbox
from bot.storage.repositories.base import Repository, insertion
from bot.types import EventKind, InboundEvent

# Built once, like all that every turn needs; by whether the database is PostgreSQL.
_ADD = {
    known: insertion(inbox, is_postgresql=known).on_conflict_do_nothing().returning(inbox.c.id)
    for known in (True, False)
}


@dataclass(frozen=True, slots=True)
class Accepted:
    """An event in the inbox; ``is_new`` is False when it was there before."""

    is_new: bool
    inbox_id: int


@dataclass(frozen=True, slots=True)
class WaitingEvent:
    """An event that is not answered yet."""

    inbox_id: int
    event: InboundEvent

    def joins(self, other: "WaitingEvent", *, within: timedelta) -> bool:
        """Whether this is another line of the same breath: both typed, one soon after the other."""
        typed = self.event.kind is other.event.kind is EventKind.TEXT
        return typed and self.event.sent_at - other.event.sent_at <= within


# Spelled as the small index of waiting events is, so that both databases see that it has them all.
_WAITS = inbox.c.state == literal_column("'pending'")


class InboxRepository(Repository):
    """Events that came in."""

    async def accept(
        self, event: InboundEvent, conversation_id: int, *, at: datetime, due_at: datetime
    ) -> bool:
        """Keep an event to be answered later; whether it is new.

        :param due_at: when it and what came with it is to be answered.
        """
        row = self._row(event, conversation_id, state="pending", at=at) | {"due_at": due_at}
        return (
            await self._session.execute(_ADD[self._session.is_postgresql], row)
        ).scalar_one_or_none() is not None

    async def due_conversations(
        self, accounts: Collection[tuple[str, str]], *, now: datetime, limit: int
    ) -> list[tuple[int, tuple[str, str]]]:
        """The conversations of some (channel, account id) with an event that is due, longest due first."""
        # Taken from the small index of waiting events before anything else is looked at.
        columns = (inbox.c.conversation_id, inbox.c.channel, inbox.c.account_id, inbox.c.due_at)
        waiting = select(*columns).where(_WAITS).cte("waiting").prefix_with("MATERIALIZED")
        query = (
            select(waiting.c.conversation_id, waiting.c.channel, waiting.c.account_id)
            .where(
                waiting.c.due_at <= now,
                tuple_(waiting.c.channel, waiting.c.account_id).in_(accounts),
            )
            .group_by(waiting.c.conversation_id, waiting.c.channel, waiting.c.account_id)
            .order_by(func.min(waiting.c.due_at))
            .limit(limit)
        )
        rows = (await self._session.execute(query)).all()
        return [(row.conversation_id, (row.channel, row.account_id)) for row in rows]

    async def next_events(self, conversation_id: int, *, within: timedelta) -> list[WaitingEvent]:
        """The oldest waiting event of a conversation, and the lines typed after it in the same breath.

        :param within: the longest pause between two such lines.
        """
        query = (
            select(inbox, conversation.c.user_id)
            .join(conversation)
            .where(inbox.c.conversation_id == conversation_id, _WAITS)
            .order_by(inbox.c.sent_at, inbox.c.id)
        )
        taken: list[WaitingEvent] = []
        for row in (await self._session.execute(query)).all():
            waiting = self._waiting(row)
            if taken and not waiting.joins(taken[-1], within=within):
                break
            taken.append(waiting)
        return taken

    async def finish(self, events: Sequence[WaitingEvent]) -> bool:
        """Mark events as answered and let go of what was said in them, which the conversation's history has.

        False, with nothing changed, when any of them is not waiting any more; the conversation must be locked.
        """
        still_waiting = select(func.count()).where(
            inbox.c.id.in_([waiting.inbox_id for waiting in events]), inbox.c.state == "pending"
        )
        if (await self._session.execute(still_waiting)).scalar_one() < len(events):
            return False
        done = (
            update(inbox)
            .where(inbox.c.id == bindparam("inbox_id"))
            .values(state="done", data=bindparam("kept"))
        )
        await self._session.execute(
            done,
            [
                {"inbox_id": waiting.inbox_id, "kept": self._sealed_json(_data(waiting.event) | {"text": ""})}
                for waiting in events
            ],
        )
        return True

    async def last_heard(self, conversation_id: int) -> datetime | None:
        """When something of the person came in last."""
        query = select(inbox.c.received_at).where(inbox.c.conversation_id == conversation_id)
        newest = query.order_by(inbox.c.id.desc()).limit(1)
        return (await self._session.execute(newest)).scalar_one_or_none()

    async def accept_done(self, event: InboundEvent, conversation_id: int, *, at: datetime) -> Accepted:
        """Keep an event whose turn is part of this transaction; a repetition changes nothing.

        :raises ForeignEventError: when the event came before in another conversation.
        """
        row = self._row(event, conversation_id, state="done", at=at)
        new_id = (await self._session.execute(_ADD[self._session.is_postgresql], row)).scalar_one_or_none()
        if new_id is not None:
            return Accepted(is_new=True, inbox_id=new_id)
        return Accepted(is_new=False, inbox_id=await self._known_id(event, conversation_id))

    def _row(self, event: InboundEvent, conversation_id: int, *, state: str, at: datetime) -> dict[str, Any]:
        return {
            "channel": event.channel,
            "account_id": event.account_id,
            "event_id": event.event_id,
            "conversation_id": conversation_id,
            "state": state,
            "data": self._sealed_json(_data(event)),
            "sent_at": event.sent_at,
            "received_at": at,
        }

    def _waiting(self, row: Row[Any]) -> WaitingEvent:
        data = self._opened_json(row.data)
        event = InboundEvent(
            channel=row.channel,
            account_id=row.account_id,
            event_id=row.event_id,
            user_id=self._keys.decrypt(row.user_id),
            text=data["text"],
            sent_at=row.sent_at,
            metadata=data["metadata"],
            kind=EventKind(data["kind"]),
        )
        return WaitingEvent(row.id, event)

    async def _known_id(self, event: InboundEvent, conversation_id: int) -> int:
        query = select(inbox.c.id, inbox.c.conversation_id).where(
            inbox.c.channel == event.channel,
            inbox.c.account_id == event.account_id,
            inbox.c.event_id == event.event_id,
        )
        known = (await self._session.execute(query)).one()
        if known.conversation_id != conversation_id:
            raise ForeignEventError
        return int(known.id)


def _data(event: InboundEvent) -> dict[str, Any]:
    return {
        "user_id": event.user_id,
        "text": event.text,
        "metadata": dict(event.metadata),
        "kind": event.kind,
    }
