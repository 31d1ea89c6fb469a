"""The tables of a draw: its secret, whose texts go into its randomness, figure outages, its records, the void draw."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Organisation
from kernel.db import Row, UtcMoment
from kernel.ledger import Audited, Evidence
from marketplace.selection.models import Notice


class DrawChain(Audited, Row):
    """The secret of a notice's draws, sealed, and what is published of it; at the closing the labels are fixed.

    `source` names the public figure and `lines` the lines of the randomness in their order (words of givers.py), before
    anybody registers. `labels` are the credit
    codes of those who passed the test of S3 at the closing, one a line; `left_out` says, as JSON, who did not and why.
    """

    __tablename__ = "draw_chain"

    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), primary_key=True, autoincrement=False)
    secret_sealed: Mapped[str] = mapped_column(Text)
    chain: Mapped[int]
    commitment: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(String(30))
    lines: Mapped[str] = mapped_column(String(40), default="figure")
    labels: Mapped[str] = mapped_column(Text, default="")
    labels_sha256: Mapped[str] = mapped_column(String(64), default="")
    left_out: Mapped[str] = mapped_column(Text, default="{}")
    fixed_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class DrawRecord(Evidence, Row):
    """One draw of a notice: its round, and the record that anyone can compute again."""

    __tablename__ = "draw_record"
    __table_args__ = (Index("uq_draw_record_round", "notice_id", "round", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"))
    round: Mapped[int]
    record: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcMoment)


class Contribution(Audited, Row):
    """A text that a giver named in a notice adds to the randomness: lodged by its SHA-256, revealed after the closing."""

    __tablename__ = "contribution"
    __table_args__ = (
        UniqueConstraint("notice_id", "line"),
        CheckConstraint("(lodged_at IS NULL) = (lodged_sha256 = '')", name="lodging"),
        CheckConstraint("(revealed_at IS NULL) = (text = '')", name="reveal"),
        CheckConstraint("revealed_at IS NULL OR lodged_at IS NOT NULL", name="order"),
        Index("ix_contribution_organisation", "organisation_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"))
    line: Mapped[str] = mapped_column(String(10))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    lodged_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    lodged_sha256: Mapped[str] = mapped_column(String(64), default="")
    revealed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    text: Mapped[str] = mapped_column(Text, default="")

    notice: Mapped[Notice] = relationship(lazy="joined", innerjoin=True)
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)

    @property
    def is_withheld(self) -> bool:
        """Tell whether it was lodged and has not been revealed."""
        return self.lodged_at is not None and self.revealed_at is None


class FigureOutage(Audited, Row):
    """Days on which a public figure does not appear: declared with its announcement, answered by the managing office."""

    __tablename__ = "figure_outage"
    __table_args__ = (
        CheckConstraint("first_on <= last_on", name="days"),
        CheckConstraint("(answered_at IS NULL) = (is_confirmed IS NULL)", name="answer"),
        Index("ix_figure_outage_source", "source", "last_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(30))
    first_on: Mapped[date]
    last_on: Mapped[date]
    announcement: Mapped[str] = mapped_column(Text)
    declared_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    declared_at: Mapped[datetime] = mapped_column(UtcMoment)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    is_confirmed: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(Text, default="")


class VoidDraw(Evidence, Row):
    """The first draw of a notice, void from `at` on because `withheld` did not reveal what they had lodged; its code."""

    __tablename__ = "void_draw"

    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcMoment)
    recorded_at: Mapped[datetime] = mapped_column(UtcMoment)
    code: Mapped[str] = mapped_column(String(64))
    withheld: Mapped[str] = mapped_column(Text)
