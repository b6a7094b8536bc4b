"""Learning: questions read with doubt, the sentences that came of them, and the models that learned from them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    op.create_table(
        "doubtful_question",
        sa.Column("id", KEY, sa.Identity(), nullable=False),
        sa.Column("conversation_id", KEY, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("ranking", sa.String(length=1023), nullable=False),
        sa.Column("chosen", sa.String(length=64), nullable=True),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("staff_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_doubtful_question_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_doubtful_question_staff_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doubtful_question")),
    )
    op.create_index(op.f("ix_doubtful_question_asked_at"), "doubtful_question", ["asked_at"])
    op.create_index(op.f("ix_doubtful_question_conversation_id"), "doubtful_question", ["conversation_id"])
    op.create_index(
        "ix_doubtful_question_open", "doubtful_question", ["id"], postgresql_where=OPEN, sqlite_where=OPEN
    )
    op.create_table(
        "learned_sentence",
        sa.Column("id", KEY, sa.Identity(), nullable=False),
        sa.Column("intent", sa.String(length=64), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("staff_id", KEY, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("exported_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_learned_sentence_staff_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learned_sentence")),
    )
    op.create_table(
        "trained_model",
        sa.Column("id", KEY, sa.Identity(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("program", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trained_model")),
    )


def downgrade() -> None:
    for table in ("trained_model", "learned_sentence", "doubtful_question"):
        op.drop_table(table)
