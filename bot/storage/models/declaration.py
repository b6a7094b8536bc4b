"""What a person declares for the official paper beyond the chat, and the one-time links to the form for it."""

from sqlalchemy import Column, Integer, LargeBinary, Table

from bot.storage.models.base import Moment, encrypted, identity, metadata, reference

declaration = Table(
    "declaration",
    metadata,
    reference("lead_id", "lead.id", ondelete="CASCADE", primary_key=True, autoincrement=False),
    encrypted("data", nullable=False),
    encrypted("personal_id", nullable=False),
    Column("personal_id_hash", LargeBinary, nullable=False, index=True),
    # NULL: the person did it.
    reference("entered_by", "staff.id", ondelete="RESTRICT", nullable=True),
    Column("at", Moment, nullable=False),
    Column("keep_until", Moment, nullable=False, index=True),
)

form_link = Table(
    "form_link",
    metadata,
    identity(),
    reference("lead_id", "lead.id", ondelete="CASCADE", nullable=False, index=True),
    # NULL: the person asked for it in the chat.
    reference("created_by", "staff.id", ondelete="RESTRICT", nullable=True),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("failures", Integer, nullable=False),
    # When it was used up or called back.
    Column("ended_at", Moment),
)
