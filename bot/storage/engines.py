"""The engines behind a database: how their connections are set up and how many there are.

SQLite has one writing connection, where writers queue, and several reading ones, which
in WAL mode never wait for it. `synchronous=FULL` makes a commit survive a power failure.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import URL, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, NullPool, PoolProxiedConnection

from bot.storage.sqlite import PATIENCE, connect, connect_writer

_PATIENCE = f"busy_timeout={PATIENCE}"
# Once it is set up, a writer's patience is its cursor's business (`bot.storage.sqlite`).
_WRITER = (_PATIENCE, "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=0")
_READER = (_PATIENCE, "query_only=ON")
# SQLite changes a table by rebuilding it, which must not cascade to the tables that refer to it.
_MIGRATOR = (_PATIENCE, "journal_mode=WAL", "synchronous=FULL", "foreign_keys=OFF")

_CONNECT_SECONDS = 10
# More than these do not make one process faster, and PostgreSQL takes a hundred from all processes together.
# Who closes a connection inside a transaction rolls it back; one that was committed needs no second end.
_KEPT: dict[str, Any] = {"max_overflow": 0, "pool_reset_on_return": None}
_CONNECTIONS: dict[str, Any] = {"pool_size": 8} | _KEPT
_ONE_CONNECTION: dict[str, Any] = {"pool_size": 1} | _KEPT
_NO_POOL: dict[str, Any] = {"poolclass": NullPool}


def writers(url: URL) -> int:
    """How many write transactions there may be at once."""
    pool = _ONE_CONNECTION if _is_sqlite(url) else _CONNECTIONS
    return int(pool["pool_size"])


def unhurried_writers(url: URL) -> int:
    """How many of them may be such as nobody's machine waits for; the others are left free for those that one does.

    What runs at once shares one processor: more of them would only make each other slower.
    """
    return 1 if _is_sqlite(url) else int(_CONNECTIONS["pool_size"]) // 2


def writing_engine(url: URL) -> AsyncEngine:
    """The engine of write transactions."""
    if _is_sqlite(url):
        return _sqlite_engine(
            url, connect_writer, begin="BEGIN IMMEDIATE", pragmas=_WRITER, **_ONE_CONNECTION
        )
    return _postgresql_engine(url, **_CONNECTIONS)


def reading_engine(url: URL) -> AsyncEngine:
    """The engine of read transactions: each sees one state of the data and can change nothing."""
    if _is_sqlite(url):
        return _sqlite_engine(url, connect, begin="BEGIN", pragmas=_READER, **_CONNECTIONS)
    one_state = {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"}
    return _postgresql_engine(url, execution_options=one_state, **_CONNECTIONS)


def migrating_engine(url: URL) -> AsyncEngine:
    """The engine of migrations, used once."""
    if _is_sqlite(url):
        return _sqlite_engine(url, connect, begin="BEGIN IMMEDIATE", pragmas=_MIGRATOR, **_NO_POOL)
    return _postgresql_engine(url, **_NO_POOL)


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _sqlite_engine(
    url: URL, creator: Callable[..., Any], *, begin: str, pragmas: tuple[str, ...], **options: Any
) -> AsyncEngine:
    # Without an isolation level the driver begins nothing by itself, so the transaction begins as told here.
    arguments = {"isolation_level": None, "async_creator_fn": creator}
    # `hide_parameters`: what is written must not come back in an error, and so in a log.
    engine = create_async_engine(url, connect_args=arguments, hide_parameters=True, **options)
    event.listen(engine.sync_engine, "connect", _running(pragmas))
    event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _running(pragmas: tuple[str, ...]) -> Callable[[Any, ConnectionPoolEntry], None]:
    def run(connection: Any, _: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return run


def _postgresql_engine(url: URL, **options: Any) -> AsyncEngine:
    arguments = {"timeout": _CONNECT_SECONDS}
    engine = create_async_engine(url, connect_args=arguments, hide_parameters=True, **options)
    event.listen(engine.sync_engine, "checkout", _refuse_closed)
    return engine


def _refuse_closed(connection: Any, _: ConnectionPoolEntry, __: PoolProxiedConnection) -> None:
    """Let the pool connect anew where the server has gone meanwhile: asyncpg knows without asking it."""
    if connection.driver_connection.is_closed():
        raise DisconnectionError
