"""Linking one person's conversations: the code that waits to be typed elsewhere, and the codes that were wrong."""

from sqlalchemy import Column, LargeBinary, Table

from bot.storage.models.base import Moment, identity, metadata, reference

link_code = Table(
    "link_code",
    metadata,
    # One at a time: a new code takes the place of the one before.
    reference(
        "conversation_id", "conversation.id", ondelete="CASCADE", primary_key=True, autoincrement=False
    ),
    Column("code_hash", LargeBinary, nullable=False, unique=True),
    Column("expires_at", Moment, nullable=False),
)

link_failure = Table(
    "link_failure",
    metadata,
    identity(),
    reference("conversation_id", "conversation.id", ondelete="CASCADE", nullable=False),
    Column("at", Moment, nullable=False, index=True),
)
