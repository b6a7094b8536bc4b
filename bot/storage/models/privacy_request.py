"""What a person asked about their own data: which, when, and what was handed out; never the data itself."""

from sqlalchemy import Column, String, Table

from bot.storage.models.base import Moment, identity, metadata, reference

privacy_request = Table(
    "privacy_request",
    metadata,
    identity(),
    reference("conversation_id", "conversation.id", ondelete="CASCADE", nullable=False, index=True),
    Column("kind", String(32), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("at", Moment, nullable=False),
    # Of a copy only: until when it can be taken, and when each of its files was.
    Column("expires_at", Moment),
    Column("json_taken_at", Moment),
    Column("pdf_taken_at", Moment),
)
