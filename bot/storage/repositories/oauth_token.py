"""Tokens of accounts on platforms: the present pair, replaced only by the pair that followed it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select, update

from bot.storage.models import oauth_token
from bot.storage.repositories.base import Repository

Account = tuple[str, str]


@dataclass(frozen=True, slots=True)
class TokenPair:
    """What a platform gave: access until ``expires_at``, and the token that renews it once."""

    access_token: str
    refresh_token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class StoredTokens:
    """The present pair of an account; ``version`` counts the pairs."""

    access_token: str
    refresh_token: str
    expires_at: datetime
    renewed_at: datetime
    seed: bytes | None
    version: int


class OAuthTokenRepository(Repository):
    """One row for each account."""

    async def find(self, account: Account) -> StoredTokens | None:
        """The present pair."""
        row = (await self._session.execute(select(oauth_token).where(_of(account)))).one_or_none()
        if row is None:
            return None
        return StoredTokens(
            access_token=self._keys.decrypt(row.access_token),
            refresh_token=self._keys.decrypt(row.refresh_token),
            expires_at=row.expires_at,
            renewed_at=row.renewed_at,
            seed=row.seed,
            version=row.version,
        )

    async def add(self, account: Account, pair: TokenPair, *, seed: bytes | None, at: datetime) -> bool:
        """Keep the first pair of an account; False when there is one."""
        row = self._values(pair, at=at) | {
            "channel": account[0],
            "account_id": account[1],
            "seed": seed,
            "version": 1,
        }
        statement = self._insert(oauth_token).values(row).on_conflict_do_nothing()
        added = await self._session.execute(statement.returning(oauth_token.c.version))
        return added.scalar_one_or_none() is not None

    async def replace(
        self, account: Account, pair: TokenPair, *, version: int, seed: bytes | None, at: datetime
    ) -> bool:
        """Put the pair that followed in the place of number ``version``; False when that is not the present one."""
        values = self._values(pair, at=at) | {"seed": seed, "version": version + 1}
        this = _of(account) & (oauth_token.c.version == version)
        statement = update(oauth_token).where(this).values(**values).returning(oauth_token.c.version)
        return (await self._session.execute(statement)).scalar_one_or_none() is not None

    async def note_seed(self, account: Account, seed: bytes) -> None:
        """Note that the setting's token was tried and refused; the pair stays as it is."""
        await self._session.execute(update(oauth_token).where(_of(account)).values(seed=seed))

    def _values(self, pair: TokenPair, *, at: datetime) -> dict[str, Any]:
        return {
            "access_token": self._keys.encrypt(pair.access_token),
            "refresh_token": self._keys.encrypt(pair.refresh_token),
            "expires_at": pair.expires_at,
            "renewed_at": at,
        }


def _of(account: Account) -> ColumnElement[bool]:
    return (oauth_token.c.channel == account[0]) & (oauth_token.c.account_id == account[1])
