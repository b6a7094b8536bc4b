"""Migrations: one line of them, equal to the models, run once however many processes start."""

import asyncio
import sqlite3
from contextlib import closing
from multiprocessing import get_context

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from bot.storage import Database, DatabaseTooNewError, KeyRing, KeysError
from bot.storage.migrating import migration_config
from bot.storage.models import metadata


def test_there_is_one_newest_migration():
    assert len(ScriptDirectory.from_config(migration_config()).get_heads()) == 1


async def test_the_migrated_tables_are_those_of_the_models(database):
    async with database.reading() as session:
        connection = session.connection
        assert await connection.run_sync(differences) == []


def differences(connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return compare_metadata(context, metadata)


async def test_migrating_again_changes_nothing(empty_database_url, open_database):
    database = open_database(empty_database_url)
    await database.migrate()
    await database.migrate()
    await database.connect_check()


def migrate_in_process(arguments: tuple[str, str]) -> None:
    url, keys = arguments
    database = Database(url, keys=KeyRing.parse(keys))
    asyncio.run(database.migrate())


def test_processes_that_start_together_migrate_once(empty_database_url, key_ring):
    with get_context("spawn").Pool(2) as pool:
        pool.map(migrate_in_process, [(empty_database_url, key_ring.text())] * 2, chunksize=1)
    migrate_in_process((empty_database_url, key_ring.text()))


async def test_a_failed_migration_leaves_the_database_as_it_was(empty_sqlite_url, open_database):
    file = empty_sqlite_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE staff_commune (something TEXT)")
    with pytest.raises(Exception, match="staff_commune"):
        await open_database(empty_sqlite_url).migrate()
    with closing(sqlite3.connect(file)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    assert tables == [("staff_commune",)]


async def test_a_database_of_a_newer_program_is_refused(database):
    async with database.transaction() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseTooNewError, match=r"9999.*cài bản An Tâm mới nhất"):
        await database.migrate()


async def test_the_keys_of_another_database_are_refused(database_url, open_database):
    first = open_database(database_url)
    await first.migrate()
    other = open_database(database_url, keys=KeyRing.generate())
    with pytest.raises(KeysError, match="khôi phục"):
        await other.migrate()
    await first.migrate()


async def test_a_lost_encryption_key_is_noticed_at_the_start(database_url, open_database, key_ring):
    first = open_database(database_url)
    await first.migrate()
    only_new = open_database(database_url, keys=key_ring.rotated().without_old())
    with pytest.raises(KeysError, match="Thiếu khóa mã hóa số 1"):
        await only_new.migrate()
