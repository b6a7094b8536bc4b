"""Casework: declarations and their links, appointments, imports, merges, cards, tokens, hooks, and who saw what."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("staff", sa.Column("absent_until", sa.Date(), nullable=True))
    _add_lead_batch()
    _extend_lead()
    _add_declarations()
    _add_appointments()
    _add_cards()
    _add_api()
    _add_audit()


def downgrade() -> None:
    for table in (
        "audit",
        "hook_delivery",
        "api_write",
        "api_token",
        "estimate_card",
        "appointment",
        "form_link",
        "declaration",
    ):
        op.drop_table(table)
    op.drop_index("ix_lead_contact_due_at", "lead")
    op.drop_index("ix_lead_merged_into_id", "lead")
    op.drop_index("ix_lead_batch_id", "lead")
    for column in ("contact_due_at", "merged_into_id", "batch_id"):
        op.drop_column("lead", column)
    op.drop_table("lead_batch")
    op.drop_column("staff", "absent_until")


def _identity() -> sa.Column[int]:
    return sa.Column("id", KEY, sa.Identity(), primary_key=True)


def _reference(
    table: str, column: str, target: str, *, ondelete: str, nullable: bool = False
) -> sa.Column[int]:
    key = sa.ForeignKey(f"{target}.id", name=f"fk_{table}_{column}", ondelete=ondelete)
    return sa.Column(column, KEY, key, nullable=nullable)


def _add_lead_batch() -> None:
    op.create_table(
        "lead_batch",
        _identity(),
        sa.Column("at", MOMENT, nullable=False),
        _reference("lead_batch", "staff_id", "staff", ondelete="RESTRICT"),
        sa.Column("file_name", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("reverted_at", MOMENT, nullable=True),
    )


def _extend_lead() -> None:
    # Plain columns: SQLite adds no constraint to a table that there is, and rebuilding this one would end its history.
    op.add_column("lead", sa.Column("batch_id", KEY, nullable=True))
    op.add_column("lead", sa.Column("merged_into_id", KEY, nullable=True))
    op.add_column("lead", sa.Column("contact_due_at", MOMENT, nullable=True))
    for column in ("batch_id", "merged_into_id", "contact_due_at"):
        op.create_index(f"ix_lead_{column}", "lead", [column])


def _add_declarations() -> None:
    op.create_table(
        "declaration",
        sa.Column(
            "lead_id",
            KEY,
            sa.ForeignKey("lead.id", name="fk_declaration_lead_id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("personal_id", sa.LargeBinary(), nullable=False),
        sa.Column("personal_id_hash", sa.LargeBinary(), nullable=False),
        _reference("declaration", "entered_by", "staff", ondelete="RESTRICT", nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("keep_until", MOMENT, nullable=False),
    )
    op.create_index("ix_declaration_personal_id_hash", "declaration", ["personal_id_hash"])
    op.create_index("ix_declaration_keep_until", "declaration", ["keep_until"])
    op.create_table(
        "form_link",
        _identity(),
        _reference("form_link", "lead_id", "lead", ondelete="CASCADE"),
        _reference("form_link", "created_by", "staff", ondelete="RESTRICT", nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
    )
    op.create_index("ix_form_link_lead_id", "form_link", ["lead_id"])


def _add_appointments() -> None:
    op.create_table(
        "appointment",
        _identity(),
        _reference("appointment", "lead_id", "lead", ondelete="CASCADE"),
        _reference("appointment", "staff_id", "staff", ondelete="RESTRICT"),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("place", sa.LargeBinary(), nullable=True),
    )
    op.create_index("ix_appointment_lead_id", "appointment", ["lead_id"])
    op.create_index("ix_appointment_at", "appointment", ["at"])


def _add_cards() -> None:
    op.create_table(
        "estimate_card",
        _identity(),
        _reference("estimate_card", "conversation_id", "conversation", ondelete="CASCADE"),
        sa.Column("code", sa.LargeBinary(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False, unique=True),
        sa.Column("estimate", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
    )
    op.create_index("ix_estimate_card_conversation_id", "estimate_card", ["conversation_id"])


def _add_api() -> None:
    op.create_table(
        "api_token",
        _identity(),
        _reference("api_token", "staff_id", "staff", ondelete="CASCADE"),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False, unique=True),
        sa.Column("writes", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.Column("last_used_at", MOMENT, nullable=True),
    )
    op.create_index("ix_api_token_staff_id", "api_token", ["staff_id"])
    op.create_table(
        "api_write",
        sa.Column(
            "token_id",
            KEY,
            sa.ForeignKey("api_token.id", name="fk_api_write_token_id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("key", sa.String(128), primary_key=True),
        sa.Column("request_hash", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_table(
        "hook_delivery",
        _identity(),
        sa.Column("lead_id", KEY, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(255), nullable=True),
    )
    op.create_index("ix_hook_delivery_due_at", "hook_delivery", ["due_at"])


def _add_audit() -> None:
    op.create_table(
        "audit",
        _identity(),
        sa.Column("at", MOMENT, nullable=False),
        _reference("audit", "staff_id", "staff", ondelete="RESTRICT"),
        sa.Column("kind", sa.String(32), nullable=False),
        # Not a reference: who saw it stays known when the lead is erased.
        sa.Column("lead_id", KEY, nullable=True),
        sa.Column("data", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_audit_at", "audit", ["at", "id"])
    op.create_index("ix_audit_lead_id", "audit", ["lead_id"])
