"""A lead: somebody who wants to join, worked by the staff; its history and the terms it is found by."""

from sqlalchemy import BigInteger, Column, Date, Index, Integer, String, Table

from bot.storage.models.base import Key, Moment, encrypted, identity, metadata, reference

lead = Table(
    "lead",
    metadata,
    identity(),
    reference("person_id", "person.id", ondelete="CASCADE", nullable=False, index=True),
    reference("conversation_id", "conversation.id", ondelete="CASCADE", nullable=False, index=True),
    Column("state", String(32), nullable=False),
    Column("commune_name", String(255)),
    Column("commune_code", String(16)),
    encrypted("call_time"),
    encrypted("estimate"),
    # Whom it is for: the relation to the person who writes, and what was told of that person.
    encrypted("insured"),
    # In đồng a month.
    Column("payable", BigInteger),
    Column("source", String(64), nullable=False),
    reference("officer_id", "staff.id", ondelete="RESTRICT", nullable=True),
    encrypted("next_step"),
    Column("next_due", Date),
    encrypted("reason"),
    Column("version", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("last_contact_at", Moment),
    # The import that it came with, and the lead that it is the duplicate of; no references, see migration 0004.
    Column("batch_id", Key, index=True),
    Column("merged_into_id", Key, index=True),
    # Until when, by the office's hours, the person is to be called for the first time.
    Column("contact_due_at", Moment, index=True),
)

# Each sort of the list walks an index that ends with the id, so that pages never overlap.
Index(None, lead.c.created_at, lead.c.id)
Index(None, lead.c.updated_at, lead.c.id)
Index(None, lead.c.next_due, lead.c.id)
# The filters, with the default order behind them.
Index(None, lead.c.state, lead.c.updated_at)
Index(None, lead.c.officer_id, lead.c.updated_at)
Index(None, lead.c.commune_code, lead.c.updated_at)
# All that is filtered by, so that counting reads this and not the rows with their encrypted values.
Index(
    "ix_lead_filters",
    lead.c.state,
    lead.c.officer_id,
    lead.c.commune_code,
    lead.c.source,
    lead.c.next_due,
)

lead_event = Table(
    "lead_event",
    metadata,
    identity(),
    reference("lead_id", "lead.id", ondelete="CASCADE", nullable=False, index=True),
    Column("at", Moment, nullable=False),
    reference("actor_id", "staff.id", ondelete="RESTRICT", nullable=True),
    Column("kind", String(32), nullable=False),
    encrypted("data", nullable=False),
)

search_term = Table(
    "search_term",
    metadata,
    # The first 64 bits of the keyed hash of a word, a beginning of one, or a phone's last digits.
    Column("term", BigInteger, primary_key=True, autoincrement=False),
    reference("lead_id", "lead.id", ondelete="CASCADE", primary_key=True, index=True),
    sqlite_with_rowid=False,
)
