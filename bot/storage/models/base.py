"""What all tables share: the metadata, the kinds of columns and how times are kept."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Identity,
    Integer,
    LargeBinary,
    MetaData,
    Table,
)
from sqlalchemy.types import TypeDecorator

# Names that do not depend on the database, so that a migration can change what an earlier one made.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only when the type is INTEGER, which holds 64 bits there.
Key = BigInteger().with_variant(Integer, "sqlite")


class Moment(TypeDecorator[datetime]):
    """An aware point in time; stored in UTC, read as UTC. SQLite keeps no time zone of its own."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """:raises ValueError: when the time has no zone: nobody could say later when that was."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time must be aware")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def identity() -> Column[int]:
    """The number of a row, given by the database."""
    return Column("id", Key, Identity(), primary_key=True)


def reference(name: str, target: str, *, ondelete: str, **options: Any) -> Column[int]:
    """A reference to the row ``target`` ("table.column"); ``ondelete`` says what its deletion does here."""
    return Column(name, Key, ForeignKey(target, ondelete=ondelete), **options)


def encrypted(name: str, *, nullable: bool = True) -> Column[bytes]:
    """A column whose values only the key ring reads; rotation finds it by this mark."""
    return Column(name, LargeBinary, nullable=nullable, info={"encrypted": True})


def encrypted_columns(table: Table) -> list[Column[bytes]]:
    """The columns of a table that hold encrypted values."""
    return [column for column in table.c if column.info.get("encrypted")]
