"""Other systems of the office: their tokens, what they wrote, and what they are still to be told."""

from sqlalchemy import Boolean, Column, Integer, LargeBinary, String, Table

from bot.storage.models.base import Key, Moment, encrypted, identity, metadata, reference

api_token = Table(
    "api_token",
    metadata,
    identity(),
    # The token sees and may do what this account does.
    reference("staff_id", "staff.id", ondelete="CASCADE", nullable=False, index=True),
    Column("name", String(100), nullable=False),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("writes", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("revoked_at", Moment),
    Column("last_used_at", Moment),
)

api_write = Table(
    "api_write",
    metadata,
    reference("token_id", "api_token.id", ondelete="CASCADE", primary_key=True, autoincrement=False),
    Column("key", String(128), primary_key=True),
    Column("request_hash", LargeBinary, nullable=False),
    Column("status", Integer, nullable=False),
    encrypted("answer", nullable=False),
    Column("at", Moment, nullable=False),
)

hook_delivery = Table(
    "hook_delivery",
    metadata,
    identity(),
    # Not a reference: that a lead was erased is told too.
    Column("lead_id", Key, nullable=False),
    Column("kind", String(32), nullable=False),
    # The lead's state at that time.
    Column("state", String(32), nullable=False),
    Column("at", Moment, nullable=False),
    # NULL: told, or given up.
    Column("due_at", Moment, index=True),
    Column("attempts", Integer, nullable=False),
    Column("reason", String(255)),
)
