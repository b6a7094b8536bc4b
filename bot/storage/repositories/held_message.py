"""Messages that are held: they go out when their person is heard of again, or not at all."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, literal_column, update

from bot.storage.models import outbox
from bot.storage.repositories.base import Repository

REST = "phần sau, chờ người dân bấm Xem thêm"
NOT_ASKED_FOR = "người dân không xem tiếp"
HELD_TOO_LONG = "chờ lượt gửi quá một ngày"
# What was held longer answers nobody any more.
_HELD_AT_MOST = timedelta(days=1)
_MAX_REASON = 255
# Spelled as the small index of held messages is, so that both databases see that it has them.
_HELD: ColumnElement[str] = literal_column("'held'")
# What nobody asks for any more, and why.
_OVER = (
    (outbox.c.reason == REST, NOT_ASKED_FOR),
    (outbox.c.created_at <= bindparam("held_before"), HELD_TOO_LONG),
)
# Built once, like all that every turn needs.
_RELEASE = (
    update(outbox)
    # Not by the index of all messages of a conversation: that grows with the talk, and few are held of all.
    .where(outbox.c.conversation_id + 0 == bindparam("held_of"), outbox.c.state == _HELD)
    .values(
        state=case(*((which, "failed") for which, _ in _OVER), else_="pending"),
        reason=case(*_OVER, else_=None),
        due_at=bindparam("held_at"),
    )
)


class HeldMessageRepository(Repository):
    """What a platform lets through no more, and the rest of an answer that is too long for what it does."""

    async def hold(self, conversation_id: int, *, reason: str) -> None:
        """Let what waits for a person wait until they are heard of again."""
        waits = and_(outbox.c.conversation_id == conversation_id, outbox.c.state == "pending")
        await self._change(waits, state="held", reason=reason[:_MAX_REASON])

    async def release_rest(self, conversation_id: int, *, at: datetime) -> bool:
        """Send the rest of an answer, which the person wants to see; whether there was one."""
        held = and_(outbox.c.conversation_id == conversation_id, outbox.c.state == _HELD)
        query = update(outbox).where(held, outbox.c.reason == REST)
        released = query.values(state="pending", due_at=at, reason=None).returning(outbox.c.id)
        return bool((await self._session.execute(released)).all())

    async def release(self, conversation_id: int, *, at: datetime) -> None:
        """The person was heard of again: send what was held for that, but no rest that they did not ask for."""
        moments = {"held_of": conversation_id, "held_at": at, "held_before": at - _HELD_AT_MOST}
        await self._session.execute(_RELEASE, moments)

    async def give_up(self, *, at: datetime) -> None:
        """Leave to the staff what was held too long, which its person may never ask for."""
        old = and_(outbox.c.state == _HELD, outbox.c.created_at <= at - _HELD_AT_MOST)
        await self._change(old, state="failed", reason=HELD_TOO_LONG)

    async def _change(self, which: ColumnElement[bool], **values: Any) -> None:
        await self._session.execute(update(outbox).where(which).values(**values))
