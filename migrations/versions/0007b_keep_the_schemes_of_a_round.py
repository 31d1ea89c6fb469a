"""Keep the schemes of a round, and the self-check of an agency before its draft."""

import sqlalchemy as sa
from alembic import op

revision = "0007b"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    with op.batch_alter_table("rating_round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("schemes", sa.Text(), nullable=False, server_default="{}"))
        batch_op.alter_column("schemes", server_default=None)
    with op.batch_alter_table("rating_draft", schema=None) as batch_op:
        batch_op.add_column(sa.Column("self_check", sa.Text(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("self_checked_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("self_checked_by", sa.Integer(), nullable=True))
        batch_op.alter_column("self_check", server_default=None)
        batch_op.create_foreign_key(
            op.f("fk_rating_draft_self_checked_by_user_account"), "user_account", ["self_checked_by"], ["id"]
        )


def downgrade() -> None:
    """Take the tables back to the revision before."""
    with op.batch_alter_table("rating_draft", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_rating_draft_self_checked_by_user_account"), type_="foreignkey")
        for name in ("self_checked_by", "self_checked_on", "self_check"):
            batch_op.drop_column(name)
    with op.batch_alter_table("rating_round", schema=None) as batch_op:
        batch_op.drop_column("schemes")
