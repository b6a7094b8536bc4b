"""Who on the staff saw or took out what, when and what for; and the lists of leads that were brought in."""

from sqlalchemy import Column, Index, Integer, String, Table

from bot.storage.models.base import Key, Moment, encrypted, identity, metadata, reference

audit = Table(
    "audit",
    metadata,
    identity(),
    Column("at", Moment, nullable=False),
    reference("staff_id", "staff.id", ondelete="RESTRICT", nullable=False),
    Column("kind", String(32), nullable=False),
    # Not a reference: who saw it stays known when the lead is erased.
    Column("lead_id", Key, index=True),
    encrypted("data", nullable=False),
)
Index("ix_audit_at", audit.c.at, audit.c.id)

lead_batch = Table(
    "lead_batch",
    metadata,
    identity(),
    Column("at", Moment, nullable=False),
    reference("staff_id", "staff.id", ondelete="RESTRICT", nullable=False),
    encrypted("file_name", nullable=False),
    encrypted("reason", nullable=False),
    Column("added", Integer, nullable=False),
    Column("reverted_at", Moment),
)
