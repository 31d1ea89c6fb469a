"""Count the tries of a dispatch from the first one, so that legal service leaves however late (P5b, T6)."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.add_column("dispatch", sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take the tables back to the revision before."""
    with op.batch_alter_table("dispatch", schema=None) as batch_op:
        batch_op.drop_column("tried_at")
