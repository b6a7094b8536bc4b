"""A conversation: the locked state of one person on one channel, and the history that only grows."""

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, UniqueConstraint, or_

from bot.storage.models.base import Key, Moment, encrypted, identity, metadata, reference

conversation = Table(
    "conversation",
    metadata,
    identity(),
    Column("channel", String(32), nullable=False),
    Column("account_id", String(255), nullable=False),
    # A platform's id of a person is personal: it is found by its keyed hash and read only to send a message.
    Column("user_key", LargeBinary, nullable=False),
    encrypted("user_id", nullable=False),
    encrypted("snapshot"),
    Column("event_count", Integer, nullable=False),
    reference("person_id", "person.id", ondelete="SET NULL", nullable=True, index=True),
    Column("updated_at", Moment),
    # Since when the platform lets nothing through to the person, until their next event.
    Column("unreachable_at", Moment),
    # Who speaks for the office: "bot", or "staff" until a time at which the bot has the floor again.
    Column("floor", String(8), nullable=False, server_default="bot"),
    Column("floor_until", Moment),
    # No foreign key: SQLite adds one to a table only by copying it. Accounts are closed, never deleted.
    Column("floor_staff_id", Key),
    # Since when the person waits for somebody of the office, and why.
    Column("wanted_at", Moment),
    Column("wanted_reason", String(16)),
    # The conversation of the same person on another channel that this one goes on from.
    Column("linked_to_id", Key, index=True),
    # The link or QR code that the person came by last.
    Column("source", String(64)),
    UniqueConstraint("channel", "account_id", "user_key"),
)

# The few conversations that somebody of the office has or should take.
_ATTENDED = or_(conversation.c.floor == "staff", conversation.c.wanted_at.is_not(None))
Index(
    "ix_conversation_attended",
    conversation.c.wanted_at,
    conversation.c.id,
    postgresql_where=_ATTENDED,
    sqlite_where=_ATTENDED,
)

conversation_event = Table(
    "conversation_event",
    metadata,
    reference("conversation_id", "conversation.id", ondelete="CASCADE", primary_key=True),
    # Counts on within the conversation; the key keeps the order and lets nothing be written over.
    Column("position", Integer, primary_key=True),
    Column("kind", String(64), nullable=False),
    encrypted("data", nullable=False),
    Column("at", Moment, nullable=False),
    sqlite_with_rowid=False,
)
