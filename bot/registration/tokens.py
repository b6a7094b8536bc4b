"""Tokens of the office's other systems: made for an account, shown once, read only unless said otherwise."""

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.errors import AnTamError
from bot.registration.staff import Role, StaffMember
from bot.storage import ApiTokenRepository, Session, StaffRepository, StoredToken

PREFIX = "antam_"
_BYTES = 32
# Noted once an hour; a busy reader need not write with each request.
_TOUCH = timedelta(hours=1)


class TokenError(AnTamError):
    """A token cannot be made or ended as asked."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who asks: the account that the token was made for, and whether it may write."""

    token: StoredToken
    member: StaffMember

    @property
    def may_write(self) -> bool:
        return self.token.writes and self.member.may_work


class Tokens:
    """Tokens within one transaction; the caller commits."""

    def __init__(self, session: Session, *, now: datetime) -> None:
        self._tokens = ApiTokenRepository(session)
        self._staff = StaffRepository(session)
        self._now = now

    async def make(self, username: str, *, name: str, writes: bool, days: int | None) -> str:
        """A new token of an account; it is shown this once.

        :param days: for how long; None until it is revoked.
        :raises TokenError: when there is no such open account.
        """
        account = await self._staff.by_username(username.strip().lower())
        if account is None or not account.active:
            raise TokenError(
                f"Không có tài khoản «{username}» đang mở", remedy="xem danh sách: antam staff list"
            )
        secret = PREFIX + secrets.token_urlsafe(_BYTES)
        await self._tokens.add(
            staff_id=account.id,
            name=name.strip()[:100] or username,
            secret=secret,
            writes=writes,
            at=self._now,
            expires_at=self._now + timedelta(days=days) if days else None,
        )
        return secret

    async def list(self) -> Sequence[StoredToken]:
        """All tokens, oldest first."""
        return await self._tokens.list()

    async def revoke(self, token_id: int) -> None:
        """End a token at once.

        :raises TokenError: when there is none that is open.
        """
        if not await self._tokens.revoke(token_id, at=self._now):
            raise TokenError(f"Không có mã truy cập số {token_id} đang mở", remedy="xem: antam staff tokens")

    async def bearer(self, secret: str) -> Bearer | None:
        """Who a secret belongs to; None when it is unknown, over or revoked, or the account closed."""
        if not secret.startswith(PREFIX):
            return None
        token = await self._tokens.by_secret(secret)
        if token is None or token.revoked_at or (token.expires_at and token.expires_at <= self._now):
            return None
        account = await self._staff.get(token.staff_id)
        if account is None or not account.active:
            return None
        communes = await self._staff.communes_of(account.id)
        member = StaffMember(account.id, account.display_name, Role(account.role), communes)
        return Bearer(token, member) if member.may_see_leads else None

    async def touch(self, bearer: Bearer) -> None:
        """Note that a token is in use."""
        last = bearer.token.last_used_at
        if last is None or last < self._now - _TOUCH:
            await self._tokens.touch(bearer.token.id, at=self._now)


def same_request(first: bytes, second: bytes) -> bool:
    """Whether two hashes of requests are one."""
    return hmac.compare_digest(first, second)
