"""Let owners say a word to their own record (M4)."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

STATEMENTS = "'materials','acceptance','silence','rejections','changes','awards','texts','payment'"


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "owner_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("statement", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(f"statement IN ({STATEMENTS})", name=op.f("ck_owner_word_statement")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["organisation.id"], name=op.f("fk_owner_word_owner_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owner_word")),
        sa.UniqueConstraint("owner_id", "statement", name=op.f("uq_owner_word_owner_id_statement")),
    )


def downgrade() -> None:
    """Take the tables back to the revision before."""
    op.drop_table("owner_word")
