"""Saved estimates: what people who registered were told that they would pay."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bot.storage.models import lead
from bot.storage.repositories.base import Repository

_CLOSED = ("withdrawn", "declined", "not_eligible", "duplicate")
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class SavedEstimate:
    """The estimate kept with a registration, in the JSON form of the law's estimates."""

    lead_id: int
    estimate: dict[str, Any]


class SavedEstimateRepository(Repository):
    """Estimates of registrations that somebody may still be told about."""

    async def all(self) -> AsyncIterator[SavedEstimate]:
        """Every estimate that is kept, the oldest registration first, a few hundred at a time."""
        after = 0
        while True:
            query = (
                select(lead.c.id, lead.c.estimate)
                .where(lead.c.id > after, lead.c.estimate.is_not(None), lead.c.state.not_in(_CLOSED))
                .order_by(lead.c.id)
                .limit(_AT_ONCE)
            )
            rows = (await self._session.execute(query)).all()
            for row in rows:
                yield SavedEstimate(row.id, self._opened_json(row.estimate))
            if len(rows) < _AT_ONCE:
                return
            after = rows[-1].id
