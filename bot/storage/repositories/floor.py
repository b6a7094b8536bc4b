"""The floor: who speaks for the office in a conversation, who waits for a person, and the list of both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, and_, func, or_, select, update

from bot.storage.models import conversation, staff
from bot.storage.repositories.base import Repository


@dataclass(frozen=True, slots=True)
class Attended:
    """A conversation that somebody of the office has, or that waits for one.

    :param wanted_reason: "request", "failures" or "silence"; None when nobody waits.
    """

    conversation_id: int
    channel: str
    floor: Literal["bot", "staff"]
    floor_until: datetime | None
    staff_id: int | None
    staff_name: str | None
    wanted_at: datetime | None
    wanted_reason: str | None
    updated_at: datetime | None


class FloorRepository(Repository):
    """Changes of the floor; the conversation must be locked by the caller."""

    async def give_to_staff(self, conversation_id: int, *, staff_id: int | None, until: datetime) -> None:
        """Let the bot be silent until then; ``staff_id`` is None for somebody who answers outside the console."""
        await self._change(
            conversation_id,
            floor="staff",
            floor_until=until,
            floor_staff_id=staff_id,
            wanted_at=None,
            wanted_reason=None,
        )

    async def give_to_bot(self, conversation_id: int) -> None:
        """Let the bot speak again."""
        await self._change(
            conversation_id,
            floor="bot",
            floor_until=None,
            floor_staff_id=None,
            wanted_at=None,
            wanted_reason=None,
        )

    async def want_staff(self, conversation_id: int, *, reason: str, at: datetime) -> None:
        """Note that the person waits for somebody of the office; the first wish's time stays."""
        since = func.coalesce(conversation.c.wanted_at, at)
        await self._change(conversation_id, wanted_at=since, wanted_reason=reason)

    async def attended(self, *, limit: int) -> Sequence[Attended]:
        """Those who wait, longest first, then those that somebody has."""
        query = (
            select(conversation, staff.c.display_name)
            .outerjoin(staff, staff.c.id == conversation.c.floor_staff_id)
            .where(_ATTENDED)
            .order_by(conversation.c.wanted_at.is_(None), conversation.c.wanted_at, conversation.c.id)
            .limit(limit)
        )
        return [_attended(row) for row in (await self._session.execute(query)).all()]

    async def waiting(self) -> int:
        """How many people wait for somebody of the office."""
        wanted = and_(_ATTENDED, conversation.c.wanted_at.is_not(None))
        return int((await self._session.execute(select(func.count()).where(wanted))).scalar_one())

    async def expired(self, *, now: datetime, limit: int) -> Sequence[int]:
        """The numbers of conversations whose time with the staff is over."""
        query = (
            select(conversation.c.id)
            .where(_ATTENDED, conversation.c.floor == "staff", conversation.c.floor_until <= now)
            .order_by(conversation.c.floor_until)
            .limit(limit)
        )
        return (await self._session.execute(query)).scalars().all()

    async def _change(self, conversation_id: int, **values: Any) -> None:
        this = conversation.c.id == conversation_id
        await self._session.execute(update(conversation).where(this).values(**values))


# Spelled as the small index of these conversations is, so that both databases read that.
_ATTENDED: ColumnElement[bool] = or_(conversation.c.floor == "staff", conversation.c.wanted_at.is_not(None))


def _attended(row: Row[Any]) -> Attended:
    return Attended(
        conversation_id=row.id,
        channel=row.channel,
        floor=row.floor,
        floor_until=row.floor_until,
        staff_id=row.floor_staff_id,
        staff_name=row.display_name,
        wanted_at=row.wanted_at,
        wanted_reason=row.wanted_reason,
        updated_at=row.updated_at,
    )
