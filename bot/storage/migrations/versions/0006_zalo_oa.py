"""Zalo OA: tokens that renew themselves, what a person may still be sent, and the newest rows of a conversation."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
HELD = sa.text("state = 'held'")


def upgrade() -> None:
    op.create_table(
        "oauth_token",
        sa.Column("channel", sa.String(length=32), primary_key=True),
        sa.Column("account_id", sa.String(length=255), primary_key=True),
        sa.Column("access_token", sa.LargeBinary(), nullable=False),
        sa.Column("refresh_token", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("renewed_at", MOMENT, nullable=False),
        sa.Column("seed", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.add_column("outbox", sa.Column("quota_left", sa.Integer(), nullable=True))
    op.create_index("ix_outbox_held", "outbox", ["conversation_id"], postgresql_where=HELD, sqlite_where=HELD)
    for table in ("inbox", "outbox"):
        op.drop_index(f"ix_{table}_conversation_id", table)
        op.create_index(f"ix_{table}_conversation_id_id", table, ["conversation_id", "id"])


def downgrade() -> None:
    for table in ("outbox", "inbox"):
        op.drop_index(f"ix_{table}_conversation_id_id", table)
        op.create_index(f"ix_{table}_conversation_id", table, ["conversation_id"])
    op.drop_index("ix_outbox_held", "outbox")
    op.drop_column("outbox", "quota_left")
    op.drop_table("oauth_token")
