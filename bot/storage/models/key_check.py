"""One row that tells at the start whether the keys at hand are the ones this database was written with."""

from sqlalchemy import Column, Integer, LargeBinary, Table

from bot.storage.models.base import encrypted, metadata

key_check = Table(
    "key_check",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("fingerprint", LargeBinary, nullable=False),
    encrypted("sample", nullable=False),
)
