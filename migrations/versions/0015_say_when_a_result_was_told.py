"""Say when a result that the dates had brought was told (S9)."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.add_column("award", sa.Column("told_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Take the tables back to the revision before."""
    with op.batch_alter_table("award", schema=None) as batch_op:
        batch_op.drop_column("told_on")
