"""An estimate card: an estimate that an officer opens with the code which only the person has."""

from sqlalchemy import Column, LargeBinary, Table

from bot.storage.models.base import Moment, encrypted, identity, metadata, reference

estimate_card = Table(
    "estimate_card",
    metadata,
    identity(),
    reference("conversation_id", "conversation.id", ondelete="CASCADE", nullable=False, index=True),
    encrypted("code", nullable=False),
    Column("code_hash", LargeBinary, nullable=False, unique=True),
    encrypted("estimate", nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
)
