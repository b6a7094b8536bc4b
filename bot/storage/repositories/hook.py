"""What the office's own system is still to be told of leads."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from bot.storage.models import hook_delivery
from bot.storage.repositories.base import Repository, locked

_MAX_REASON = 255


@dataclass(frozen=True, slots=True)
class StoredHook:
    """One happening to be told; ``attempts`` counts this one."""

    id: int
    lead_id: int
    kind: str
    state: str
    at: datetime
    attempts: int


class HookRepository(Repository):
    """Happenings in the order in which they are told."""

    async def add(self, *, lead_id: int, kind: str, state: str, at: datetime) -> None:
        """Keep a happening that is to be told at once."""
        row = {"lead_id": lead_id, "kind": kind, "state": state, "at": at, "due_at": at, "attempts": 0}
        await self._session.execute(insert(hook_delivery).values(row))

    async def claim(self, *, now: datetime, until: datetime, limit: int) -> list[StoredHook]:
        """Take the happenings that are due; without a result by then they are due again."""
        query = (
            select(hook_delivery)
            .where(hook_delivery.c.due_at <= now)
            .order_by(hook_delivery.c.id)
            .limit(limit)
        )
        rows = (await self._session.execute(locked(query, skip_locked=True))).all()
        taken = {"due_at": until, "attempts": hook_delivery.c.attempts + 1}
        ids = [row.id for row in rows]
        await self._session.execute(update(hook_delivery).where(hook_delivery.c.id.in_(ids)).values(**taken))
        return [
            StoredHook(row.id, row.lead_id, row.kind, row.state, row.at, row.attempts + 1) for row in rows
        ]

    async def settle(self, hook_id: int, *, reason: str | None = None) -> None:
        """Note that a happening was told, or why it was given up."""
        done = {"due_at": None, "reason": reason[:_MAX_REASON] if reason else None}
        await self._session.execute(update(hook_delivery).where(hook_delivery.c.id == hook_id).values(**done))

    async def postpone(self, hook_id: int, *, until: datetime, reason: str) -> None:
        """Let a happening that could not be told wait."""
        later = {"due_at": until, "reason": reason[:_MAX_REASON]}
        await self._session.execute(
            update(hook_delivery).where(hook_delivery.c.id == hook_id).values(**later)
        )
