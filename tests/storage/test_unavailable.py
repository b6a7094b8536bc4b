"""A database that cannot be used: one readable error with a remedy, and never a password in it."""

import asyncio
import os
import re
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.storage import Database, DatabaseUnavailableError, StaffRepository

PASSWORD = "mat-khau"
NOBODY = 65534
WRONG_URLS = [
    pytest.param(case["url"], case["says"], id=case["id"])
    for case in yaml.safe_load(Path(__file__).with_name("wrong_urls.yml").read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("url", "says"), WRONG_URLS)
def test_a_wrong_address_is_refused_at_once(url, says, key_ring):
    with pytest.raises(DatabaseUnavailableError, match=re.escape(says)) as caught:
        Database(url, keys=key_ring)
    assert PASSWORD not in str(caught.value)
    assert "ANTAM_DATABASE_URL" in caught.value.remedy


def test_the_driver_may_be_named_or_not(key_ring):
    for url in (
        "sqlite:///a",
        "sqlite+aiosqlite:///a",
        "postgres://a/b",
        "postgresql://a/b?sslmode=require",
        "postgresql+asyncpg://a/b?ssl=require",
    ):
        Database(url, keys=key_ring)


async def refused(url: str, open_database) -> DatabaseUnavailableError:
    """What is said when such a database is used, which is the same whatever is tried first."""
    said = set()
    database = open_database(url)
    for use in (database.migrate, database.connect_check):
        with pytest.raises(DatabaseUnavailableError) as caught:
            await use()
        assert PASSWORD not in f"{caught.value!s} {caught.value.__cause__}"
        said.add(str(caught.value))
    (_,) = said
    return caught.value


async def test_nobody_listens_at_the_address(open_database):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    error = await refused(f"postgresql://antam:{PASSWORD}@127.0.0.1:{port}/antam", open_database)
    assert error.reason == "Không nối được tới cơ sở dữ liệu"


async def test_the_host_is_not_known(open_database):
    error = await refused(f"postgresql://antam:{PASSWORD}@antam.invalid/antam", open_database)
    assert error.reason == "Không nối được tới cơ sở dữ liệu"


async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


async def test_what_listens_is_no_postgresql(open_database):
    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        error = await refused(f"postgresql://antam:{PASSWORD}@127.0.0.1:{port}/antam", open_database)
    assert error.reason == "Không nối được tới cơ sở dữ liệu"


async def test_the_postgresql_database_is_not_there(postgresql_server, open_database):
    error = await refused(postgresql_server.url("missing"), open_database)
    assert "createdb" in error.remedy


async def test_the_postgresql_user_is_not_there(postgresql_server, open_database):
    url = postgresql_server.url("postgres").replace("postgres@", f"antam:{PASSWORD}@")
    assert "mật khẩu" in (await refused(url, open_database)).remedy


async def test_the_file_is_no_database(tmp_path, open_database):
    file = tmp_path / "letter.txt"
    file.write_text("Kính gửi Bảo hiểm xã hội tỉnh\n" * 100, encoding="utf-8")
    error = await refused(f"sqlite:///{file}", open_database)
    assert error.reason == "Tệp không phải là cơ sở dữ liệu SQLite"
    assert file.read_text(encoding="utf-8").startswith("Kính gửi")


async def test_the_folder_is_not_there(tmp_path, open_database):
    error = await refused(f"sqlite:///{tmp_path}/missing/antam.sqlite3", open_database)
    assert error.reason == "Không mở được tệp cơ sở dữ liệu"


@pytest.fixture
def not_root() -> Iterator[None]:
    """Root may write everywhere, so a test run by root goes on as nobody."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    yield
    os.seteuid(0)


@pytest.fixture
def open_directory() -> Iterator[Path]:
    """A folder that nobody can reach too."""
    with tempfile.TemporaryDirectory() as directory:
        Path(directory).chmod(0o755)
        yield Path(directory)


@pytest.fixture
def read_only_file(open_directory: Path, sqlite_template: Path) -> Path:
    """A migrated database in a file and a folder that may only be read."""
    file = open_directory / "antam.sqlite3"
    file.write_bytes(sqlite_template.read_bytes())
    file.chmod(0o444)
    open_directory.chmod(0o555)
    return file


async def test_the_file_may_only_be_read(read_only_file, not_root, open_database):
    database = open_database(f"sqlite:///{read_only_file}")
    with pytest.raises(DatabaseUnavailableError) as caught:
        await database.migrate()
    assert "quyền ghi" in caught.value.remedy


async def test_another_program_holds_the_write_lock(sqlite_url, open_database, monkeypatch):
    monkeypatch.setattr("bot.storage.sqlite.PATIENCE", 50)
    holder, waiter = open_database(sqlite_url), open_database(sqlite_url)
    async with holder.transaction():
        with pytest.raises(DatabaseUnavailableError, match="chương trình khác"):
            async with waiter.transaction():
                pass
    async with waiter.transaction() as session:
        assert await StaffRepository(session).count() == 0


async def test_a_connection_that_the_server_ended_is_replaced(
    postgresql_url, postgresql_server, open_database
):
    database = open_database(postgresql_url)
    ended = asyncio.Event()
    async with database.transaction() as session:
        pooled = await session.connection.get_raw_connection()
        pooled.driver_connection.add_termination_listener(lambda _: ended.set())
    postgresql_server.end_connections(postgresql_url)
    await ended.wait()
    async with database.transaction() as session:
        assert await StaffRepository(session).count() == 0


async def test_a_server_that_goes_during_a_transaction_is_said(
    postgresql_url, postgresql_server, open_database
):
    database = open_database(postgresql_url)

    async def count_twice() -> None:
        async with database.transaction() as session:
            await StaffRepository(session).count()
            postgresql_server.end_connections(postgresql_url)
            await StaffRepository(session).count()

    with pytest.raises(DatabaseUnavailableError):
        await count_twice()
    await database.connect_check()
