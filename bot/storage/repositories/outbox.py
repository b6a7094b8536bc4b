"""The outbox: the bot's messages, in order, and what became of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    ScalarSelect,
    and_,
    bindparam,
    func,
    insert,
    literal_column,
    select,
    tuple_,
    update,
)

from bot.storage.models import conversation, outbox
from bot.storage.repositories.base import Repository, locked
from bot.types import Button, OutboundMessage

# A message that is neither pending nor sending is settled: sent, failed, or unknown when nobody can tell. One that is
# held goes out when the person is heard of again.
_OPEN = ("pending", "sending")
_MAX_REASON = 255
# As many pieces as an answer has at the most.
_LONGEST_ANSWER = 12
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
LOST = "chương trình dừng giữa lúc gửi"


def _is_open() -> ColumnElement[bool]:
    # Spelled as the small index of open messages is, so that both databases see that it has them all.
    return outbox.c.state.in_([literal_column(f"'{state}'") for state in _OPEN])


def _before(name: str) -> ScalarSelect[Any]:
    """A column of the message before each one, to the same person."""
    before = outbox.alias()
    return (
        select(before.c[name])
        .where(before.c.conversation_id == outbox.c.conversation_id, before.c.id < outbox.c.id)
        .order_by(before.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )


# Built once, like all that every turn needs.
_ADD = insert(outbox)
# In no order: for the sake of it PostgreSQL would go through the conversation's whole history.
_UNASKED = select(outbox.c.id, outbox.c.data).where(
    outbox.c.conversation_id == bindparam("person"),
    outbox.c.inbox_id.is_(None),
    _is_open(),
    outbox.c.state == "pending",
)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that this process alone is to send now; ``attempts`` counts this one.

    :param answers: the number of the event that it answers; None when nobody asked.
    :param waiting: how many more wait for the same person behind it.
    :param continues: whether the message before it was of the same answer.
    :param quota_left: what the platform then said that it would still let through to the person.
    """

    id: int
    conversation_id: int
    channel: str
    account_id: str
    user_id: str
    message: OutboundMessage
    attempts: int
    created_at: datetime
    answers: int | None = None
    waiting: int = 0
    continues: bool = False
    quota_left: int | None = None


@dataclass(frozen=True, slots=True)
class Unasked:
    """A message that answered nothing the person had just said: an officer's words, a promised answer."""

    id: int
    message: OutboundMessage
    at: datetime


