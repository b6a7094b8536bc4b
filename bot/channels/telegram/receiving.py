"""Takes an update in, however it came: keeps its event, then shows the person that it was noticed."""

from collections.abc import Awaitable, Callable
from functools import partial

import structlog
from telegram import Update
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.channels.delivery import Signs, Take
from bot.channels.telegram.sending import acknowledge, show_typing
from bot.channels.telegram.updates import event_of
from bot.clock import Clock
from bot.types import EventKind, InboundEvent

log = structlog.get_logger(__name__)


class Receiver:
    """Takes updates of one bot."""

    def __init__(self, bot: ExtBot[None], *, account_id: str, clock: Clock) -> None:
        self._bot = bot
        self._account_id = account_id
        self._clock = clock
        self._signs = Signs()

    async def receive(self, update: Update, take: Take) -> None:
        """Keep what an update says; it is safe when this returns.

        :raises StorageError: when it could not be kept; the update must come again.
        """
        event = self._event(update)
        is_new = await take(event) if event else False
        if update.callback_query:
            self._signs.show(partial(_quietly, partial(acknowledge, self._bot, update.callback_query)))
        elif event and is_new and event.kind not in (EventKind.BLOCKED, EventKind.UNBLOCKED, EventKind.GROUP):
            self._signs.show(partial(_quietly, partial(show_typing, self._bot, event.user_id)))

    async def close(self) -> None:
        """Leave no sign half shown."""
        await self._signs.close()

    def _event(self, update: Update) -> InboundEvent | None:
        """What cannot be read is let go: refused, it would come again for ever."""
        try:
            return event_of(update, account_id=self._account_id, now=self._clock.now())
        except Exception as error:
            log.warning("telegram_update_unreadable", error=type(error).__name__)
            return None


async def _quietly(sign: Callable[[], Awaitable[None]]) -> None:
    """A sign that cannot be shown (a query too old, a keyboard already marked) is no loss."""
    try:
        await sign()
    except TelegramError as error:
        log.debug("telegram_sign_not_shown", error=type(error).__name__)
