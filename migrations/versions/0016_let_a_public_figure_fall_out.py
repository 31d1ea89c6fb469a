"""Let a public figure fall out on announced days (S2)."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "figure_outage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=30), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("announcement", sa.Text(), nullable=False),
        sa.Column("declared_by", sa.Integer(), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_confirmed", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_figure_outage_days")),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (is_confirmed IS NULL)", name=op.f("ck_figure_outage_answer")
        ),
        sa.ForeignKeyConstraint(
            ["declared_by"], ["user_account.id"], name=op.f("fk_figure_outage_declared_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["user_account.id"], name=op.f("fk_figure_outage_answered_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_outage")),
    )
    with op.batch_alter_table("figure_outage", schema=None) as batch_op:
        batch_op.create_index("ix_figure_outage_source", ["source", "last_on"], unique=False)


def downgrade() -> None:
    """Take the tables back to the revision before."""
    with op.batch_alter_table("figure_outage", schema=None) as batch_op:
        batch_op.drop_index("ix_figure_outage_source")
    op.drop_table("figure_outage")
