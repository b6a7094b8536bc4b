"""Work that is done again and again beside the requests, each time to its end."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import structlog

log = structlog.get_logger(__name__)


@asynccontextmanager
async def repeated(work: Callable[[], Awaitable[bool]], *, every: float, name: str) -> AsyncIterator[None]:
    """Within the block the work is done at once and then every so many seconds; an error is logged under the name.

    :param work: whether there is more to be done at once.
    """
    stopped = asyncio.Event()
    task = asyncio.create_task(_run(work, stopped, every, name))
    try:
        yield
    finally:
        # Not by cancelling: that could hit a transaction in its middle.
        stopped.set()
        await task


async def _run(work: Callable[[], Awaitable[bool]], stopped: asyncio.Event, every: float, name: str) -> None:
    while not stopped.is_set():
        more = False
        try:
            more = await work()
        except Exception:
            log.exception("background_failed", work=name)
        if not more:
            with suppress(TimeoutError):
                await asyncio.wait_for(stopped.wait(), every)
