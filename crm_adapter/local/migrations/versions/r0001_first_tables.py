"""The first tables of the local CRM. Frozen: later changes are later revisions, so no code of today is imported."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    _crm_contact()
    _crm_lead()
    _crm_activity()
    _crm_write()


def downgrade() -> None:
    op.drop_table("crm_write")
    op.drop_table("crm_activity")
    op.drop_table("crm_lead")
    op.drop_table("crm_contact")


def _crm_contact() -> None:
    op.create_table(
        "crm_contact",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("company", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_crm_contact"),
    )


def _crm_lead() -> None:
    op.create_table(
        "crm_lead",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("contact_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_priority", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_activity_at", sa.DateTime(timezone=True), nullable=False),
        _belongs_to("contact", "crm_lead"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_crm_lead"),
    )
    op.create_index("ix_crm_lead_queue", "crm_lead", ["workspace_id", "score", "last_activity_at"])
    op.create_index("uq_crm_lead_conversation", "crm_lead", ["workspace_id", "conversation_id"], unique=True)


def _crm_activity() -> None:
    op.create_table(
        "crm_activity",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("lead_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        _belongs_to("lead", "crm_activity"),
        sa.PrimaryKeyConstraint("id", name="pk_crm_activity"),
    )
    op.create_index("ix_crm_activity_timeline", "crm_activity", ["workspace_id", "lead_id", "at"])


def _crm_write() -> None:
    op.create_table(
        "crm_write",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("lead_id", sa.Text(), nullable=False),
        _belongs_to("lead", "crm_write"),
        sa.PrimaryKeyConstraint("workspace_id", "key", name="pk_crm_write"),
    )


def _belongs_to(parent: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", f"{parent}_id"],
        [f"crm_{parent}.workspace_id", f"crm_{parent}.id"],
        name=f"fk_{table}_{parent}",
        ondelete="CASCADE",
    )
