"""What people asked about their own data, and the copies that were handed out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import insert, select, update

from bot.storage.models import privacy_request
from bot.storage.repositories.base import Repository

FileKind = Literal["json", "pdf"]


@dataclass(frozen=True, slots=True)
class StoredPrivacyRequest:
    """One request; only a copy has an ``expires_at``."""

    id: int
    conversation_id: int
    kind: str
    channel: str
    at: datetime
    expires_at: datetime | None


class PrivacyRequestRepository(Repository):
    """The requests; they outlive an erasure, as the proof that it was asked for."""

    async def add(
        self,
        *,
        conversation_id: int,
        kind: str,
        channel: str,
        at: datetime,
        expires_at: datetime | None = None,
    ) -> int:
        """Keep a request; its number."""
        row = {
            "conversation_id": conversation_id,
            "kind": kind,
            "channel": channel,
            "at": at,
            "expires_at": expires_at,
        }
        statement = insert(privacy_request).values(row).returning(privacy_request.c.id)
        number: int = (await self._session.execute(statement)).scalar_one()
        return number

    async def get(self, request_id: int) -> StoredPrivacyRequest | None:
        """A request by its number."""
        query = self._locked(select(privacy_request).where(privacy_request.c.id == request_id))
        row = (await self._session.execute(query)).one_or_none()
        if row is None:
            return None
        return StoredPrivacyRequest(
            row.id, row.conversation_id, row.kind, row.channel, row.at, row.expires_at
        )

    async def of_conversation(self, conversation_id: int) -> list[StoredPrivacyRequest]:
        """All requests of a conversation, oldest first."""
        query = select(privacy_request).where(privacy_request.c.conversation_id == conversation_id)
        return [
            StoredPrivacyRequest(row.id, row.conversation_id, row.kind, row.channel, row.at, row.expires_at)
            for row in await self._session.execute(query.order_by(privacy_request.c.id))
        ]

    async def take(self, request_id: int, file_kind: FileKind, *, at: datetime) -> bool:
        """Note that a file of a copy was taken; False when it was before."""
        taken = privacy_request.c[f"{file_kind}_taken_at"]
        statement = (
            update(privacy_request)
            .where(privacy_request.c.id == request_id, taken.is_(None))
            .values({taken: at})
            .returning(privacy_request.c.id)
        )
        return (await self._session.execute(statement)).one_or_none() is not None

    async def end_copies(self, conversation_id: int, *, at: datetime) -> None:
        """Let no copy of a conversation be taken any more."""
        copies = privacy_request.c.expires_at.is_not(None)
        of_this = privacy_request.c.conversation_id == conversation_id
        await self._session.execute(update(privacy_request).where(of_this, copies).values(expires_at=at))
