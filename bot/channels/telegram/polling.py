"""Fetches updates where Telegram cannot reach us: an update counts as fetched when it is kept, and not before."""

import asyncio

import structlog
from telegram.error import Conflict
from telegram.ext import ExtBot

from bot.channels.delivery import Take
from bot.channels.telegram.receiving import Receiver
from bot.channels.telegram.updates import ALLOWED_UPDATES
from bot.errors import AnTamError
from bot.storage import Database

# Telegram lets only one fetch at a time. Any fixed number will do; the processes of one database share it.
POLLING = 0x54474D
POLL_SECONDS = 20
PAUSE_SECONDS = 3.0

log = structlog.get_logger(__name__)


class Polling:
    """The fetching of one bot's updates."""

    def __init__(self, bot: ExtBot[None], receiver: Receiver, *, database: Database) -> None:
        self._bot = bot
        self._receiver = receiver
        self._database = database
        self._offset: int | None = None

    async def run(self, take: Take) -> None:
        """Fetch until cancelled; trouble of any kind is waited out."""
        while True:
            try:
                async with self._database.alone(POLLING) as alone:
                    if alone:
                        await self._fetch(take)
                        continue
            # Also what the library cannot read: the people behind it must not be without answers for ever.
            except Exception as error:
                log.warning("telegram_polling_failed", error=type(error).__name__, hint=_hint(error))
            await asyncio.sleep(PAUSE_SECONDS)

    async def _fetch(self, take: Take) -> None:
        """The offset of a fetch tells Telegram that everything before it was kept."""
        updates = await self._bot.get_updates(
            offset=self._offset, timeout=POLL_SECONDS, allowed_updates=ALLOWED_UPDATES
        )
        for update in updates:
            await self._receiver.receive(update, take)
            self._offset = update.update_id + 1


def _hint(error: Exception) -> str | None:
    if isinstance(error, Conflict):
        return "chương trình khác đang nhận tin của bot này, hoặc webhook còn được đặt"
    return error.reason if isinstance(error, AnTamError) else None
