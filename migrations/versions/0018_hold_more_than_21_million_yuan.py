"""Hold more than 21 million yuan: an Integer of PostgreSQL ends there, in 分."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

MONEY = (
    ("listed_service", "price_fen", True),
    ("notice_terms", "amount_fen", True),
    ("registration", "price_fen", True),
    ("award", "price_fen", False),
    ("track_record", "price_fen", False),
    ("service_order", "price_fen", False),
    ("small_works", "amount_fen", False),
    ("small_works", "total_fen", True),
    ("small_works_tender", "total_fen", True),
)


def upgrade() -> None:
    """Bring the tables to this revision."""
    for table, column, nullable in MONEY:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column(
                column, existing_type=sa.Integer(), type_=sa.BigInteger(), existing_nullable=nullable
            )


def downgrade() -> None:
    """Take the tables back to the revision before."""
    for table, column, nullable in MONEY:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column(
                column, existing_type=sa.BigInteger(), type_=sa.Integer(), existing_nullable=nullable
            )
