"""Runs the migrations of `bot/storage/migrations` on a connection that has begun its transaction."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.storage.errors import DatabaseTooNewError

MIGRATIONS = Path(__file__).parent / "migrations"
# Any fixed number will do; processes that migrate the same PostgreSQL database take it in turn.
_ADVISORY_LOCK = 0x616E74616D


def migration_config() -> Config:
    """Alembic's configuration; there is no file, so it is the same from a checkout and from an installed package."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def migrate(connection: Connection) -> None:
    """Upgrade to the newest revision within the connection's transaction; a failure leaves everything as it was.

    :raises DatabaseTooNewError: when the database is at a revision that is not among ours.
    """
    if connection.dialect.name == "postgresql":
        # SQLite's write transaction keeps the other processes waiting already.
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ADVISORY_LOCK})
    config = migration_config()
    _refuse_newer(connection, ScriptDirectory.from_config(config))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def revisions(connection: Connection) -> tuple[str, ...]:
    """The revisions that the database is at: one, or none before the first migration."""
    return MigrationContext.configure(connection).get_current_heads()


def _refuse_newer(connection: Connection, scripts: ScriptDirectory) -> None:
    ours = {script.revision for script in scripts.walk_revisions()}
    for revision in revisions(connection):
        if revision not in ours:
            raise DatabaseTooNewError(revision)
