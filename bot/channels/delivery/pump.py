"""A pump: finds work that is due and starts a task for each piece, never two for the same one at once."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping
from contextlib import suppress
from typing import Generic, TypeVar

import structlog

from bot.channels.delivery.precedence import Precedence

Work = TypeVar("Work")

# Work that another process left, and work that was put off, is found by looking.
IDLE_SECONDS = 0.5
# What comes in a flood is looked for together: a look costs as much as an answer.
GATHER_SECONDS = 0.02
# After an error that was not foreseen, most likely in the database.
TROUBLED_SECONDS = 5.0
FINISH_SECONDS = 10.0

log = structlog.get_logger(__name__)


class Pump(Generic[Work]):
    """Runs until it is stopped; what is under way then gets a moment to finish.

    :param find: so many pieces of work that are due, each under the key that nothing else at work may have; how
        many are at work is told too, for those may be found again.
    :param handle: does one piece.
    :param precedence: what it gives way to.
    """

    def __init__(
        self,
        name: str,
        *,
        find: Callable[[int, int], Awaitable[Mapping[Hashable, Work]]],
        handle: Callable[[Work], Awaitable[None]],
        limit: int,
        precedence: Precedence,
    ) -> None:
        self._name = name
        self._find = find
        self._handle = handle
        self._limit = limit
        self._precedence = precedence
        self._busy: dict[Hashable, asyncio.Task[None]] = {}
        self._woken = asyncio.Event()
        self._stopped = False

    def wake(self) -> None:
        """There may be work now."""
        self._woken.set()

    def stop(self) -> None:
        """Start nothing more. Not by cancelling: that could hit a transaction in its middle."""
        self._stopped = True
        self.wake()

    async def run(self) -> None:
        """Look for work, wait until there may be more, and look again."""
        while not self._stopped:
            self._woken.clear()
            gathered = asyncio.create_task(asyncio.sleep(GATHER_SECONDS))
            await self._precedence.give_way()
            pause = await self._round()
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._woken.wait()
            await gathered
        await self._finish()

    async def _round(self) -> float:
        """Start what is due; the seconds until the next look."""
        free = self._limit - len(self._busy)
        if not free:
            return IDLE_SECONDS
        try:
            found = await self._find(free, len(self._busy))
        except Exception:
            log.exception("pump_failed", pump=self._name)
            return TROUBLED_SECONDS
        for key, work in found.items():
            if key not in self._busy:
                self._busy[key] = asyncio.create_task(self._do(key, work))
        return IDLE_SECONDS

    async def _do(self, key: Hashable, work: Work) -> None:
        try:
            await self._handle(work)
        except Exception:
            log.exception("pump_work_failed", pump=self._name)
            if not self._stopped:
                await asyncio.sleep(TROUBLED_SECONDS)
        finally:
            del self._busy[key]
            self.wake()

    async def _finish(self) -> None:
        tasks = list(self._busy.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=FINISH_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
