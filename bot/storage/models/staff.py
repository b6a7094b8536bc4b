"""The accounts of the staff and the communes they look after."""

from sqlalchemy import Boolean, Column, Date, Integer, String, Table

from bot.storage.models.base import Moment, identity, metadata, reference

staff = Table(
    "staff",
    metadata,
    identity(),
    Column("username", String(64), nullable=False, unique=True),
    Column("display_name", String(255), nullable=False),
    Column("role", String(32), nullable=False),
    Column("password_hash", String(255), nullable=False),
    Column("must_change_password", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("failed_sign_ins", Integer, nullable=False),
    Column("locked_until", Moment),
    # Raised to end every session of the account.
    Column("session_epoch", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("last_sign_in_at", Moment),
    # The last day of an absence: until then nothing is given to the account by itself.
    Column("absent_until", Date),
)

staff_commune = Table(
    "staff_commune",
    metadata,
    reference("staff_id", "staff.id", ondelete="CASCADE", primary_key=True),
    Column("commune_code", String(16), primary_key=True),
    sqlite_with_rowid=False,
)
