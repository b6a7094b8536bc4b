"""Which goes first: a platform waits for its webhook and calls again when that is slow; a person can wait a moment."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

# No longer than this, so that a flood of events does not keep them from being answered.
LONGEST_SECONDS = 0.2


class Precedence:
    """What is urgent goes before what gives way."""

    def __init__(self) -> None:
        self._urgent = 0
        self._calm = asyncio.Event()
        self._calm.set()

    @contextmanager
    def urgent(self) -> Iterator[None]:
        """Within the block nothing begins that gives way."""
        self._urgent += 1
        self._calm.clear()
        try:
            yield
        finally:
            self._urgent -= 1
            if not self._urgent:
                self._calm.set()

    async def give_way(self) -> None:
        """Wait until nothing urgent is under way."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LONGEST_SECONDS):
                await self._calm.wait()
