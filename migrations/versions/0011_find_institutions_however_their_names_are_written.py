"""Find institutions however their names are written (S6)."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.add_column(
        "institution", sa.Column("plain_name", sa.String(length=480), nullable=False, server_default="")
    )
    table = sa.table("institution", sa.column("id"), sa.column("name"), sa.column("plain_name"))
    bound = op.get_bind()
    for row in bound.execute(sa.select(table.c.id, table.c.name)).all():
        plain = "".join(unicodedata.normalize("NFKC", row.name).split())
        bound.execute(table.update().where(table.c.id == row.id).values(plain_name=plain))
    with op.batch_alter_table("institution", schema=None) as batch_op:
        batch_op.alter_column("plain_name", existing_type=sa.String(length=480), server_default=None)
        batch_op.create_index("ix_institution_plain_name", ["plain_name"], unique=False)


def downgrade() -> None:
    """Take the tables back to the revision before."""
    with op.batch_alter_table("institution", schema=None) as batch_op:
        batch_op.drop_index("ix_institution_plain_name")
        batch_op.drop_column("plain_name")
