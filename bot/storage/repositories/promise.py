"""Promises: questions that somebody of the office answers later, each with its number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row, Select, and_, func, insert, select, update

from bot.storage.models import conversation, promise
from bot.storage.repositories.base import Repository

# "open" until somebody answers, "answered" then; "erased" when the person had everything deleted before.
PromiseState = Literal["open", "answered", "erased"]
_OPEN = promise.c.state == "open"


@dataclass(frozen=True, slots=True)
class StoredPromise:
    """A promised answer.

    :param id: the number that the person was told.
    :param question: the person's words; None once they were erased, as is the answer.
    :param due_at: until when the answer is promised.
    """

    id: int
    conversation_id: int
    channel: str
    state: PromiseState
    question: str | None
    answer: str | None
    made_at: datetime
    due_at: datetime
    answered_at: datetime | None
    staff_id: int | None


class PromiseRepository(Repository):
    """Promised answers."""

    async def add(self, conversation_id: int, *, question: str, at: datetime, due_at: datetime) -> int:
        """Keep a question; its number. The same open question in the same conversation keeps its number."""
        for known in await self.of_conversation(conversation_id):
            if known.state == "open" and known.question == question:
                return known.id
        row = {
            "conversation_id": conversation_id,
            "state": "open",
            "question": self._keys.encrypt(question),
            "made_at": at,
            "due_at": due_at,
        }
        added = await self._session.execute(insert(promise).values(row).returning(promise.c.id))
        return int(added.scalar_one())

    async def get(self, promise_id: int) -> StoredPromise | None:
        """A promise by its number; locked when this transaction writes."""
        row = (await self._session.execute(self._locked(_PROMISES.where(promise.c.id == promise_id)))).first()
        return self._stored(row) if row else None

    async def of_conversation(self, conversation_id: int) -> list[StoredPromise]:
        """All promises to a person, oldest first."""
        query = _PROMISES.where(promise.c.conversation_id == conversation_id).order_by(promise.c.id)
        return [self._stored(row) for row in await self._session.execute(query)]

    async def open(self, *, limit: int) -> Sequence[StoredPromise]:
        """Those that wait for an answer, the first due first."""
        query = _PROMISES.where(_OPEN).order_by(promise.c.due_at, promise.c.id).limit(limit)
        return [self._stored(row) for row in await self._session.execute(query)]

    async def count_open(self) -> int:
        """How many wait for an answer."""
        query = select(func.count()).select_from(promise).where(_OPEN)
        return int((await self._session.execute(query)).scalar_one())

    async def answer(self, promise_id: int, *, text: str, staff_id: int, at: datetime) -> bool:
        """Keep the answer; False when it was answered or erased before."""
        this = and_(promise.c.id == promise_id, _OPEN)
        values = {"state": "answered", "answer": self._keys.encrypt(text), "answered_at": at}
        done = await self._session.execute(
            update(promise).where(this).values(**values, staff_id=staff_id).returning(promise.c.id)
        )
        return done.first() is not None

    def _stored(self, row: Row[Any]) -> StoredPromise:
        return StoredPromise(
            id=row.id,
            conversation_id=row.conversation_id,
            channel=row.channel,
            state=row.state,
            question=self._opened(row.question),
            answer=self._opened(row.answer),
            made_at=row.made_at,
            due_at=row.due_at,
            answered_at=row.answered_at,
            staff_id=row.staff_id,
        )


_PROMISES: Select[Any] = select(promise, conversation.c.channel).join(
    conversation, conversation.c.id == promise.c.conversation_id
)
