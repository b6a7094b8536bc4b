"""The floor: who speaks for the office, promised answers, and texts published without a new program."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("state = 'open'")
UNSETTLED = sa.text("state IN ('pending', 'sending')")
WANTED = sa.text("floor = 'staff' OR wanted_at IS NOT NULL")


def upgrade() -> None:
    op.add_column(
        "conversation", sa.Column("floor", sa.String(length=8), server_default="bot", nullable=False)
    )
    op.add_column("conversation", sa.Column("floor_until", MOMENT, nullable=True))
    op.add_column("conversation", sa.Column("floor_staff_id", KEY, nullable=True))
    op.add_column("conversation", sa.Column("wanted_at", MOMENT, nullable=True))
    op.add_column("conversation", sa.Column("wanted_reason", sa.String(length=16), nullable=True))
    op.create_index(
        "ix_conversation_attended",
        "conversation",
        ["wanted_at", "id"],
        postgresql_where=WANTED,
        sqlite_where=WANTED,
    )
    op.create_table(
        "promise",
        sa.Column("id", KEY, sa.Identity(), nullable=False),
        sa.Column("conversation_id", KEY, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("question", sa.LargeBinary(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("staff_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_promise_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_promise_staff_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
    )
    op.create_index(op.f("ix_promise_conversation_id"), "promise", ["conversation_id"])
    op.create_index("ix_promise_open", "promise", ["due_at", "id"], postgresql_where=OPEN, sqlite_where=OPEN)
    op.create_table(
        "published_text",
        sa.Column("id", KEY, sa.Identity(), nullable=False),
        sa.Column("path", sa.String(length=255), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("note", sa.String(length=255), nullable=False),
        sa.Column("staff_id", KEY, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_published_text_staff_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_text")),
    )
    op.drop_index("ix_outbox_open", "outbox")
    op.create_index(
        "ix_outbox_open",
        "outbox",
        ["conversation_id", "inbox_id", "id"],
        postgresql_where=UNSETTLED,
        sqlite_where=UNSETTLED,
    )
    op.create_index(op.f("ix_published_text_path_id"), "published_text", ["path", "id"])


def downgrade() -> None:
    op.drop_index("ix_outbox_open", "outbox")
    op.create_index(
        "ix_outbox_open",
        "outbox",
        ["conversation_id", "id"],
        postgresql_where=UNSETTLED,
        sqlite_where=UNSETTLED,
    )
    op.drop_table("published_text")
    op.drop_table("promise")
    op.drop_index("ix_conversation_attended", "conversation")
    for column in ("wanted_reason", "wanted_at", "floor_staff_id", "floor_until", "floor"):
        op.drop_column("conversation", column)
