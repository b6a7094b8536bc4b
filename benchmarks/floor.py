"""The floor under a turn: the same rows and bytes in one transaction, with nothing understood, decided or rendered.

What a turn writes is recorded from a real talk. It is then written again over the bare driver into the same tables,
with as many connections, the same pragmas and the same durability as the program uses.
"""

import asyncio
import os
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count, cycle
from typing import Any, Protocol, Self
from uuid import uuid4

import asyncpg
from sqlalchemy import make_url

from benchmarks.installation import Installation
from benchmarks.load import TALK, Connection, Load, request
from bot.storage.sqlite import connect_writer

POSTGRESQL_CONNECTIONS = 8
PRAGMAS = ("busy_timeout=10000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

FIND = "SELECT * FROM conversation WHERE channel = $1 AND account_id = $2 AND user_key = $3"
ADD = (
    "INSERT INTO conversation (channel, account_id, user_key, user_id, event_count)"
    " VALUES ($1, $2, $3, $4, 0) ON CONFLICT DO NOTHING"
)
INBOX = (
    "INSERT INTO inbox (channel, account_id, event_id, conversation_id, state, data, sent_at, received_at)"
    " VALUES ($1, $2, $3, $4, 'done', $5, $6, $7) ON CONFLICT DO NOTHING RETURNING id"
)
EVENT = (
    "INSERT INTO conversation_event (conversation_id, position, kind, data, at) VALUES ($1, $2, $3, $4, $5)"
)
SNAPSHOT = "UPDATE conversation SET snapshot = $1, event_count = $2, updated_at = $3 WHERE id = $4"
OUTBOX = (
    "INSERT INTO outbox (conversation_id, inbox_id, position, state, data, created_at)"
    " VALUES ($1, $2, $3, 'sent', $4, $5)"
)


@dataclass(frozen=True)
class Written:
    """What one turn wrote, as random bytes of the same lengths: encrypted values cannot be compressed either."""

    inbox: bytes
    snapshot: bytes
    events: list[tuple[str, bytes]]
    outbox: list[bytes]


async def record(installation: Installation) -> list[Written]:
    """Talk once with a running server on SQLite, and read after each message what was written."""
    connection = await Connection.open(installation.port)
    sender, written = str(uuid4()), []
    with closing(sqlite3.connect(make_url(installation.database_url).database)) as database:
        for words in TALK:
            await connection.send(request(sender, words))
            earlier = sum(len(turn.events) for turn in written)
            written.append(_newest_turn(database, earlier_events=earlier))
    await connection.close()
    return written


def _newest_turn(database: sqlite3.Connection, *, earlier_events: int) -> Written:
    inbox_id, conversation_id, inbox, snapshot = database.execute(
        "SELECT inbox.id, conversation_id, length(data), length(snapshot) FROM inbox"
        " JOIN conversation ON conversation.id = conversation_id ORDER BY inbox.id DESC LIMIT 1"
    ).fetchone()
    events = database.execute(
        "SELECT kind, length(data) FROM conversation_event WHERE conversation_id = ? AND position >= ?",
        (conversation_id, earlier_events),
    )
    outbox = database.execute("SELECT length(data) FROM outbox WHERE inbox_id = ?", (inbox_id,))
    return Written(
        inbox=os.urandom(inbox),
        snapshot=os.urandom(snapshot),
        events=[(kind, os.urandom(length)) for kind, length in events],
        outbox=[os.urandom(length) for (length,) in outbox],
    )


class Driver(Protocol):
    """One connection of a driver; values stand at ``$1``, ``$2`` …"""

    async def rows(self, statement: str, *values: Any) -> list[Any]: ...

    async def many(self, statement: str, values: list[tuple[Any, ...]]) -> None: ...


class Floor(Protocol):
    """A database as its bare driver sees it."""

    find: str

    def transaction(self) -> Any: ...

    async def close(self) -> None: ...


class SQLiteFloor:
    """One writing connection, which takes one transaction after the other."""

    find = FIND

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._turn = asyncio.Lock()

    @classmethod
    async def open(cls, url: str) -> Self:
        # The program's own way of using aiosqlite, with fewer visits to its thread than aiosqlite's.
        connection = await connect_writer(make_url(url).database, isolation_level=None)
        for pragma in PRAGMAS:
            await connection.execute(f"PRAGMA {pragma}")
        return cls(connection)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Driver]:
        async with self._turn:
            await self._connection.execute("BEGIN IMMEDIATE")
            yield self
            await self._connection.execute("COMMIT")

    async def rows(self, statement: str, *values: Any) -> list[Any]:
        return await (await self._connection.execute(_numbered(statement), _plain(values))).fetchall()

    async def many(self, statement: str, values: list[tuple[Any, ...]]) -> None:
        await self._connection.executemany(_numbered(statement), [_plain(row) for row in values])

    async def close(self) -> None:
        await self._connection.close()


