"""Personal data: whom a registration insures, and what people ask about what is kept of them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("lead", sa.Column("insured", sa.LargeBinary(), nullable=True))
    op.create_table(
        "privacy_request",
        sa.Column("id", KEY, sa.Identity(), nullable=False),
        sa.Column("conversation_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.Column("json_taken_at", MOMENT, nullable=True),
        sa.Column("pdf_taken_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_privacy_request_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_request")),
    )
    op.create_index(op.f("ix_privacy_request_conversation_id"), "privacy_request", ["conversation_id"])


def downgrade() -> None:
    op.drop_table("privacy_request")
    op.drop_column("lead", "insured")
