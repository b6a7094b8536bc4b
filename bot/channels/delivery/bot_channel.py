"""What the channels of bot platforms share: they are called or fetch, and tell the platform of us until it knows us."""

import asyncio
from abc import ABC, abstractmethod
from datetime import timedelta
from typing import ClassVar

import structlog
from fastapi import APIRouter

from bot.channels.delivery.channel import Take

CHECK_SECONDS = 5.0
PAUSE_SECONDS = 30.0

log = structlog.get_logger(__name__)


class BotChannel(ABC):
    """One bot; a platform says how it is introduced, looked after and fetched for."""

    name: ClassVar[str]
    # As people call the platform.
    title: ClassVar[str]
    # The webhook's path, and what a call to the platform may raise, no answer in time among it.
    path: ClassVar[str]
    errors: ClassVar[tuple[type[Exception], ...]]
    # Who has written to a bot once may be written to until they block it.
    unasked_within: timedelta | None = None

    def __init__(self, *, by_webhook: bool, public_url: str) -> None:
        """:param public_url: where the platform reaches us; without it the webhook is set by hand."""
        self._by_webhook = by_webhook
        self._public_url = public_url.rstrip("/")
        self._trouble: str | None = None
        self._introduced = False

    @property
    def trouble(self) -> str | None:
        """What the last check found."""
        return self._trouble

    @property
    def is_called(self) -> bool:
        """Otherwise we fetch."""
        return self._by_webhook

    @property
    def webhook(self) -> str | None:
        """Where the platform is to call us."""
        return f"{self._public_url}{self.path}" if self._by_webhook and self._public_url else None

    def router(self, take: Take) -> APIRouter:
        """The webhook, where there is one."""
        return self._webhook_router(take) if self._by_webhook else APIRouter()

    def status(self) -> str:
        """How the bot runs, or what it lacks."""
        if self._trouble:
            return f"{self.title} chưa chạy được: {self._trouble}"
        if not self._by_webhook:
            return f"{self.title} đang bật (polling)."
        if self.webhook is None:
            return f"{self.title} đang bật (webhook {self.path}); đặt ANTAM_PUBLIC_URL để An Tâm tự đăng ký webhook."
        return f"{self.title} đang bật (webhook {self.webhook})."

    async def check(self) -> None:
        """Introduce the bot where its settings allow it."""
        self._trouble = self._missing()
        if self._trouble:
            return
        try:
            async with asyncio.timeout(CHECK_SECONDS):
                self._trouble = await self._introduce()
        except self.errors as error:
            self._trouble = self._remedy(error)
            log.warning("channel_check_failed", channel=self.name, error=type(error).__name__)
        else:
            self._introduced = self._trouble is None

    async def inspect(self) -> str | None:
        """What the platform says is wrong now."""
        try:
            async with asyncio.timeout(CHECK_SECONDS):
                return await self._look()
        except self.errors as error:
            return self._remedy(error)

    async def run(self, take: Take) -> None:
        """See that the platform knows the bot, then fetch where that is how events come."""
        while not self._introduced:
            await self.check()
            if not self._introduced:
                await asyncio.sleep(PAUSE_SECONDS)
        if not self._by_webhook:
            await self._fetch(take)

    @abstractmethod
    def _webhook_router(self, take: Take) -> APIRouter:
        """The address that the platform calls."""

    @abstractmethod
    def _missing(self) -> str | None:
        """What the settings lack, and what to do."""

    @abstractmethod
    async def _introduce(self) -> str | None:
        """Tell the platform how events come; what is wrong then. May raise one of ``errors``."""

    @abstractmethod
    async def _look(self) -> str | None:
        """Ask the platform how deliveries go; what is wrong. May raise one of ``errors``."""

    @abstractmethod
    async def _fetch(self, take: Take) -> None:
        """Fetch events until cancelled."""

    @abstractmethod
    def _remedy(self, error: Exception) -> str:
        """What is wrong and what to do, without the token or an address that holds it."""
