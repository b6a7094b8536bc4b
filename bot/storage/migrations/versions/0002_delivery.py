"""Delivery: events that wait for their turn, messages on their way, people who cannot be reached."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
WAITING = sa.text("state = 'pending'")
OPEN = sa.text("state IN ('pending', 'sending')")


def upgrade() -> None:
    op.add_column("conversation", sa.Column("unreachable_at", MOMENT, nullable=True))
    op.add_column("inbox", sa.Column("due_at", MOMENT, nullable=True))
    op.add_column("outbox", sa.Column("due_at", MOMENT, nullable=True))
    op.add_column("outbox", sa.Column("attempts", sa.Integer(), server_default="0", nullable=False))
    op.add_column("outbox", sa.Column("reason", sa.String(length=255), nullable=True))
    op.add_column("outbox", sa.Column("sent_at", MOMENT, nullable=True))
    op.add_column("outbox", sa.Column("platform_id", sa.String(length=255), nullable=True))
    op.create_index(
        "ix_inbox_waiting",
        "inbox",
        ["conversation_id", "id"],
        postgresql_where=WAITING,
        sqlite_where=WAITING,
    )
    op.create_index(
        "ix_outbox_open", "outbox", ["conversation_id", "id"], postgresql_where=OPEN, sqlite_where=OPEN
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_open", "outbox")
    op.drop_index("ix_inbox_waiting", "inbox")
    for column in ("platform_id", "sent_at", "reason", "attempts", "due_at"):
        op.drop_column("outbox", column)
    op.drop_column("inbox", "due_at")
    op.drop_column("conversation", "unreachable_at")
