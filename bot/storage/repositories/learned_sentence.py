"""Sentences that editors gave an intent: what the next model learns beside `intents/`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from bot.storage.models import learned_sentence
from bot.storage.repositories.base import Repository


@dataclass(frozen=True, slots=True)
class StoredSentence:
    """A sentence and its intent."""

    id: int
    intent: str
    text: str
    exported_at: datetime | None


class LearnedSentenceRepository(Repository):
    """Learned sentences."""

    async def add(self, *, intent: str, text: str, staff_id: int, at: datetime) -> None:
        """Keep a sentence that holds no personal data."""
        row = {"intent": intent, "text": self._keys.encrypt(text), "staff_id": staff_id, "at": at}
        await self._session.execute(insert(learned_sentence).values(row))

    async def all(self) -> Sequence[StoredSentence]:
        """All sentences, oldest first."""
        query = select(learned_sentence).order_by(learned_sentence.c.id)
        return [
            StoredSentence(row.id, row.intent, self._keys.decrypt(row.text), row.exported_at)
            for row in await self._session.execute(query)
        ]

    async def mark_exported(self, ids: Sequence[int], *, at: datetime) -> None:
        """They were written into `intents/`."""
        these = learned_sentence.c.id.in_(ids)
        await self._session.execute(update(learned_sentence).where(these).values(exported_at=at))
