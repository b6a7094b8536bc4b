"""Takes an update in, however it came: keeps its event, then shows the person that it was noticed."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import structlog

from bot.channels.delivery import Signs, Take
from bot.channels.zalo_bot.api import BotApi
from bot.channels.zalo_bot.events import event_of
from bot.channels.zalo_bot.sending import show_typing
from bot.clock import Clock
from bot.types import EventKind, InboundEvent

log = structlog.get_logger(__name__)


class Receiver:
    """Takes updates of one bot."""

    def __init__(self, api: BotApi, *, account_id: str, clock: Clock) -> None:
        self._api = api
        self._account_id = account_id
        self._clock = clock
        self._signs = Signs()

    async def receive(self, update: Mapping[str, Any], take: Take) -> None:
        """Keep what an update says; it is safe when this returns.

        :raises StorageError: when it could not be kept; the update must come again.
        """
        event = self._event(update)
        if event and await take(event) and event.kind is not EventKind.GROUP:
            self._signs.show(partial(show_typing, self._api, event.user_id))

    async def close(self) -> None:
        """Leave no sign half shown."""
        await self._signs.close()

    def _event(self, update: Mapping[str, Any]) -> InboundEvent | None:
        """What cannot be read is let go: refused, it would come again for ever."""
        try:
            return event_of(update, account_id=self._account_id, now=self._clock.now())
        except Exception as error:
            log.warning("zalo_bot_update_unreadable", error=type(error).__name__)
            return None
