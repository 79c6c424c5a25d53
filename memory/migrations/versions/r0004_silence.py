"""When a visitor was left with an open question, and when nudged about it. Frozen like every revision before the
newest. Who was silent before this has nothing to answer, so nobody is nudged about something of last week."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision: str | None = "0003"
branch_labels: str | None = None
depends_on: str | None = None

MOMENTS = ("awaiting_since", "nudged_at")


def upgrade() -> None:
    for moment in MOMENTS:
        op.add_column("conversation", sa.Column(moment, sa.DateTime(timezone=True), nullable=True))
        where = sa.text(f"{moment} IS NOT NULL")
        op.create_index(
            f"ix_conversation_{moment}",
            "conversation",
            ["workspace_id", moment],
            sqlite_where=where,
            postgresql_where=where,
        )


def downgrade() -> None:
    for moment in reversed(MOMENTS):
        op.drop_index(f"ix_conversation_{moment}", "conversation")
        op.drop_column("conversation", moment)