def _numbered(statement: str) -> str:
    return statement.replace("$", "?")


def _plain(values: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(value.isoformat(" ") if isinstance(value, datetime) else value for value in values)


class PostgreSQLConnection:
    """A connection of asyncpg, which keeps its prepared statements."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection

    async def rows(self, statement: str, *values: Any) -> list[Any]:
        return await self._connection.fetch(statement, *values)

    async def many(self, statement: str, values: list[tuple[Any, ...]]) -> None:
        await self._connection.executemany(statement, values)


class PostgreSQLFloor:
    """A pool of as many connections as the program has for writing."""

    find = f"{FIND} FOR UPDATE"

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    @classmethod
    async def open(cls, url: str) -> Self:
        return cls(await asyncpg.create_pool(url, min_size=1, max_size=POSTGRESQL_CONNECTIONS))

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Driver]:
        async with self._pool.acquire() as connection, connection.transaction():
            yield PostgreSQLConnection(connection)

    async def close(self) -> None:
        await self._pool.close()


async def open_floor(url: str) -> Floor:
    """The bare driver of a migrated database."""
    return await (SQLiteFloor if url.startswith("sqlite") else PostgreSQLFloor).open(url)


async def floor_load(floor: Floor, turns: list[Written], *, clients: int, seconds: float) -> Load:
    """So many people's turns at once are written for so long."""
    latencies: list[float] = []
    begun = time.perf_counter()

    async def talk() -> None:
        for number, turn in zip(count(), cycle(turns)):
            if number % len(turns) == 0:
                user_key, position = os.urandom(32), 0
            started = time.perf_counter()
            if started - begun > seconds:
                return
            async with floor.transaction() as driver:
                await _write(driver, floor.find, user_key, turn, position)
            position += len(turn.events)
            latencies.append(time.perf_counter() - started)

    await asyncio.gather(*(talk() for _ in range(clients)))
    return Load(time.perf_counter() - begun, latencies)


async def _write(driver: Driver, find: str, user_key: bytes, turn: Written, position: int) -> None:
    person = ("rest", "rest", user_key)
    found = await driver.rows(find, *person)
    if not found:
        await driver.rows(ADD, *person, os.urandom(66))
        found = await driver.rows(find, *person)
    conversation_id = found[0][0]
    ((inbox_id,),) = await driver.rows(
        INBOX, "rest", "rest", str(uuid4()), conversation_id, turn.inbox, NOW, NOW
    )
    events = [
        (conversation_id, place, kind, data, NOW)
        for place, (kind, data) in enumerate(turn.events, start=position)
    ]
    await driver.many(EVENT, events)
    await driver.rows(SNAPSHOT, turn.snapshot, position + len(events), NOW, conversation_id)
    await driver.many(
        OUTBOX, [(conversation_id, inbox_id, place, data, NOW) for place, data in enumerate(turn.outbox)]
    )
