"""Who or what closed a conversation. Frozen like every revision before the newest. Of those closed before this nobody
noted it, so they stay without a cause, and closed."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision: str | None = "0004"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.add_column("conversation", sa.Column("closed_by", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("conversation", "closed_by")
