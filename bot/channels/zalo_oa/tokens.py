"""The tokens of one account: kept in the database, renewed by one process at a time, never lost to a failed answer.

A refresh token is good for one renewal, and the access token beside it dies with that. So the renewal runs in a task
of its own that nobody's impatience ends, under a lock that lives as long as the process's connection; who gets the
lock first reads again what is stored, for somebody else may have been there. What comes back is committed before it
is used, and only a pair ever takes a pair's place.
"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Self

import structlog

from bot.channels.zalo_oa.access import Access
from bot.channels.zalo_oa.events import CHANNEL
from bot.channels.zalo_oa.oauth import OAuth, OAuthError, OAuthRefusedError, OAuthUnclearError
from bot.clock import Clock
from bot.errors import AnTamError
from bot.storage import Database, OAuthTokenRepository, StorageError, StoredTokens, TokenPair

# Any fixed number will do; the processes of one database share it.
RENEWAL = 0x5A4F41
# A pair is renewed when so much of its time is over: 20 hours of 25.
_RENEWED_AFTER = 0.8
# How long a message waits for a token before it is tried later.
PATIENCE_SECONDS = 8.0
# How long another process may be at it, which is longer than Zalo is given to answer.
_OTHERS_SECONDS = 45.0
_LOOK_SECONDS = 0.2
# Between attempts to commit a pair that would otherwise be lost.
_SAVE_PAUSES = (0.1, 0.5, 2.0, 5.0, 10.0)
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=1)

log = structlog.get_logger(__name__)


class TokenError(AnTamError):
    """There is no access to the account now."""


class Tokens:
    """Access to one account."""

    def __init__(
        self,
        oauth: OAuth,
        *,
        account: tuple[str, str],
        first_token: str | None,
        database: Database,
        clock: Clock,
    ) -> None:
        """:param first_token: the refresh token of the settings; tried once, when it was not tried before."""
        self._oauth = oauth
        self._account = account
        self._first_token = first_token
        # By which the setting's token is known again when it was tried.
        self._seed = database.keys.fingerprint(first_token, purpose="oauth seed") if first_token else None
        self._database = database
        self._clock = clock
        self._known: StoredTokens | None = None
        self._renewal: asyncio.Task[str] | None = None
        self._unsaved: tuple[TokenPair, StoredTokens | None] | None = None
        self._failures = 0
        self._failed_version = 0
        self._not_before = clock.now()
        self._trouble: AnTamError | None = None

    @classmethod
    def of(cls, access: Access, oauth: OAuth, *, database: Database, clock: Clock) -> Self:
        """The tokens of an application's account."""
        return cls(
            oauth,
            account=(CHANNEL, access.app_id),
            first_token=access.refresh_token,
            database=database,
            clock=clock,
        )

    @property
    def trouble(self) -> str | None:
        """Why there is no access or soon will be none, and what to do."""
        return str(self._trouble) if self._trouble else None

    async def current(self) -> str:
        """The access token.

        :raises TokenError: when there is none now.
        :raises StorageError: when the database does not work.
        """
        self._known = self._known or await self._stored()
        if self._known is None:
            return await self._wait(refused=None)
        if self._is_due(self._known) and self._clock.now() >= self._not_before:
            try:
                return await self._wait(refused=None)
            except TokenError:
                # The one at hand is still good, or Zalo will say that it is not.
                return self._known.access_token
        return self._known.access_token

    async def renewed(self, refused: str) -> str:
        """Another access token than the one that Zalo has refused.

        :raises TokenError: when there is none now.
        :raises StorageError: when the database does not work.
        """
        if self._known and self._known.access_token != refused:
            return self._known.access_token
        return await self._wait(refused=refused)

    async def refresh_when_due(self) -> None:
        """Renew in time, so that no message waits for it.

        :raises AnTamError: when that does not work.
        """
        self._known = await self._stored()
        if self._trouble and self._known and self._known.version != self._failed_version:
            # Another process or the administrator has helped.
            self._succeed()
        wanted = self._unsaved or self._trouble or not self._known or not self._is_good(self._known)
        if wanted and self._clock.now() >= self._not_before:
            await self._wait(refused=self._known.access_token if self._trouble and self._known else None)

    async def keep(self, pair: TokenPair) -> None:
        """Put a pair that the administrator consented to in the place of whatever there is.

        :raises StorageError: when the database does not work.
        """
        async with self._database.transaction() as session:
            repository = OAuthTokenRepository(session)
            stored = await repository.find(self._account)
            await self._write(repository, pair, stored, self._seed)

    async def close(self) -> None:
        """Let a renewal that is under way come to its end."""
        if self._renewal:
            await asyncio.wait([self._renewal])

    async def _wait(self, *, refused: str | None) -> str:
        """Wait for the renewal that is under way, or begin one; given up, it goes on by itself."""
        if self._renewal is None or self._renewal.done():
            self._renewal = asyncio.create_task(self._renew(refused))
            # Nobody may be left to hear how it ends.
            self._renewal.add_done_callback(lambda task: task.cancelled() or task.exception())
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await asyncio.shield(self._renewal)
        except TimeoutError:
            raise TokenError("đang chờ mã truy cập Zalo", remedy="An Tâm tự thử lại") from None

    async def _renew(self, refused: str | None) -> str:
        """Renew, or find what another process has renewed meanwhile. Nothing in here may end by a timeout."""
        loop = asyncio.get_running_loop()
        until = loop.time() + _OTHERS_SECONDS
        while loop.time() < until:
            async with self._database.alone(RENEWAL) as alone:
                if alone:
                    return await self._renew_alone(refused)
            await asyncio.sleep(_LOOK_SECONDS)
        raise TokenError("tiến trình khác gia hạn mã truy cập Zalo quá lâu", remedy="An Tâm tự thử lại")

    async def _renew_alone(self, refused: str | None) -> str:
        await self._save_what_is_left()
        self._known = stored = await self._stored()
        if stored and stored.access_token != refused and self._is_good(stored):
            self._succeed()
            return stored.access_token
        if self._clock.now() < self._not_before:
            raise self._still()
        try:
            pair = await self._exchange_any(stored)
        except OAuthError as error:
            raise self._fail(error) from None
        self._succeed()
        self._known = await self._stored()
        return self._known.access_token if self._known else pair.access_token

    async def _exchange_any(self, stored: StoredTokens | None) -> TokenPair:
        """Renew with the setting's token when it is a new one, else or when that is refused with the stored one."""
        if self._first_token and self._seed and (stored is None or stored.seed != self._seed):
            try:
                return await self._exchange(self._first_token, stored)
            except OAuthRefusedError:
                if stored is None:
                    raise
                await self._note_seed(self._seed)
                log.error(
                    "zalo_oa_first_token_refused", remedy="ANTAM_ZALO_OA_REFRESH_TOKEN đã dùng hoặc sai"
                )
        if stored is None:
            raise _missing()
        return await self._exchange(stored.refresh_token, stored)

    async def _exchange(self, refresh_token: str, stored: StoredTokens | None) -> TokenPair:
        try:
            pair = await self._oauth.renew(refresh_token)
        except OAuthUnclearError:
            # Whether the token was used up is seen by trying it once more.
            pair = await self._oauth.renew(refresh_token)
        self._unsaved = (pair, stored)
        await self._save_what_is_left(pauses=_SAVE_PAUSES)
        log.info("zalo_oa_token_renewed")
        return pair

    async def _save_what_is_left(self, *, pauses: Sequence[float] = ()) -> None:
        """Commit a pair that came back; without that it is not used, and it is not let go of.

        :raises StorageError: when the database does not work.
        """
        if self._unsaved is None:
            return
        for pause in (*pauses, None):
            try:
                async with self._database.transaction() as session:
                    await self._write(OAuthTokenRepository(session), *self._unsaved, self._seed)
            except StorageError:
                log.critical(
                    "zalo_oa_token_not_saved", remedy="đừng dừng An Tâm cho tới khi cơ sở dữ liệu chạy lại"
                )
                if pause is None:
                    raise
                await asyncio.sleep(pause)
            else:
                self._unsaved = None
                return

    async def _write(
        self,
        repository: OAuthTokenRepository,
        pair: TokenPair,
        stored: StoredTokens | None,
        seed: bytes | None,
    ) -> None:
        now = self._clock.now()
        if stored is None:
            written = await repository.add(self._account, pair, seed=seed, at=now)
        else:
            written = await repository.replace(self._account, pair, version=stored.version, seed=seed, at=now)
        if not written:
            log.warning("zalo_oa_token_overtaken")

    async def _stored(self) -> StoredTokens | None:
        async with self._database.reading() as session:
            return await OAuthTokenRepository(session).find(self._account)

    async def _note_seed(self, seed: bytes) -> None:
        async with self._database.transaction() as session:
            await OAuthTokenRepository(session).note_seed(self._account, seed)

    def _is_good(self, stored: StoredTokens) -> bool:
        """Whether there is nothing to be renewed: it is young, and the setting brings nothing new."""
        return not self._is_due(stored) and self._seed in (None, stored.seed)

    def _is_due(self, stored: StoredTokens) -> bool:
        lifetime = stored.expires_at - stored.renewed_at
        return self._clock.now() >= stored.renewed_at + lifetime * _RENEWED_AFTER

    def _succeed(self) -> None:
        self._failures, self._not_before, self._trouble = 0, self._clock.now(), None

    def _fail(self, error: AnTamError) -> TokenError:
        """Leave Zalo alone for a while, longer each time, and let the operator know."""
        self._failures += 1
        self._failed_version = self._known.version if self._known else 0
        pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** min(self._failures - 1, 20))
        self._not_before = self._clock.now() + pause
        self._trouble = error
        log.error("zalo_oa_token_alarm", reason=error.reason, remedy=error.remedy)
        return self._still()

    def _still(self) -> TokenError:
        error = self._trouble or _missing()
        return TokenError(error.reason, remedy=error.remedy)


def _missing() -> OAuthRefusedError:
    return OAuthRefusedError(
        "chưa có mã truy cập Zalo",
        remedy="đặt ANTAM_ZALO_OA_REFRESH_TOKEN hoặc chạy antam zalo connect",
    )
