"""Published texts: every version that the office put in place of a file's own, and which are in force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select

from bot.storage.models import published_text, staff
from bot.storage.repositories.base import Repository


@dataclass(frozen=True, slots=True)
class StoredText:
    """A version of a text.

    :param body: the whole file; None where the text that came with the program was put back.
    """

    id: int
    path: str
    body: str | None
    note: str
    at: datetime
    staff_name: str | None


class PublishedTextRepository(Repository):
    """Versions of texts, the newest of each path in force."""

    async def add(self, path: str, body: str | None, *, note: str, staff_id: int | None, at: datetime) -> int:
        """Put a text in force; its number."""
        row = {"path": path, "body": body, "note": note, "staff_id": staff_id, "at": at}
        added = await self._session.execute(insert(published_text).values(row).returning(published_text.c.id))
        return int(added.scalar_one())

    async def newest(self) -> int:
        """The number of the newest version of anything; 0 when nothing was ever published."""
        query = select(func.max(published_text.c.id))
        return (await self._session.execute(query)).scalar_one() or 0

    async def in_force(self) -> Mapping[str, str]:
        """The texts that stand in place of a file's own, by path."""
        latest = select(func.max(published_text.c.id)).group_by(published_text.c.path)
        query = select(published_text.c.path, published_text.c.body).where(
            published_text.c.id.in_(latest), published_text.c.body.is_not(None)
        )
        return {row.path: row.body for row in await self._session.execute(query)}

    async def versions(self, path: str) -> Sequence[StoredText]:
        """All versions of a text, the newest first."""
        query = _TEXTS.where(published_text.c.path == path).order_by(published_text.c.id.desc())
        return [_text(row) for row in await self._session.execute(query)]

    async def get(self, text_id: int) -> StoredText | None:
        """A version by its number."""
        row = (await self._session.execute(_TEXTS.where(published_text.c.id == text_id))).first()
        return _text(row) if row else None


_TEXTS = select(published_text, staff.c.display_name).outerjoin(
    staff, staff.c.id == published_text.c.staff_id
)


def _text(row: Row[Any]) -> StoredText:
    return StoredText(row.id, row.path, row.body, row.note, row.at, row.display_name)
