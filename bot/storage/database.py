"""The database: transactions that write, transactions that read, and bringing the tables up to date."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from sqlalchemy import func, select
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.engines import migrating_engine, reading_engine, unhurried_writers, writers, writing_engine
from bot.storage.keys import KeyRing
from bot.storage.migrating import migrate, revisions
from bot.storage.repositories.key_check import KeyCheckRepository
from bot.storage.session import Session
from bot.storage.unavailable import reported_connecting, reported_working
from bot.storage.urls import supported_url

# As long as the pool lets somebody wait for a connection.
_PATIENCE_SECONDS = 30


class Database:
    """One database and the keys to what is in it; connects when it is first used."""

    def __init__(self, url: str, *, keys: KeyRing) -> None:
        """:param url: ``sqlite:///path`` or ``postgresql://user:password@host/name``, with or without a driver.
        :raises DatabaseUnavailableError: when the URL is wrong or its database not supported."""
        self._url = supported_url(url)
        self.keys = keys
        self._writing = writing_engine(self._url)
        self._reading = reading_engine(self._url)
        self._writers = asyncio.Semaphore(writers(self._url))
        self._unhurried = asyncio.Semaphore(unhurried_writers(self._url))

    @asynccontextmanager
    async def transaction(self, *, urgent: bool = False) -> AsyncIterator[Session]:
        """A write transaction: committed at the end of the block, rolled back when it is left by an error.

        On SQLite it holds the one write lock from its beginning. On PostgreSQL what a repository reads of a
        single row is locked.

        :param urgent: goes before all that wait and are not; for what is short and somebody's machine waits for.
        :raises DatabaseUnavailableError: when the database cannot be reached or written to.
        """
        async with self._turn(urgent=urgent), self._session(self._writing, writes=True) as session:
            yield session
            await session.commit()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Session]:
        """A read transaction: one state of the data from beginning to end, never waiting for a writer.

        :raises DatabaseUnavailableError: when the database cannot be reached.
        """
        async with self._session(self._reading, writes=False) as session:
            yield session

    async def migrate(self) -> None:
        """Bring the tables up to date and check that the keys are this database's; safe in several processes at once.

        :raises DatabaseUnavailableError: when the database cannot be reached or written to.
        :raises DatabaseTooNewError: when a newer program has migrated it.
        :raises KeysError: when its data were written with other keys.
        """
        engine = migrating_engine(self._url)
        try:
            async with self._session(engine, writes=True) as session:
                await session.connection.run_sync(migrate)
                await KeyCheckRepository(session).check()
                await session.commit()
        finally:
            await engine.dispose()

    async def connect_check(self) -> None:
        """Read something from the database.

        :raises DatabaseUnavailableError: when that does not work.
        """
        async with self.reading() as session:
            await session.connection.run_sync(revisions)

    @property
    def serves_one_process(self) -> bool:
        """Whether this database is the embedded one, which no second process serves at the same time."""
        return self._url.get_backend_name() == "sqlite"

    @asynccontextmanager
    async def alone(self, number: int) -> AsyncIterator[bool]:
        """Whether this process is now the only one that is in such a block of this number; others are told False.

        Held by a connection of its own: when the process or the connection is gone, so is the claim.

        :raises DatabaseUnavailableError: when the database cannot be reached.
        """
        if self.serves_one_process:
            yield True
            return
        connection = self._writing.connect()
        with reported_connecting():
            await connection.start()
        try:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            taken = (await connection.execute(select(func.pg_try_advisory_lock(number)))).scalar_one()
            yield taken
            if taken:
                await connection.execute(select(func.pg_advisory_unlock(number)))
        except BaseException:
            # With the connection goes the claim, whatever state they are in.
            await connection.invalidate()
            raise
        finally:
            await connection.close()

    async def dispose(self) -> None:
        """Close all connections."""
        await self._writing.dispose()
        await self._reading.dispose()

    @asynccontextmanager
    async def _turn(self, *, urgent: bool) -> AsyncIterator[None]:
        """Writers begin in the order of their coming; the pool alone lets newcomers overtake those who wait.

        Most wait for each other before they may wait for a connection, so that who is urgent finds few before it.
        """
        async with AsyncExitStack() as held:
            with reported_connecting():
                try:
                    async with asyncio.timeout(_PATIENCE_SECONDS):
                        if not urgent:
                            await held.enter_async_context(self._unhurried)
                        await held.enter_async_context(self._writers)
                except TimeoutError:
                    raise PoolTimeoutError from None
            yield

    @asynccontextmanager
    async def _session(self, engine: AsyncEngine, *, writes: bool) -> AsyncIterator[Session]:
        connection = engine.connect()
        with reported_connecting():
            await connection.start()
        try:
            with reported_connecting():
                await connection.begin()
            with reported_working():
                yield Session(connection, keys=self.keys, writes=writes)
        finally:
            # Also when the task is cancelled meanwhile: the pool must have it back.
            await asyncio.shield(connection.close())
