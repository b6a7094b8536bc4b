"""SQLite connections that visit their thread as seldom as they can.

aiosqlite visits it for the cursor, the statement, the rows and the closing, and a visit costs more than most of our
statements do. Here the visit that runs the statement does all of it. A writer's statements need none: its
transaction has the write lock already and nothing is forced to the disk before the commit, so they take
microseconds. Both shorten the time for which a turn holds the one write lock.
"""

import sqlite3
from typing import Any, Self

from aiosqlite import Connection, Cursor

# What aiosqlite fetches at once of rows that are asked for one by one; here they never are.
_CHUNK_SIZE = 64
# What may wait for the disk; commit and rollback visit the thread anyway.
_WAITING = "PRAGMA"
_BEGIN = "BEGIN IMMEDIATE"
# In milliseconds: how long a process waits for another one's write transaction.
PATIENCE = 10_000


class OneVisitCursor(Cursor):
    """A cursor that has all its rows when its statement has run."""

    _rows: list[Any]

    async def execute(self, sql: str, parameters: Any = ()) -> Self:
        self._rows = await self._execute(self._run, sql, parameters)  # type: ignore[no-untyped-call]
        return self

    async def executemany(self, sql: str, parameters: Any) -> Self:
        await self._execute(self._run_many, sql, parameters)  # type: ignore[no-untyped-call]
        return self

    async def fetchall(self) -> list[Any]:
        return self._rows

    async def close(self) -> None:
        """Leave nothing to close: a statement that gave its last row is reset."""

    def _run(self, sql: str, parameters: Any) -> list[Any]:
        self._cursor = self._conn._conn.cursor()
        return self._cursor.execute(sql, parameters).fetchall()

    def _run_many(self, sql: str, parameters: Any) -> None:
        self._cursor = self._conn._conn.cursor()
        self._cursor.executemany(sql, parameters)


class WriterCursor(OneVisitCursor):
    """A cursor that runs in place what waits neither for another process nor for the disk."""

    async def execute(self, sql: str, parameters: Any = ()) -> Self:
        if sql.startswith(_WAITING):
            return await super().execute(sql, parameters)
        try:
            self._rows = self._run(sql, parameters)
        except sqlite3.OperationalError as error:
            if sql != _BEGIN or error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            # Another process writes, which seldom is so: only then it is worth the visit.
            self._rows = await self._execute(self._begin_patiently)  # type: ignore[no-untyped-call]
        return self

    def _begin_patiently(self) -> list[Any]:
        self._run(f"PRAGMA busy_timeout={PATIENCE}", ())
        try:
            return self._run(_BEGIN, ())
        finally:
            self._run("PRAGMA busy_timeout=0", ())

    async def executemany(self, sql: str, parameters: Any) -> Self:
        self._run_many(sql, parameters)
        return self


class OneVisitConnection(Connection):
    """A connection whose cursors are `OneVisitCursor`; the real cursor comes with the statement."""

    cursor_class: type[OneVisitCursor] = OneVisitCursor

    def cursor(self) -> OneVisitCursor:  # type: ignore[override]
        return self.cursor_class(self, None)  # type: ignore[arg-type]

    async def _connect(self) -> Connection:
        try:
            return await super()._connect()
        except sqlite3.Error:
            # The thread was told to stop; the event loop that it still reports to must not be closed before.
            self._thread.join()
            raise


class WriterConnection(OneVisitConnection):
    """The connection of write transactions."""

    cursor_class = WriterCursor


def connect(database: str, **options: Any) -> OneVisitConnection:
    """What SQLAlchemy calls in the place of `aiosqlite.connect`; awaiting the result opens the file."""
    return _connection(OneVisitConnection, database, **options)


def connect_writer(database: str, **options: Any) -> OneVisitConnection:
    """The same for write transactions."""
    # Never used from two threads at once: who awaits the thread does nothing else with the connection.
    return _connection(WriterConnection, database, **options | {"check_same_thread": False})


def _connection(kind: type[OneVisitConnection], database: str, **options: Any) -> OneVisitConnection:
    connection = kind(lambda: sqlite3.connect(database, **options), _CHUNK_SIZE)
    # As SQLAlchemy has it: a program that is interrupted does not wait for its connections.
    connection._thread.daemon = True
    return connection
