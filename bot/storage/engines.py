"""The engines behind a database URL: which drivers are supported and how their connections are set up.

SQLite has one writing connection, where writers queue in the order of their coming, and several reading ones, which
in WAL mode never wait for it. `synchronous=FULL` makes a commit survive a power failure.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from bot.storage.errors import DatabaseUnavailableError

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
    "postgresql+psycopg": "postgresql+psycopg",
}
_URL_REMEDY = (
    "đặt ANTAM_DATABASE_URL dạng sqlite:///đường/dẫn/tệp hoặc postgresql://người-dùng:mật-khẩu@máy/tên"
)
# How long a process waits for another one's write transaction on SQLite, in milliseconds.
_BUSY_TIMEOUT = 10_000
_CONNECT_TIMEOUT = 10
_WRITING_CONNECTIONS = 8
_READING_CONNECTIONS = 4


def supported_url(text: str) -> URL:
    """The URL with the driver that is used for it.

    :raises DatabaseUnavailableError: when it is no URL or no supported database; the URL itself is not shown, it
        may hold a password.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise DatabaseUnavailableError("Địa chỉ cơ sở dữ liệu viết sai", remedy=_URL_REMEDY) from None
    driver = _DRIVERS.get(url.drivername)
    if driver is None:
        raise DatabaseUnavailableError(
            f"Không hỗ trợ loại cơ sở dữ liệu hoặc trình điều khiển «{url.drivername}»", remedy=_URL_REMEDY
        )
    if driver == "sqlite+aiosqlite" and url.database in {None, "", ":memory:"}:
        raise DatabaseUnavailableError("SQLite cần một tệp để giữ dữ liệu", remedy=_URL_REMEDY)
    return url.set(drivername=driver)


def writing_engine(url: URL) -> AsyncEngine:
    """The engine of write transactions."""
    if _is_sqlite(url):
        return _sqlite_engine(url, begin="BEGIN IMMEDIATE", setup=_WRITER, pool_size=1, max_overflow=0)
    return _postgresql_engine(url, pool_size=_WRITING_CONNECTIONS)


def reading_engine(url: URL) -> AsyncEngine:
    """The engine of read transactions: each sees one state of the data and can change nothing."""
    if _is_sqlite(url):
        return _sqlite_engine(url, begin="BEGIN", setup=_READER, pool_size=_READING_CONNECTIONS)
    return _postgresql_engine(
        url,
        pool_size=_READING_CONNECTIONS,
        execution_options={"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"},
    )


def migrating_engine(url: URL) -> AsyncEngine:
    """The engine of migrations. SQLite changes a table by rebuilding it, which must not cascade to other tables."""
    if _is_sqlite(url):
        return _sqlite_engine(url, begin="BEGIN IMMEDIATE", setup=_MIGRATOR, poolclass=NullPool)
    return _postgresql_engine(url, poolclass=NullPool)


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


_WRITER = (f"busy_timeout={_BUSY_TIMEOUT}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
_READER = (f"busy_timeout={_BUSY_TIMEOUT}", "query_only=ON")
_MIGRATOR = (f"busy_timeout={_BUSY_TIMEOUT}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=OFF")


def _sqlite_engine(url: URL, *, begin: str, setup: tuple[str, ...], **options: Any) -> AsyncEngine:
    # Without an isolation level the driver begins nothing by itself, so the transaction begins as told here.
    engine = create_async_engine(url, connect_args={"isolation_level": None}, **options)
    event.listen(engine.sync_engine, "connect", _pragmas(setup))
    event.listen(engine.sync_engine, "begin", lambda connection: _begin(connection, begin))
    return engine


def _pragmas(setup: tuple[str, ...]) -> Callable[[Any, ConnectionPoolEntry], None]:
    def run(connection: Any, _: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for pragma in setup:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return run


def _begin(connection: Connection, statement: str) -> None:
    connection.exec_driver_sql(statement)


def _postgresql_engine(url: URL, **options: Any) -> AsyncEngine:
    timeout = "timeout" if url.get_driver_name() == "asyncpg" else "connect_timeout"
    return create_async_engine(url, connect_args={timeout: _CONNECT_TIMEOUT}, **options)
