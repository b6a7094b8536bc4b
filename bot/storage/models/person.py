"""A person who registered, and what they agreed to."""

from sqlalchemy import Boolean, Column, LargeBinary, String, Table

from bot.storage.models.base import Moment, encrypted, identity, metadata, reference

person = Table(
    "person",
    metadata,
    identity(),
    encrypted("full_name", nullable=False),
    encrypted("phone", nullable=False),
    Column("phone_hash", LargeBinary, nullable=False, index=True),
)

consent = Table(
    "consent",
    metadata,
    identity(),
    reference("conversation_id", "conversation.id", ondelete="CASCADE", nullable=False, index=True),
    Column("purpose", String(32), nullable=False),
    Column("given", Boolean, nullable=False),
    Column("channel", String(32), nullable=False),
    Column("wording_version", String(64)),
    encrypted("answer", nullable=False),
    Column("at", Moment, nullable=False),
)
