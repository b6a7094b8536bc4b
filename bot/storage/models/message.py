"""What came in from the platforms and what goes out to them."""

from sqlalchemy import Column, Integer, String, Table, UniqueConstraint

from bot.storage.models.base import Moment, encrypted, identity, metadata, reference

inbox = Table(
    "inbox",
    metadata,
    identity(),
    Column("channel", String(32), nullable=False),
    Column("account_id", String(255), nullable=False),
    Column("event_id", String(255), nullable=False),
    reference("conversation_id", "conversation.id", ondelete="CASCADE", nullable=False, index=True),
    Column("state", String(16), nullable=False),
    # The event as JSON; NULL once the person had it erased. The id stays, so that a repetition stays harmless.
    encrypted("data"),
    Column("sent_at", Moment, nullable=False),
    Column("received_at", Moment, nullable=False),
    UniqueConstraint("channel", "account_id", "event_id"),
)

outbox = Table(
    "outbox",
    metadata,
    identity(),
    reference("conversation_id", "conversation.id", ondelete="CASCADE", nullable=False, index=True),
    reference("inbox_id", "inbox.id", ondelete="CASCADE", nullable=True, index=True),
    # The message's place among the replies to one event.
    Column("position", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    # The message as JSON; NULL once the person had it erased.
    encrypted("data"),
    Column("created_at", Moment, nullable=False),
)
