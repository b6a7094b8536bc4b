"""A promise: a question that the bot could not answer, and the answer that somebody of the office gives later."""

from sqlalchemy import Column, Index, String, Table

from bot.storage.models.base import Moment, encrypted, identity, metadata, reference

promise = Table(
    "promise",
    metadata,
    identity(),
    reference("conversation_id", "conversation.id", ondelete="CASCADE", nullable=False, index=True),
    Column("state", String(16), nullable=False),
    # NULL once the person had everything erased; the number stays known.
    encrypted("question"),
    encrypted("answer"),
    Column("made_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("answered_at", Moment),
    reference("staff_id", "staff.id", ondelete="SET NULL", nullable=True),
)

_OPEN = promise.c.state == "open"
Index("ix_promise_open", promise.c.due_at, promise.c.id, postgresql_where=_OPEN, sqlite_where=_OPEN)
