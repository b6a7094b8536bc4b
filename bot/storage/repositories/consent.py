"""Consents: what a person agreed to or refused, in which words, when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select

from bot.storage.models import consent
from bot.storage.repositories.base import Repository


@dataclass(frozen=True, slots=True)
class StoredConsent:
    """One answer to one question for consent; ``wording_version`` is None where nothing was asked."""

    purpose: str
    given: bool
    channel: str
    wording_version: str | None
    answer: str
    at: datetime


class ConsentRepository(Repository):
    """The proofs of consent; the newest of a purpose counts."""

    async def give(
        self,
        *,
        conversation_id: int,
        purpose: str,
        channel: str,
        wording_version: str,
        answer: str,
        at: datetime,
    ) -> None:
        """Keep a yes with the version of the wording that it answers."""
        await self._add(
            conversation_id=conversation_id,
            purpose=purpose,
            given=True,
            channel=channel,
            wording_version=wording_version,
            answer=answer,
            at=at,
        )

    async def refuse(
        self, *, conversation_id: int, purpose: str, channel: str, answer: str, at: datetime
    ) -> None:
        """Keep a no, asked for or not."""
        await self._add(
            conversation_id=conversation_id,
            purpose=purpose,
            given=False,
            channel=channel,
            wording_version=None,
            answer=answer,
            at=at,
        )

    async def of_conversation(self, conversation_id: int) -> list[StoredConsent]:
        """All answers of a conversation, oldest first."""
        query = select(consent).where(consent.c.conversation_id == conversation_id).order_by(consent.c.id)
        return [
            StoredConsent(
                purpose=row.purpose,
                given=row.given,
                channel=row.channel,
                wording_version=row.wording_version,
                answer=self._keys.decrypt(row.answer),
                at=row.at,
            )
            for row in await self._session.execute(query)
        ]

    async def erase(self, conversation_id: int) -> None:
        """Delete the consents of a conversation."""
        await self._session.execute(delete(consent).where(consent.c.conversation_id == conversation_id))

    async def _add(self, *, answer: str, **row: Any) -> None:
        await self._session.execute(insert(consent), row | {"answer": self._keys.encrypt(answer)})
