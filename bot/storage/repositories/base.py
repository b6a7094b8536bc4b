"""What the repositories share: the session of one transaction, its keys, and statements that differ by database."""

from typing import Any

import orjson
from sqlalchemy import Select, Table
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.session import Session


def locked(query: Select[Any], *, skip_locked: bool = False) -> Select[Any]:
    """The query, keeping the rows it finds from other writers; SQLite has one writer anyway.

    PostgreSQL's NO KEY UPDATE lets others still add rows that refer to these.
    """
    return query.with_for_update(key_share=True, skip_locked=skip_locked)


def insertion(table: Table, *, is_postgresql: bool) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that knows ON CONFLICT, which both databases have in a dialect of their own."""
    return postgresql.insert(table) if is_postgresql else sqlite.insert(table)


class Repository:
    """Queries of one aggregate within one transaction; the caller commits."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._keys = session.keys

    def _insert(self, table: Table) -> postgresql.Insert | sqlite.Insert:
        """An INSERT that knows ON CONFLICT."""
        return insertion(table, is_postgresql=self._session.is_postgresql)

    def _locked(self, query: Select[Any]) -> Select[Any]:
        """The query, locking the rows it finds when this transaction writes."""
        return locked(query) if self._session.writes else query

    def _sealed(self, text: str | None) -> bytes | None:
        return None if text is None else self._keys.encrypt(text)

    def _opened(self, data: bytes | None) -> str | None:
        return None if data is None else self._keys.decrypt(data)

    def _sealed_json(self, value: Any) -> bytes:
        return self._keys.encrypt(orjson.dumps(value).decode())

    def _opened_json(self, data: bytes | None) -> Any:
        return None if data is None else orjson.loads(self._keys.decrypt(data))
