"""One transaction as the repositories see it: statements are executed here, the keys are at hand."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import CursorResult, Executable
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.keys import KeyRing


class Session:
    """A transaction that somebody else commits.

    Not SQLAlchemy's session: our models are tables, so there are no objects to keep track of, and what that
    costs is a good part of a short transaction.
    """

    def __init__(self, connection: AsyncConnection, *, keys: KeyRing, writes: bool) -> None:
        """:param writes: whether what is read of a single row is to be kept from other writers."""
        self.connection = connection
        self.keys = keys
        self.writes = writes

    @property
    def is_postgresql(self) -> bool:
        return self.connection.dialect.name == "postgresql"

    async def execute(
        self, statement: Executable, values: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    ) -> CursorResult[*tuple[Any, ...]]:
        """The result with all its rows; with several mappings of values the statement runs for each."""
        return await self.connection.execute(statement, values)

    async def commit(self) -> None:
        """Make what was done last."""
        await self.connection.commit()
