"""Encrypted values of any table, taken a batch at a time to be encrypted anew."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Row, Table, bindparam, func, select, tuple_, update

from bot.storage.models import encrypted_columns, metadata
from bot.storage.repositories.base import Repository, locked

ENCRYPTED_TABLES: tuple[Table, ...] = tuple(
    table for table in metadata.sorted_tables if encrypted_columns(table)
)


class EncryptedValueRepository(Repository):
    """The encrypted columns of one table."""

    async def batch(
        self, table: Table, *, after: Sequence[Any] | None, limit: int
    ) -> Sequence[Row[*tuple[Any, ...]]]:
        """The key and the encrypted values of the next rows; rows that another transaction holds are left out."""
        key = list(table.primary_key.columns)
        query = select(*key, *encrypted_columns(table)).order_by(*key).limit(limit)
        if after is not None:
            query = query.where(tuple_(*key) > tuple_(*after))
        # Waiting for a row while holding others would block the turns that wait for those.
        rows: Sequence[Row[*tuple[Any, ...]]] = (
            await self._session.execute(locked(query, skip_locked=True))
        ).all()
        return rows

    async def encrypt_anew(self, table: Table, rows: Sequence[Row[*tuple[Any, ...]]]) -> int:
        """Encrypt what is not under the first key with it; how many values that were."""
        return sum([await self._encrypt_column(table, column, rows) for column in encrypted_columns(table)])

    async def count_others(self, table: Table) -> int:
        """How many values are not under the first key."""
        prefix = self._keys.prefix
        others = [
            func.count().filter(func.substr(column, 1, len(prefix)) != prefix)
            for column in encrypted_columns(table)
        ]
        return sum((await self._session.execute(select(*others).select_from(table))).one())

    async def _encrypt_column(
        self, table: Table, column: Column[bytes], rows: Sequence[Row[*tuple[Any, ...]]]
    ) -> int:
        key = list(table.primary_key.columns)
        changes = [
            {f"key_{part.name}": row._mapping[part] for part in key} | {"value": self._anew(value)}
            for row in rows
            if (value := row._mapping[column]) is not None and not value.startswith(self._keys.prefix)
        ]
        if changes:
            this_row = [part == bindparam(f"key_{part.name}") for part in key]
            statement = update(table).where(*this_row).values({column.name: bindparam("value")})
            await self._session.execute(statement, changes)
        return len(changes)

    def _anew(self, value: bytes) -> bytes:
        return self._keys.encrypt(self._keys.decrypt(value))
