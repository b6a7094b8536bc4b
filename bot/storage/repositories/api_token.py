"""Tokens of other systems, and the writes that each has made once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, insert, select, update

from bot.storage.models import api_token, api_write, staff
from bot.storage.repositories.base import Repository


@dataclass(frozen=True, slots=True)
class StoredToken:
    """A token without its secret; it sees and may do what the account does, ``writes`` or only reads."""

    id: int
    staff_id: int
    username: str
    name: str
    writes: bool
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class StoredWrite:
    """What a write was answered; ``request_hash`` tells whether a repetition asks for the same."""

    request_hash: bytes
    status: int
    answer: Any


class ApiTokenRepository(Repository):
    """Tokens; only the keyed hash of a secret is kept."""

    async def add(
        self,
        *,
        staff_id: int,
        name: str,
        secret: str,
        writes: bool,
        at: datetime,
        expires_at: datetime | None,
    ) -> int:
        """Keep a token; its number."""
        row = {
            "staff_id": staff_id,
            "name": name,
            "token_hash": self._hash(secret),
            "writes": writes,
            "created_at": at,
            "expires_at": expires_at,
        }
        statement = insert(api_token).values(row).returning(api_token.c.id)
        return int((await self._session.execute(statement)).scalar_one())

    async def by_secret(self, secret: str) -> StoredToken | None:
        """The token of a secret, revoked or not."""
        query = _with_names().where(api_token.c.token_hash == self._hash(secret))
        row = (await self._session.execute(query)).one_or_none()
        return _stored(row) if row else None

    async def list(self) -> Sequence[StoredToken]:
        """All tokens, oldest first."""
        rows = await self._session.execute(_with_names().order_by(api_token.c.id))
        return [_stored(row) for row in rows]

    async def revoke(self, token_id: int, *, at: datetime) -> bool:
        """End a token; False when there is none that is open."""
        this = (api_token.c.id == token_id, api_token.c.revoked_at.is_(None))
        statement = update(api_token).where(*this).values(revoked_at=at).returning(api_token.c.id)
        return (await self._session.execute(statement)).one_or_none() is not None

    async def touch(self, token_id: int, *, at: datetime) -> None:
        """Note that a token was used."""
        this = update(api_token).where(api_token.c.id == token_id)
        await self._session.execute(this.values(last_used_at=at))

    async def written(self, token_id: int, key: str) -> StoredWrite | None:
        """What a write under this key was answered before."""
        query = select(api_write).where(api_write.c.token_id == token_id, api_write.c.key == key)
        row = (await self._session.execute(query)).one_or_none()
        return StoredWrite(row.request_hash, row.status, self._opened_json(row.answer)) if row else None

    async def keep_write(
        self, token_id: int, key: str, *, request_hash: bytes, status: int, answer: Any, at: datetime
    ) -> None:
        """Keep what a write was answered."""
        row = {
            "token_id": token_id,
            "key": key,
            "request_hash": request_hash,
            "status": status,
            "answer": self._sealed_json(answer),
            "at": at,
        }
        await self._session.execute(insert(api_write).values(row))

    async def forget_writes(self, *, before: datetime) -> None:
        """Delete the answers that are too old to be asked for again."""
        await self._session.execute(delete(api_write).where(api_write.c.at < before))

    def _hash(self, secret: str) -> bytes:
        return self._keys.fingerprint(secret, purpose="api token")


def _with_names() -> Select[Any]:
    return select(api_token, staff.c.username).join(staff, staff.c.id == api_token.c.staff_id)


def _stored(row: Row[Any]) -> StoredToken:
    return StoredToken(
        id=row.id,
        staff_id=row.staff_id,
        username=row.username,
        name=row.name,
        writes=row.writes,
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        last_used_at=row.last_used_at,
    )
