"""Let texts of the owner's and of a witness into the randomness of a draw, and keep a draw that was void."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FIGURE = "figure"


def upgrade() -> None:
    """Bring the tables to this revision: every notice so far has named its public figure alone."""
    for table in ("notice_terms", "draw_chain"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(
                sa.Column("lines", sa.String(length=40), nullable=False, server_default=FIGURE)
            )
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column("lines", server_default=None)
    op.create_table(
        "contribution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.String(length=10), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("lodged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lodged_sha256", sa.String(length=64), nullable=False),
        sa.Column("revealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(lodged_at IS NULL) = (lodged_sha256 = '')", name=op.f("ck_contribution_lodging")
        ),
        sa.CheckConstraint("(revealed_at IS NULL) = (text = '')", name=op.f("ck_contribution_reveal")),
        sa.CheckConstraint(
            "revealed_at IS NULL OR lodged_at IS NOT NULL", name=op.f("ck_contribution_order")
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_contribution_notice_id_notice")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_contribution_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
        sa.UniqueConstraint("notice_id", "line", name=op.f("uq_contribution_notice_id_line")),
    )
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.create_index("ix_contribution_organisation", ["organisation_id", "id"], unique=False)
    op.create_table(
        "void_draw",
        sa.Column("notice_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("withheld", sa.Text(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["ledger_entry.id"], name=op.f("fk_void_draw_entry_id_ledger_entry")
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_void_draw_notice_id_notice")),
        sa.PrimaryKeyConstraint("notice_id", name=op.f("pk_void_draw")),
    )


def downgrade() -> None:
    """Take the tables back."""
    op.drop_table("void_draw")
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.drop_index("ix_contribution_organisation")
    op.drop_table("contribution")
    for table in ("draw_chain", "notice_terms"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("lines")
