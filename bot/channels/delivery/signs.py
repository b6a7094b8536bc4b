"""Small signs to the person, such as "is typing": shown beside the work, never in its way."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

# Signs are worth less than answers: under load no more are shown.
SIGNS_AT_ONCE = 8


class Signs:
    """The signs under way; each takes what goes wrong with it upon itself."""

    def __init__(self) -> None:
        self._shown: set[asyncio.Task[None]] = set()

    def show(self, sign: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Show a sign, unless too many are under way."""
        if len(self._shown) >= SIGNS_AT_ONCE:
            return
        task = asyncio.create_task(sign())
        self._shown.add(task)
        task.add_done_callback(self._shown.discard)

    async def close(self) -> None:
        """Leave no sign half shown."""
        for sign in self._shown:
            sign.cancel()
        await asyncio.gather(*self._shown, return_exceptions=True)
