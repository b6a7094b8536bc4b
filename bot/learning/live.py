"""The understanding in use: replaced by a better model while conversations go on."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import date

import structlog

from bot.errors import AnTamError
from bot.storage import Database, TrainedModelRepository
from bot.types import ParseResult
from bot.understanding import Model, Understanding, program_digest

log = structlog.get_logger(__name__)


class LiveUnderstanding:
    """Reads with one understanding until it is given another; a text under way is read to its end with its own."""

    def __init__(self, understanding: Understanding) -> None:
        self._now = understanding

    @property
    def digest(self) -> str:
        """What the model in use was made from."""
        return self._now.digest

    def parse(self, text: str, *, today: date) -> ParseResult:
        """What a text means, see `Understanding.parse`."""
        return self._now.parse(text, today=today)

    def take(self, understanding: Understanding) -> None:
        """Read with another from the next text on."""
        self._now = understanding


class ModelWatch:
    """Looks for a newly published model and takes it."""

    def __init__(
        self,
        live: LiveUnderstanding,
        *,
        database: Database,
        build: Callable[[Model], Understanding],
    ) -> None:
        """:param build: makes a model ready to read."""
        self._live = live
        self._database = database
        self._build = build

    async def look(self) -> None:
        """Take the newest published model that this program can read, when it is not in use yet.

        :raises AnTamError: when the database or the model does not work; the model in use stays.
        """
        async with self._database.reading() as session:
            models = TrainedModelRepository(session)
            newest = await models.newest(program=program_digest())
            if newest is None or newest.digest == self._live.digest:
                return
            data = await models.data(newest.id)
        if data is not None:
            self._live.take(await asyncio.to_thread(self._made, data, newest.digest))
            log.info("model_taken", digest=newest.digest[:12])

    def _made(self, data: bytes, digest: str) -> Understanding:
        return self._build(Model.from_bytes(data, name="trained_model", digest=digest))


@asynccontextmanager
async def repeating(work: Callable[[], Awaitable[None]], *, seconds: float, name: str) -> AsyncIterator[None]:
    """Do a piece of work at once, then every so often until the block ends; what goes wrong is told in the log."""

    async def calmly() -> None:
        try:
            await work()
        except AnTamError as error:
            log.error("background_work_failed", work=name, reason=str(error))

    async def for_ever() -> None:
        while True:
            await asyncio.sleep(seconds)
            await calmly()

    await calmly()
    task = asyncio.create_task(for_ever(), name=name)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
