"""Rotation of the encryption key: stored values are brought under the first key of the ring."""

from dataclasses import dataclass

from sqlalchemy import Table

from bot.storage.database import Database
from bot.storage.repositories.encrypted_value import ENCRYPTED_TABLES, EncryptedValueRepository

_BATCH = 200


@dataclass(frozen=True, slots=True)
class Rotation:
    """What a rotation did: values encrypted anew, and values still under another key.

    Some may be left where servers go on that do not know the new key yet, or held a row just then. The old keys are
    needed until a rotation leaves none.
    """

    changed: int
    left: int


async def rotate(database: Database) -> Rotation:
    """Encrypt every value that is not yet under the first key of ``database.keys`` with it.

    Works in small transactions, so that people are answered meanwhile; interrupted, it is simply run again.

    :raises KeysError: when a value is under a key that is not in the ring.
    """
    changed = sum([await _rotate_table(database, table) for table in ENCRYPTED_TABLES])
    async with database.reading() as session:
        values = EncryptedValueRepository(session)
        left = sum([await values.count_others(table) for table in ENCRYPTED_TABLES])
    return Rotation(changed, left)


async def _rotate_table(database: Database, table: Table) -> int:
    changed, after = 0, None
    while True:
        async with database.transaction() as session:
            values = EncryptedValueRepository(session)
            rows = await values.batch(table, after=after, limit=_BATCH)
            changed += await values.encrypt_anew(table, rows)
        if not rows:
            return changed
        after = rows[-1][: len(table.primary_key.columns)]
