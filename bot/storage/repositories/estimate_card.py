"""Estimate cards: found by the code that only the person has."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select

from bot.storage.models import estimate_card
from bot.storage.repositories.base import Repository


@dataclass(frozen=True, slots=True)
class StoredCard:
    """A card; ``estimate`` is in its JSON form."""

    code: str
    estimate: dict[str, Any]
    created_at: datetime
    expires_at: datetime


class EstimateCardRepository(Repository):
    """The cards."""

    async def add(
        self,
        *,
        conversation_id: int,
        code: str,
        estimate: Mapping[str, Any],
        at: datetime,
        expires_at: datetime,
    ) -> None:
        """Keep a card under a code that nobody had."""
        row = {
            "conversation_id": conversation_id,
            "code": self._keys.encrypt(code),
            "code_hash": self._hash(code),
            "estimate": self._sealed_json(dict(estimate)),
            "created_at": at,
            "expires_at": expires_at,
        }
        await self._session.execute(insert(estimate_card).values(row))

    async def by_code(self, code: str, *, now: datetime) -> StoredCard | None:
        """The card of a code whose time is not over."""
        query = select(estimate_card).where(
            estimate_card.c.code_hash == self._hash(code), estimate_card.c.expires_at > now
        )
        row = (await self._session.execute(query)).one_or_none()
        return self._stored(row) if row else None

    async def newest(self, conversation_id: int, *, now: datetime) -> StoredCard | None:
        """The newest card of a conversation whose time is not over."""
        query = (
            select(estimate_card)
            .where(estimate_card.c.conversation_id == conversation_id, estimate_card.c.expires_at > now)
            .order_by(estimate_card.c.id.desc())
            .limit(1)
        )
        row = (await self._session.execute(query)).one_or_none()
        return self._stored(row) if row else None

    async def purge(self, *, now: datetime) -> int:
        """Delete the cards whose time is over; how many there were."""
        over = estimate_card.c.expires_at <= now
        counting = select(func.count()).select_from(estimate_card).where(over)
        count: int = (await self._session.execute(counting)).scalar_one()
        if count:
            await self._session.execute(delete(estimate_card).where(over))
        return count

    async def erase(self, conversation_id: int) -> None:
        """Delete the cards of a conversation."""
        of_this = estimate_card.c.conversation_id == conversation_id
        await self._session.execute(delete(estimate_card).where(of_this))

    def _stored(self, row: Row[Any]) -> StoredCard:
        return StoredCard(
            self._keys.decrypt(row.code), self._opened_json(row.estimate), row.created_at, row.expires_at
        )

    def _hash(self, code: str) -> bytes:
        return self._keys.fingerprint(code, purpose="estimate card")
