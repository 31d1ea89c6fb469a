"""Keep the photos of a joint survey day (J3)."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "opinion_file",
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_opinion_file_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["opinion_id"], ["survey_opinion.id"], name=op.f("fk_opinion_file_opinion_id_survey_opinion")
        ),
        sa.PrimaryKeyConstraint("opinion_id", "file_id", name=op.f("pk_opinion_file")),
    )


def downgrade() -> None:
    """Take the tables back to the revision before."""
    op.drop_table("opinion_file")
