"""Lists of leads that were brought in, each of which can be taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, insert, select, update

from bot.storage.models import lead_batch, staff
from bot.storage.repositories.base import Repository


@dataclass(frozen=True, slots=True)
class StoredBatch:
    """One import: who brought in how many leads from which file, and why."""

    id: int
    at: datetime
    staff_id: int
    staff_name: str
    file_name: str
    reason: str
    added: int
    reverted_at: datetime | None


class LeadBatchRepository(Repository):
    """The imports."""

    async def add(self, *, staff_id: int, file_name: str, reason: str, added: int, at: datetime) -> int:
        """Keep an import; its number."""
        row = {
            "staff_id": staff_id,
            "file_name": self._keys.encrypt(file_name),
            "reason": self._keys.encrypt(reason),
            "added": added,
            "at": at,
        }
        statement = insert(lead_batch).values(row).returning(lead_batch.c.id)
        return int((await self._session.execute(statement)).scalar_one())

    async def get(self, batch_id: int) -> StoredBatch | None:
        """An import by its number."""
        row = (await self._session.execute(_with_names().where(lead_batch.c.id == batch_id))).one_or_none()
        return self._stored(row) if row else None

    async def list(self, *, limit: int = 50) -> Sequence[StoredBatch]:
        """The newest imports first."""
        query = _with_names().order_by(lead_batch.c.id.desc()).limit(limit)
        return [self._stored(row) for row in await self._session.execute(query)]

    async def mark_reverted(self, batch_id: int, *, at: datetime) -> None:
        """Note that an import was taken back."""
        this = update(lead_batch).where(lead_batch.c.id == batch_id)
        await self._session.execute(this.values(reverted_at=at))

    def _stored(self, row: Row[Any]) -> StoredBatch:
        return StoredBatch(
            id=row.id,
            at=row.at,
            staff_id=row.staff_id,
            staff_name=row.display_name,
            file_name=self._keys.decrypt(row.file_name),
            reason=self._keys.decrypt(row.reason),
            added=row.added,
            reverted_at=row.reverted_at,
        )


def _with_names() -> Select[Any]:
    return select(lead_batch, staff.c.display_name).join(staff, staff.c.id == lead_batch.c.staff_id)
