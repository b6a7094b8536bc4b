"""Reach: linked conversations and where people came from, sends that staff look after, the channels' pulse."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
MISSED = sa.text("state IN ('failed', 'unknown') AND handled_at IS NULL")


def upgrade() -> None:
    # Plain columns, not references: SQLite adds no constraint to a table that there is.
    op.add_column("conversation", sa.Column("linked_to_id", KEY, nullable=True))
    op.add_column("conversation", sa.Column("source", sa.String(length=64), nullable=True))
    op.create_index("ix_conversation_linked_to_id", "conversation", ["linked_to_id"])
    op.add_column("outbox", sa.Column("handled_at", MOMENT, nullable=True))
    op.add_column("outbox", sa.Column("handled_by_id", KEY, nullable=True))
    op.create_index(
        "ix_outbox_missed", "outbox", ["created_at", "id"], postgresql_where=MISSED, sqlite_where=MISSED
    )
    _add_link_tables()
    op.create_table(
        "channel_pulse",
        sa.Column("channel", sa.String(length=32), primary_key=True),
        sa.Column("account_id", sa.String(length=255), primary_key=True),
        sa.Column("last_event_at", MOMENT, nullable=True),
        sa.Column("last_sent_at", MOMENT, nullable=True),
        sa.Column("alarm", sa.String(length=255), nullable=True),
        sa.Column("alarm_at", MOMENT, nullable=True),
    )


def _add_link_tables() -> None:
    op.create_table(
        "link_code",
        sa.Column(
            "conversation_id",
            KEY,
            sa.ForeignKey("conversation.id", name="fk_link_code_conversation_id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False, unique=True),
        sa.Column("expires_at", MOMENT, nullable=False),
    )
    op.create_table(
        "link_failure",
        sa.Column("id", KEY, sa.Identity(), primary_key=True),
        sa.Column(
            "conversation_id",
            KEY,
            sa.ForeignKey("conversation.id", name="fk_link_failure_conversation_id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_index("ix_link_failure_at", "link_failure", ["at"])


def downgrade() -> None:
    for table in ("channel_pulse", "link_failure", "link_code"):
        op.drop_table(table)
    op.drop_index("ix_outbox_missed", "outbox")
    for column in ("handled_by_id", "handled_at"):
        op.drop_column("outbox", column)
    op.drop_index("ix_conversation_linked_to_id", "conversation")
    for column in ("source", "linked_to_id"):
        op.drop_column("conversation", column)
