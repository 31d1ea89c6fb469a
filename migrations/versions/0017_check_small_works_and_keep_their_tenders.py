"""Check the form of small works of public money, and keep every tender (S11)."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

OFFER = "(total_fen IS NULL) <> (discount_hundredths IS NULL)"


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "small_works_tender",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("works_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=False),
        sa.Column("total_fen", sa.Integer(), nullable=True),
        sa.Column("discount_hundredths", sa.Integer(), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(OFFER, name=op.f("ck_small_works_tender_offer")),
        sa.ForeignKeyConstraint(
            ["works_id"], ["small_works.id"], name=op.f("fk_small_works_tender_works_id_small_works")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["ledger_entry.id"], name=op.f("fk_small_works_tender_entry_id_ledger_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_small_works_tender")),
        sa.UniqueConstraint("works_id", "uscc", name=op.f("uq_small_works_tender_works_id_uscc")),
    )
    with op.batch_alter_table("small_works", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("confirmation", sa.String(length=120), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("handed_back", sa.Text(), nullable=False, server_default=""))
        batch_op.alter_column("published_on", existing_type=sa.Date(), nullable=True)
        batch_op.drop_column("tenders")
    with op.batch_alter_table("small_works", schema=None) as batch_op:
        batch_op.alter_column("confirmation", existing_type=sa.String(length=120), server_default=None)
        batch_op.alter_column("handed_back", existing_type=sa.Text(), server_default=None)


def downgrade() -> None:
    """Take the tables back to the revision before."""
    op.execute("DELETE FROM small_works WHERE published_on IS NULL")
    with op.batch_alter_table("small_works", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tenders", sa.Integer(), nullable=True))
        batch_op.alter_column("published_on", existing_type=sa.Date(), nullable=False)
        batch_op.drop_column("handed_back")
        batch_op.drop_column("submitted_at")
        batch_op.drop_column("confirmation")
    op.drop_table("small_works_tender")
