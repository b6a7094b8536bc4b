"""Published texts: the versions of files that the office changed while the program ran."""

from sqlalchemy import Column, Index, String, Table, Text

from bot.storage.models.base import Moment, identity, metadata, reference

published_text = Table(
    "published_text",
    metadata,
    identity(),
    # Relative to the folder of messages, with slashes.
    Column("path", String(255), nullable=False),
    # NULL gives the file back the text that came with the program.
    Column("body", Text),
    Column("note", String(255), nullable=False),
    reference("staff_id", "staff.id", ondelete="SET NULL", nullable=True),
    Column("at", Moment, nullable=False),
)

Index(None, published_text.c.path, published_text.c.id)
