"""Fetches updates where Zalo cannot reach us. Zalo forgets an update with the answer that brings it, so one in hand
is kept before anything else is done, however often that takes; a crash in that moment loses it."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

import structlog

from bot.channels.delivery import Take
from bot.channels.zalo_bot.api import BotApi, RefusedError
from bot.channels.zalo_bot.events import updates_of
from bot.channels.zalo_bot.receiving import Receiver
from bot.storage import Database, StorageError

# Only one process fetches at a time. Any fixed number will do; the processes of one database share it.
POLLING = 0x5A42
POLL_SECONDS = 20
PAUSE_SECONDS = 3.0
# Zalo's word for "nothing came".
_IDLE = 408

log = structlog.get_logger(__name__)


class Polling:
    """The fetching of one bot's updates."""

    def __init__(self, api: BotApi, receiver: Receiver, *, database: Database) -> None:
        self._api = api
        self._receiver = receiver
        self._database = database

    async def run(self, take: Take) -> None:
        """Fetch until cancelled; trouble of any kind is waited out."""
        while True:
            try:
                async with self._database.alone(POLLING) as alone:
                    if alone:
                        await self._keep(await self._fetch(), take)
                        continue
            except Exception as error:
                log.warning("zalo_bot_polling_failed", error=type(error).__name__)
            await asyncio.sleep(PAUSE_SECONDS)

    async def _fetch(self) -> Iterable[Mapping[str, Any]]:
        try:
            found = await self._api.call("getUpdates", timeout=POLL_SECONDS, patience=POLL_SECONDS)
        except RefusedError as error:
            if error.code == _IDLE:
                return ()
            raise
        return updates_of(found)

    async def _keep(self, updates: Iterable[Mapping[str, Any]], take: Take) -> None:
        for update in updates:
            while True:
                try:
                    await self._receiver.receive(update, take)
                    break
                except StorageError:
                    await asyncio.sleep(PAUSE_SECONDS)
