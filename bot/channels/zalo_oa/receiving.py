"""Takes an event in: keeps it, unless it only tells us what we said ourselves."""

from collections.abc import Mapping
from typing import Any

import structlog

from bot.channels.delivery import Take
from bot.channels.zalo_oa.events import event_of
from bot.clock import Clock
from bot.storage import ConversationRepository, Database, EchoRepository
from bot.types import EventKind, InboundEvent

# What nobody waits for here: receipts, groups, people without a name, the account's own housekeeping.
_PASSED_OVER = (
    "user_received_message",
    "user_seen_message",
    "user_send_group",
    "oa_send_group",
    "anonymous_send",
    "add_user_to_tag",
    "remove_user_from_tag",
    "change_",
)

log = structlog.get_logger(__name__)


class Receiver:
    """Takes events of one account."""

    def __init__(self, take: Take, *, account_id: str, database: Database, clock: Clock) -> None:
        self._take = take
        self._account_id = account_id
        self._database = database
        self._clock = clock

    async def receive(self, event: Mapping[str, Any], body: bytes) -> None:
        """Keep what an event says; it is safe when this returns.

        :raises StorageError: when it could not be kept; the event must come again.
        """
        known = event_of(event, body, account_id=self._account_id, now=self._clock.now())
        if known is None:
            name = str(event.get("event_name", ""))[:64]
            if not name.startswith(_PASSED_OVER):
                # It may be a person's wish to have their data erased, whose name Zalo does not publish.
                log.warning("zalo_oa_event_unknown", event_name=name)
        elif known.kind is not EventKind.STAFF or not await self._is_ours(known):
            await self._take(known)

    async def _is_ours(self, echo: InboundEvent) -> bool:
        async with self._database.reading() as session:
            person = await ConversationRepository(session).find(echo.channel, echo.account_id, echo.user_id)
            if person is None:
                return False
            return await EchoRepository(session).is_ours(
                person.id, platform_id=str(echo.metadata["platform_id"]), text=echo.text
            )
