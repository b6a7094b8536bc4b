"""An appointment of an officer with a person: a call, a visit, a meeting at the office."""

from sqlalchemy import Column, String, Table

from bot.storage.models.base import Moment, encrypted, identity, metadata, reference

appointment = Table(
    "appointment",
    metadata,
    identity(),
    reference("lead_id", "lead.id", ondelete="CASCADE", nullable=False, index=True),
    reference("staff_id", "staff.id", ondelete="RESTRICT", nullable=False),
    Column("at", Moment, nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    encrypted("place"),
)
