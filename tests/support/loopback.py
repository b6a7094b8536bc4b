"""A stand-in for somebody else's server, listening on loopback for as long as it is needed."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from starlette.responses import Response
from starlette.types import ASGIApp


class StandIn:
    """A bot platform as the tests see it: the calls that came, and the failures that are planned."""

    def __init__(self) -> None:
        self.url = ""
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.faults: list[Any] = []
        self._changed = asyncio.Condition()

    def count(self, method: str, chat_id: Any = None) -> int:
        """How often the bot called a method, for one chat or at all; failed calls count."""
        return sum(
            name == method and (chat_id is None or given.get("chat_id") == chat_id)
            for name, given in self.calls
        )

    async def until(self, condition: Callable[[], bool], *, seconds: float = 20) -> None:
        """Wait until something is so; calls are what changes it."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(condition)

    async def changed(self) -> None:
        """Let those who wait look again."""
        async with self._changed:
            self._changed.notify_all()

    def planned(self, method: str, given: dict[str, Any]) -> Any:
        """The failure that is planned for a call, if any; it is used up."""
        for fault in self.faults:
            if fault.method == method and fault.chat_id in (None, given.get("chat_id")) and fault.times:
                fault.times -= 1
                return fault
        return None


@asynccontextmanager
async def served(app: ASGIApp) -> AsyncIterator[str]:
    """The address of an application that is served within the block."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, log_level="critical", lifespan="off"))
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield "http://{}:{}".format(*listener.getsockname())
    finally:
        server.should_exit = True
        server.force_exit = True
        await serving


class Cut(Response):
    """The connection ends before an answer."""

    async def __call__(self, scope, receive, send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1000")]})
        await send({"type": "http.response.body", "body": b"{", "more_body": False})
