"""Tells the office's own system what happened to leads, signed, again until it is taken.

The body tells numbers, states and times, nothing about the person.

`X-AnTam-Signature: t=<unix time>,v1=<hex>` is HMAC-SHA256 of `<unix time>.<body>` under the shared secret; who
receives it compares it and refuses what is old. `X-AnTam-Delivery` is the same for every attempt.
"""

import hashlib
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx
import orjson
import structlog

from bot.background import repeated
from bot.clock import Clock
from bot.registration import receipt_code
from bot.storage import Database, HookRepository, StoredHook

LOOK_SECONDS = 5.0
_TIMEOUT_SECONDS = 10.0
_AT_ONCE = 20
_CLAIM = timedelta(minutes=2)
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
# A day and a half of trying.
_MOST_ATTEMPTS = 40

log = structlog.get_logger(__name__)


class Hooks:
    """What is due, sent by one process at a time for each happening."""

    def __init__(
        self, database: Database, *, clock: Clock, url: str, secret: str, client: httpx.AsyncClient
    ) -> None:
        self._database = database
        self._clock = clock
        self._url = url
        self._secret = secret
        self._client = client

    async def send_due(self) -> int:
        """Send what is due; how many were taken."""
        now = self._clock.now()
        async with self._database.transaction() as session:
            due = await HookRepository(session).claim(now=now, until=now + _CLAIM, limit=_AT_ONCE)
        for hook in due:
            reason = await self._send(hook)
            await self._note(hook, reason)
        return len(due)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """At work within the block."""
        async with self._client, repeated(self._look, every=LOOK_SECONDS, name="hooks"):
            yield

    async def _look(self) -> bool:
        return await self.send_due() > 0

    async def _send(self, hook: StoredHook) -> str | None:
        """Why it was not taken; None when it was."""
        body = orjson.dumps(
            {
                "id": hook.id,
                "kind": hook.kind,
                "lead_id": hook.lead_id,
                "code": receipt_code(hook.lead_id),
                "state": hook.state,
                "at": hook.at.isoformat(),
            }
        )
        sent_at = int(self._clock.now().timestamp())
        headers = {
            "Content-Type": "application/json",
            "X-AnTam-Delivery": str(hook.id),
            "X-AnTam-Signature": f"t={sent_at},v1={signature(body, secret=self._secret, at=sent_at)}",
        }
        try:
            answer = await self._client.post(
                self._url, content=body, headers=headers, timeout=_TIMEOUT_SECONDS
            )
        except httpx.HTTPError as error:
            return type(error).__name__
        return None if answer.is_success else f"HTTP {answer.status_code}"

    async def _note(self, hook: StoredHook, reason: str | None) -> None:
        if reason is not None:
            log.warning("hook_not_taken", hook_id=hook.id, attempts=hook.attempts, reason=reason)
        async with self._database.transaction() as session:
            hooks = HookRepository(session)
            if reason is None or hook.attempts >= _MOST_ATTEMPTS:
                await hooks.settle(hook.id, reason=reason)
            else:
                pause = min(_FIRST_PAUSE * 2 ** min(hook.attempts - 1, 10), _LONGEST_PAUSE)
                await hooks.postpone(hook.id, until=self._clock.now() + pause, reason=reason)


def signature(body: bytes, *, secret: str, at: int) -> str:
    """The signature of a body sent at a unix time."""
    return hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
