"""Codes that prove an address (M3), and a quick way to the conversations of an address. Frozen, like every revision."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"
branch_labels: str | None = None
depends_on: str | None = None

ADDRESSES = sa.text("\"key\" = 'email' AND superseded_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "verification",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_verification"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "conversation_id"],
            ["conversation.workspace_id", "conversation.id"],
            name="fk_verification_conversation",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_verification_conversation", "verification", ["workspace_id", "conversation_id", "id"])
    op.create_index("ix_verification_address", "verification", ["workspace_id", "address", "sent_at"])
    op.create_index(
        "ix_fact_addresses",
        "fact",
        ["workspace_id", "conversation_id"],
        sqlite_where=ADDRESSES,
        postgresql_where=ADDRESSES,
    )


def downgrade() -> None:
    op.drop_index("ix_fact_addresses", "fact")
    op.drop_table("verification")
