"""Keep who was refused at registration (S3, S8)."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

REASON = "uq_refused_registration_notice_id_agency_id_reason_sha256"


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "refused_registration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rule", sa.String(length=10), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("reason_sha256", sa.String(length=64), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["organisation.id"], name=op.f("fk_refused_registration_agency_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["ledger_entry.id"], name=op.f("fk_refused_registration_entry_id_ledger_entry")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("fk_refused_registration_notice_id_notice")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_registration")),
        sa.UniqueConstraint("notice_id", "agency_id", "reason_sha256", name=op.f(REASON)),
    )


def downgrade() -> None:
    """Take the tables back to the revision before."""
    op.drop_table("refused_registration")
