"""Reach people by their choice: topics of messages, dispatches, confirmed addresses."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

CHANNELS = "channel IN ('email', 'sms')"


def upgrade() -> None:
    """Bring the tables to this revision."""
    with op.batch_alter_table("message") as table:
        table.add_column(sa.Column("topic", sa.String(length=10), server_default="service", nullable=False))
        table.add_column(sa.Column("holds_until", sa.Date(), nullable=True))
        table.create_check_constraint(
            op.f("ck_message_topic"), "topic IN ('service', 'reminder', 'matter', 'market')"
        )
    with op.batch_alter_table("mail") as table:
        table.add_column(sa.Column("channel", sa.String(length=10), server_default="email", nullable=False))
        table.create_check_constraint(op.f("ck_mail_channel"), CHANNELS)
    op.create_table(
        "dispatch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("is_digest", sa.Boolean(), nullable=False),
        sa.Column("leaves_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(CHANNELS, name=op.f("ck_dispatch_channel")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_dispatch_message_id_message")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_dispatch_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch")),
        sa.UniqueConstraint(
            "message_id", "user_id", "channel", name=op.f("uq_dispatch_message_id_user_id_channel")
        ),
    )
    op.create_index(
        "ix_dispatch_unsent",
        "dispatch",
        ["leaves_at", "id"],
        sqlite_where=sa.text("sent_at IS NULL"),
        postgresql_where=sa.text("sent_at IS NULL"),
    )
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(CHANNELS, name=op.f("ck_contact_channel")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_contact_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("user_id", "channel", name=op.f("uq_contact_user_id_channel")),
    )
    op.create_table(
        "contact_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(CHANNELS, name=op.f("ck_contact_code_channel")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_contact_code_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_code")),
    )
    op.create_index(op.f("ix_contact_code_user_id"), "contact_code", ["user_id"])
    op.create_table(
        "message_choice",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("by_email", sa.String(length=60), nullable=False),
        sa.Column("by_sms", sa.String(length=60), nullable=False),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_message_choice_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_message_choice")),
    )


def downgrade() -> None:
    """Take the tables back to the revision before."""
    for table in ("message_choice", "contact_code", "contact", "dispatch"):
        op.drop_table(table)
    with op.batch_alter_table("mail") as mail:
        mail.drop_constraint(op.f("ck_mail_channel"), type_="check")
        mail.drop_column("channel")
    with op.batch_alter_table("message") as message:
        message.drop_constraint(op.f("ck_message_topic"), type_="check")
        message.drop_column("holds_until")
        message.drop_column("topic")
