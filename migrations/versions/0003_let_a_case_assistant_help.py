"""Let a service centre in, and lay what an owner lets a case assistant do."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KINDS = "'agency','owner','authority','managing-office','operator','supervisor'"
CHECK = "ck_organisation_kind"


def upgrade() -> None:
    """Bring the tables to this revision."""
    _allow(f"kind IN ({KINDS})", f"kind IN ({KINDS},'service-centre')")
    op.create_table(
        "delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("assistant_id", sa.Integer(), nullable=False),
        sa.Column("steps", sa.String(length=200), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("named_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("declined_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("from_on <= until_on", name=op.f("ck_delegation_days")),
        sa.CheckConstraint(
            "accepted_on IS NULL OR declined_on IS NULL", name=op.f("ck_delegation_one_answer")
        ),
        sa.ForeignKeyConstraint(
            ["assistant_id"], ["user_account.id"], name=op.f("fk_delegation_assistant_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["user_account.id"], name=op.f("fk_delegation_ended_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["named_by"], ["user_account.id"], name=op.f("fk_delegation_named_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["organisation.id"], name=op.f("fk_delegation_owner_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_delegation_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    op.create_index("ix_delegation_assistant", "delegation", ["assistant_id", "until_on"])
    op.create_index("ix_delegation_owner", "delegation", ["owner_id", "id"])
    op.create_table(
        "delegated_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delegation_id"], ["delegation.id"], name=op.f("fk_delegated_act_delegation_id_delegation")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["ledger_entry.id"], name=op.f("fk_delegated_act_entry_id_ledger_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegated_act")),
    )
    op.create_index("ix_delegated_act_delegation", "delegated_act", ["delegation_id", "id"])


def downgrade() -> None:
    """Take this revision back."""
    op.drop_index("ix_delegated_act_delegation", "delegated_act")
    op.drop_table("delegated_act")
    op.drop_index("ix_delegation_owner", "delegation")
    op.drop_index("ix_delegation_assistant", "delegation")
    op.drop_table("delegation")
    _allow(f"kind IN ({KINDS},'service-centre')", f"kind IN ({KINDS})")


def _allow(before: str, after: str) -> None:
    """Put another condition into the check of an organisation's kind.

    SQLite cannot change a check. A batch would copy the table and drop the old one, to which others point; its manual
    ("Making Other Kinds Of Table Schema Changes") names the other way: to change the text of the table's definition.
    """
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        op.drop_constraint(op.f(CHECK), "organisation", type_="check")
        op.create_check_constraint(op.f(CHECK), "organisation", after)
        return
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema=ON")
    changed = connection.execute(
        sa.text(
            "UPDATE sqlite_master SET sql = replace(sql, :before, :after) "
            "WHERE type = 'table' AND name = 'organisation' AND instr(sql, :before) > 0"
        ),
        {"before": before, "after": after},
    )
    if changed.rowcount != 1:
        raise RuntimeError(f"the check of an organisation's kind is not {before}")
    connection.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema=OFF")
