"""What came in from the platforms and what goes out to them."""

from sqlalchemy import Column, Index, Integer, String, Table, UniqueConstraint

from bot.storage.models.base import Key, Moment, encrypted, identity, metadata, reference

inbox = Table(
    "inbox",
    metadata,
    identity(),
    Column("channel", String(32), nullable=False),
    Column("account_id", String(255), nullable=False),
    Column("event_id", String(255), nullable=False),
    reference("conversation_id", "conversation.id", ondelete="CASCADE", nullable=False),
    Column("state", String(16), nullable=False),
    # The event as JSON; NULL once the person had it erased. The id stays, so that a repetition stays harmless.
    encrypted("data"),
    Column("sent_at", Moment, nullable=False),
    Column("received_at", Moment, nullable=False),
    # When a waiting event is answered at the latest; a typed line gives the next one a moment to come.
    Column("due_at", Moment),
    UniqueConstraint("channel", "account_id", "event_id"),
)

outbox = Table(
    "outbox",
    metadata,
    identity(),
    reference("conversation_id", "conversation.id", ondelete="CASCADE", nullable=False),
    reference("inbox_id", "inbox.id", ondelete="CASCADE", nullable=True, index=True),
    # The message's place among the replies to one event.
    Column("position", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    # The message as JSON; NULL once the person had it erased.
    encrypted("data"),
    Column("created_at", Moment, nullable=False),
    # While pending: not to be sent before; while sending: taken for lost after.
    Column("due_at", Moment),
    Column("attempts", Integer, nullable=False, server_default="0"),
    # The platform's or our own reason why it was not sent (yet), without anything about the person.
    Column("reason", String(255)),
    Column("sent_at", Moment),
    # The platform's id of the sent message.
    Column("platform_id", String(255)),
    # How many more the platform then lets through to the person, where it says so.
    Column("quota_left", Integer),
    # When and by whom of the staff a message that did not surely arrive was seen to.
    Column("handled_at", Moment),
    Column("handled_by_id", Key),
)

# A conversation's newest rows, however many there are.
Index(None, inbox.c.conversation_id, inbox.c.id)
Index(None, outbox.c.conversation_id, outbox.c.id)
# The few rows that wait, in the order in which they are taken.
_WAITING = inbox.c.state == "pending"
Index(
    "ix_inbox_waiting", inbox.c.conversation_id, inbox.c.id, postgresql_where=_WAITING, sqlite_where=_WAITING
)
_OPEN = outbox.c.state.in_(("pending", "sending"))
# With what they answer: of two columns that are given, or SQLite would take the conversation's whole history.
Index(
    "ix_outbox_open",
    outbox.c.conversation_id,
    outbox.c.inbox_id,
    outbox.c.id,
    postgresql_where=_OPEN,
    sqlite_where=_OPEN,
)
# Those that go out when the person is heard of again.
_HELD = outbox.c.state == "held"
Index("ix_outbox_held", outbox.c.conversation_id, postgresql_where=_HELD, sqlite_where=_HELD)
# The few that failed or are unknown and that nobody has seen to yet.
_MISSED = outbox.c.state.in_(("failed", "unknown")) & outbox.c.handled_at.is_(None)
Index("ix_outbox_missed", outbox.c.created_at, outbox.c.id, postgresql_where=_MISSED, sqlite_where=_MISSED)
