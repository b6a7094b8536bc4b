"""What every command shares: where it prints, settings, database and day, and letting Typer call what is async."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Any

from rich.console import Console

from bot.clock import Clock
from bot.settings import Settings, load_settings

if TYPE_CHECKING:
    from bot.storage import Database, KeyRing

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def awaited(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let Typer call an async command."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        return asyncio.run(command(*args, **kwargs))

    return run


def prepared_settings() -> Settings:
    """The settings, with the folder for data made."""
    settings = load_settings()
    settings.make_data_dir()
    return settings


def today() -> date:
    """The day that counts for the law: ANTAM_TODAY, or today in Vietnam."""
    return Clock(load_settings().today).today()


@asynccontextmanager
async def migrated_database(
    settings: Settings, *, keys: "KeyRing | None" = None
) -> "AsyncIterator[Database]":
    """The database, brought up to date and closed afterwards."""
    from bot.app import open_database

    database = open_database(settings, keys=keys)
    try:
        await database.migrate()
        yield database
    finally:
        await database.dispose()
