"""Models that were found good enough; every server takes the newest that its program can read."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from bot.storage.models import trained_model
from bot.storage.repositories.base import Repository

# So that going back costs nothing.
_KEPT = 3


@dataclass(frozen=True, slots=True)
class StoredModel:
    """A model's row without its data.

    :param digest: what it was made from.
    """

    id: int
    digest: str
    at: datetime


class TrainedModelRepository(Repository):
    """Trained models."""

    async def add(self, *, digest: str, program: str, data: bytes, at: datetime) -> None:
        """Make a model the one in use; the oldest make room.

        :param program: the digest of the program that reads it.
        """
        row = {"digest": digest, "program": program, "data": data, "at": at}
        await self._session.execute(insert(trained_model).values(row))
        kept = select(trained_model.c.id).order_by(trained_model.c.id.desc()).limit(_KEPT).subquery()
        old = trained_model.c.id.not_in(select(kept.c.id))
        await self._session.execute(delete(trained_model).where(old))

    async def newest(self, *, program: str) -> StoredModel | None:
        """The model in use by this program."""
        query = (
            select(trained_model.c.id, trained_model.c.digest, trained_model.c.at)
            .where(trained_model.c.program == program)
            .order_by(trained_model.c.id.desc())
            .limit(1)
        )
        row = (await self._session.execute(query)).first()
        return StoredModel(row.id, row.digest, row.at) if row else None

    async def data(self, model_id: int) -> bytes | None:
        """A model as it was saved; None when it made room meanwhile."""
        query = select(trained_model.c.data).where(trained_model.c.id == model_id)
        return (await self._session.execute(query)).scalar_one_or_none()
