"""Questions that were read with doubt, personal data blotted out, until an editor decides what they meant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import orjson
from sqlalchemy import Row, and_, delete, func, insert, select, update

from bot.storage.models import doubtful_question
from bot.storage.repositories.base import Repository

DoubtReason = Literal["choose", "hand_over", "denied"]
DoubtState = Literal["assigned", "discarded"]
_OPEN = doubtful_question.c.state == "open"


@dataclass(frozen=True, slots=True)
class StoredDoubt:
    """A question that waits for an editor.

    :param ranking: the likeliest intents and how probable each is, the likeliest first.
    :param chosen: the intent of the button that the person pressed next.
    """

    id: int
    reason: DoubtReason
    text: str
    ranking: Mapping[str, float]
    chosen: str | None
    asked_at: datetime


class DoubtfulQuestionRepository(Repository):
    """Doubtful questions."""

    async def add(
        self,
        conversation_id: int,
        *,
        reason: DoubtReason,
        text: str,
        ranking: Mapping[str, float],
        at: datetime,
    ) -> None:
        """Keep a question whose personal data are blotted out."""
        row = {
            "conversation_id": conversation_id,
            "state": "open",
            "reason": reason,
            "text": self._keys.encrypt(text),
            "ranking": orjson.dumps(ranking).decode(),
            "asked_at": at,
        }
        await self._session.execute(insert(doubtful_question).values(row))

    async def note_choice(self, conversation_id: int, *, intent: str) -> None:
        """Keep which button the person pressed for the newest question of the conversation that has none yet."""
        waiting = and_(
            doubtful_question.c.conversation_id == conversation_id,
            _OPEN,
            doubtful_question.c.reason == "choose",
            doubtful_question.c.chosen.is_(None),
        )
        newest = select(func.max(doubtful_question.c.id)).where(waiting).scalar_subquery()
        this = doubtful_question.c.id == newest
        await self._session.execute(update(doubtful_question).where(this).values(chosen=intent))

    async def open(self, *, limit: int) -> Sequence[StoredDoubt]:
        """The newest that wait for an editor."""
        query = select(doubtful_question).where(_OPEN).order_by(doubtful_question.c.id.desc()).limit(limit)
        return [self._stored(row) for row in await self._session.execute(query)]

    async def count_open(self) -> int:
        """How many wait for an editor."""
        query = select(func.count()).select_from(doubtful_question).where(_OPEN)
        return int((await self._session.execute(query)).scalar_one())

    async def decide(
        self, ids: Sequence[int], *, state: DoubtState, staff_id: int, at: datetime
    ) -> Sequence[int]:
        """Take questions out of the queue; those that were still in it."""
        these = and_(doubtful_question.c.id.in_(ids), _OPEN)
        values = {"state": state, "decided_at": at, "staff_id": staff_id}
        done = update(doubtful_question).where(these).values(values).returning(doubtful_question.c.id)
        return list((await self._session.execute(done)).scalars())

    async def purge(self, *, before: datetime) -> None:
        """Delete what was asked before a day, decided or not."""
        old = doubtful_question.c.asked_at < before
        await self._session.execute(delete(doubtful_question).where(old))

    def _stored(self, row: Row[Any]) -> StoredDoubt:
        return StoredDoubt(
            id=row.id,
            reason=row.reason,
            text=self._keys.decrypt(row.text),
            ranking=orjson.loads(row.ranking),
            chosen=row.chosen,
            asked_at=row.asked_at,
        )
