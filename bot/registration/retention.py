"""Deletes what has been kept as long as the office said: declarations with their personal IDs, cards, old answers."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.background import repeated
from bot.clock import Clock
from bot.storage import ApiTokenRepository, Database, DeclarationRepository, EstimateCardRepository

LOOK_SECONDS = 3600.0
# A write that is repeated later than this counts as another one.
_ANSWERS = timedelta(days=2)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Purged:
    """How much was deleted."""

    declarations: int
    cards: int


class Retention:
    """Looks once an hour for what is over."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def purge(self) -> Purged:
        """Delete all whose time is over."""
        now = self._clock.now()
        async with self._database.transaction() as session:
            await ApiTokenRepository(session).forget_writes(before=now - _ANSWERS)
            purged = Purged(
                declarations=await DeclarationRepository(session).purge(now=now),
                cards=await EstimateCardRepository(session).purge(now=now),
            )
        if purged.declarations or purged.cards:
            log.info("purged", declarations=purged.declarations, cards=purged.cards)
        return purged

    def running(self) -> AbstractAsyncContextManager[None]:
        """At work within the block, beginning at once."""
        return repeated(self._look, every=LOOK_SECONDS, name="retention")

    async def _look(self) -> bool:
        await self.purge()
        return False