class OutboxRepository(Repository):
    """Messages that go out."""

    async def add(
        self,
        conversation_id: int,
        inbox_id: int | None,
        *,
        messages: Sequence[OutboundMessage],
        state: str,
        at: datetime,
    ) -> None:
        """Keep messages in their order; ``inbox_id`` is the event that they answer."""
        rows = [
            {
                "conversation_id": conversation_id,
                "inbox_id": inbox_id,
                "position": position,
                "state": state,
                "data": self._sealed_json(message.as_dict()),
                "created_at": at,
                "due_at": at if state == "pending" else None,
            }
            for position, message in enumerate(messages)
        ]
        if rows:
            await self._session.execute(_ADD, rows)

    async def replies_to(self, inbox_id: int) -> list[OutboundMessage]:
        """The messages that answered an event, in order, without those erased since."""
        query = (
            select(outbox.c.data)
            .where(outbox.c.inbox_id == inbox_id, outbox.c.data.is_not(None))
            .order_by(outbox.c.position)
        )
        found = (await self._session.execute(query)).scalars()
        return [OutboundMessage.from_dict(self._opened_json(data)) for data in found]

    async def due(
        self, accounts: Collection[tuple[str, str]], *, now: datetime, limit: int, pause: timedelta
    ) -> Sequence[int]:
        """The numbers of messages to be sent now, or lost: of each conversation only the first that is not settled.

        Answers come before what nobody asked for.

        :param pause: how long a person is left alone after a message.
        """
        last_sent = _before("sent_at")
        # Taken from the small index of open messages before anything else is looked at.
        first = (
            select(func.min(outbox.c.id).label("id"))
            .where(_is_open())
            .group_by(outbox.c.conversation_id)
            .cte("first_open")
            .prefix_with("MATERIALIZED")
        )
        query = (
            select(outbox.c.id)
            .select_from(first)
            .join(outbox, outbox.c.id == first.c.id)
            .join(conversation)
            .where(
                outbox.c.due_at <= now,
                func.coalesce(last_sent, _NEVER) <= now - pause,
                tuple_(conversation.c.channel, conversation.c.account_id).in_(accounts),
            )
            .order_by(outbox.c.inbox_id.is_(None), outbox.c.due_at)
            .limit(limit)
        )
        return (await self._session.execute(query)).scalars().all()

    async def claim(self, ids: Sequence[int], *, now: datetime, until: datetime) -> list[Delivery]:
        """Take those of the messages that no other process has taken; without a result by then they count as lost.

        Of a message whose process died while it was being sent nobody knows whether it went out: it becomes unknown.
        """
        query = locked(
            select(outbox).where(outbox.c.id.in_(ids), _is_open(), outbox.c.due_at <= now), skip_locked=True
        )
        rows = (await self._session.execute(query)).all()
        lost = [row.id for row in rows if row.state == "sending"]
        await self._change(outbox.c.id.in_(lost), state="unknown", reason=LOST)
        mine = [row.id for row in rows if row.state == "pending"]
        taken = {"state": "sending", "due_at": until, "attempts": outbox.c.attempts + 1}
        await self._change(outbox.c.id.in_(mine), **taken)
        behind = outbox.alias()
        waiting = (
            select(func.count())
            .where(
                behind.c.conversation_id == outbox.c.conversation_id,
                behind.c.id > outbox.c.id,
                behind.c.state == "pending",
            )
            .scalar_subquery()
        )
        claimed = (
            select(
                outbox,
                conversation.c.channel,
                conversation.c.account_id,
                conversation.c.user_id,
                waiting.label("waiting"),
                _before("inbox_id").label("answered_before"),
                _before("quota_left").label("left"),
            )
            .join(conversation)
            .where(outbox.c.id.in_(mine))
        )
        return [self._delivery(row) for row in (await self._session.execute(claimed)).all()]

    async def unasked(self, conversation_id: int, *, after: int, limit: int) -> list[Unasked]:
        """What went to a person without answering an event, after a message's number, in order."""
        query = (
            select(outbox.c.id, outbox.c.data, outbox.c.created_at)
            .where(
                outbox.c.conversation_id == conversation_id,
                outbox.c.id > after,
                outbox.c.inbox_id.is_(None),
                outbox.c.data.is_not(None),
            )
            .order_by(outbox.c.id)
            .limit(limit)
        )
        return [
            Unasked(row.id, OutboundMessage.from_dict(self._opened_json(row.data)), row.created_at)
            for row in await self._session.execute(query)
        ]

    async def newest_unasked(self, conversation_id: int) -> int:
        """The number of the newest such message; 0 when there is none."""
        query = select(func.max(outbox.c.id)).where(
            outbox.c.conversation_id == conversation_id, outbox.c.inbox_id.is_(None)
        )
        return (await self._session.execute(query)).scalar_one() or 0

    async def take_waiting(self, conversation_id: int, *, at: datetime) -> list[OutboundMessage]:
        """What waits for a person on a channel that only answers, taken to go along with the next answer."""
        found = sorted((await self._session.execute(_UNASKED, {"person": conversation_id})).all())
        if found:
            await self._change(outbox.c.id.in_([row.id for row in found]), state="sent", sent_at=at)
        return [OutboundMessage.from_dict(self._opened_json(row.data)) for row in found]

    async def give_up_sending(self) -> None:
        """Make all messages unknown that were being sent; for a program that alone serves its database and starts."""
        await self._change(outbox.c.state == "sending", state="unknown", reason=LOST)

    async def settle(
        self,
        delivery_id: int,
        *,
        state: str,
        at: datetime | None = None,
        reason: str | None = None,
        platform_id: str | None = None,
        quota_left: int | None = None,
    ) -> None:
        """Note what became of a message that this process sent."""
        values = {"state": state, "sent_at": at, "platform_id": platform_id, "quota_left": quota_left}
        told = reason[:_MAX_REASON] if reason else None
        await self._change(outbox.c.id == delivery_id, reason=told, **values)

    async def postpone(self, delivery_id: int, *, until: datetime, reason: str) -> None:
        """Let a message that did not go out wait for another attempt."""
        waiting = {"state": "pending", "due_at": until, "reason": reason[:_MAX_REASON]}
        await self._change(outbox.c.id == delivery_id, **waiting)

    async def abandon(self, conversation_id: int, *, reason: str) -> None:
        """Do not send what waits for a person who cannot be reached."""
        for state in ("pending", "held"):
            waits = and_(outbox.c.conversation_id == conversation_id, outbox.c.state == state)
            await self._change(waits, state="failed", reason=reason[:_MAX_REASON])

    async def payload(self, conversation_id: int, outbox_id: int, index: int) -> str | None:
        """The payload of a button of a message to this conversation, or None when there is none (any more)."""
        query = select(outbox.c.data).where(
            outbox.c.id == outbox_id, outbox.c.conversation_id == conversation_id
        )
        data = self._opened_json((await self._session.execute(query)).scalar_one_or_none())
        buttons = OutboundMessage.from_dict(data).buttons if data else ()
        return buttons[index].payload if index < len(buttons) else None

    async def numbered_choices(self, conversation_id: int) -> tuple[Button, ...]:
        """The choices that the newest answer offered as numbered lines; none when it offered none so."""
        query = (
            select(outbox.c.inbox_id, outbox.c.data)
            .where(outbox.c.conversation_id == conversation_id, outbox.c.data.is_not(None))
            .order_by(outbox.c.id.desc())
            .limit(_LONGEST_ANSWER)
        )
        rows = (await self._session.execute(query)).all()
        # What was said unasked for since then does not take the choices away.
        newest = next((row.inbox_id for row in rows if row.inbox_id is not None), None)
        said = [
            OutboundMessage.from_dict(self._opened_json(row.data)) for row in rows if row.inbox_id == newest
        ]
        return next((message.buttons for message in said if message.numbered), ())

    async def _change(self, which: ColumnElement[bool], **values: Any) -> None:
        await self._session.execute(update(outbox).where(which).values(**values))

    def _delivery(self, row: Row[Any]) -> Delivery:
        return Delivery(
            id=row.id,
            conversation_id=row.conversation_id,
            channel=row.channel,
            account_id=row.account_id,
            user_id=self._keys.decrypt(row.user_id),
            message=OutboundMessage.from_dict(self._opened_json(row.data)),
            attempts=row.attempts,
            created_at=row.created_at,
            answers=row.inbox_id,
            waiting=row.waiting,
            continues=row.inbox_id is not None and row.answered_before == row.inbox_id,
            quota_left=row.left,
        )
