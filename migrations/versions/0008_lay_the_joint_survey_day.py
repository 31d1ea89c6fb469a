"""Lay the joint survey day."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "survey_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("hour", sa.String(length=5), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_survey_day_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_day")),
    )
    op.create_index("ix_survey_day_project", "survey_day", ["project_id", "id"])
    op.create_index("ix_survey_day_set", "survey_day", ["set_on"])
    op.create_table(
        "survey_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_survey_request_actor_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["ledger_entry.id"], name=op.f("fk_survey_request_entry_id_ledger_entry")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_survey_request_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey_day.id"], name=op.f("fk_survey_request_survey_id_survey_day")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_request")),
    )
    op.create_index(op.f("ix_survey_request_survey_id"), "survey_request", ["survey_id"])
    op.create_table(
        "survey_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=10), nullable=False),
        sa.Column("coming", sa.String(length=5), nullable=True),
        sa.Column("person", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "part IN ('authority','agency','owner','assistant')", name=op.f("ck_survey_seat_part")
        ),
        sa.CheckConstraint(
            "coming IS NULL OR coming IN ('yes','other','no')", name=op.f("ck_survey_seat_coming")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_survey_seat_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey_day.id"], name=op.f("fk_survey_seat_survey_id_survey_day")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_seat")),
        sa.UniqueConstraint(
            "survey_id", "organisation_id", name=op.f("uq_survey_seat_survey_id_organisation_id")
        ),
    )
    op.create_index("ix_survey_seat_body", "survey_seat", ["organisation_id", "survey_id"])
    op.create_table(
        "survey_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_survey_move_actor_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["ledger_entry.id"], name=op.f("fk_survey_move_entry_id_ledger_entry")
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey_day.id"], name=op.f("fk_survey_move_survey_id_survey_day")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_move")),
    )
    op.create_index(op.f("ix_survey_move_survey_id"), "survey_move", ["survey_id"])
    op.create_table(
        "survey_opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("view", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("approvals", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("view IN ('agree','conditions','disagree')", name=op.f("ck_survey_opinion_view")),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_survey_opinion_actor_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["ledger_entry.id"], name=op.f("fk_survey_opinion_entry_id_ledger_entry")
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["survey_seat.id"], name=op.f("fk_survey_opinion_seat_id_survey_seat")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_opinion")),
    )
    op.create_index(op.f("ix_survey_opinion_seat_id"), "survey_opinion", ["seat_id"])


def downgrade() -> None:
    """Take this revision back."""
    for table in ("survey_opinion", "survey_move", "survey_seat", "survey_request", "survey_day"):
        op.drop_table(table)
