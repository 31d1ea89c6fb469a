"""The tables of whether they may: cases, decisions, what set them aside, re-entries, and the spans that follow."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Organisation
from kernel.db import Row, UtcMoment
from kernel.ledger import Audited, Evidence


class Case(Audited, Row):
    """One possible one-vote veto: what is said to have happened, under which rule and edition."""

    __tablename__ = "veto_case"
    __table_args__ = (
        CheckConstraint("kind IN ('overdue','serious')", name="kind"),
        CheckConstraint("state IN ('opened')", name="state"),
        Index("ix_veto_case_agency", "agency_id", "id"),
        Index("ix_veto_case_authority", "authority_key", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[str] = mapped_column(String(10))
    ground: Mapped[str] = mapped_column(String(40), default="")
    commitment: Mapped[str | None] = mapped_column(String(40), unique=True)
    authority_key: Mapped[str] = mapped_column(String(30))
    facts: Mapped[str] = mapped_column(Text)
    fact_on: Mapped[date]
    opened_on: Mapped[date]
    opened_at: Mapped[datetime] = mapped_column(UtcMoment)
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    edition: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))

    agency: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)


class Decision(Evidence, Row):
    """A determination or a veto that was decided: never changed, set aside only by a row of its own."""

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint("kind IN ('rating','overdue','serious')", name="kind"),
        CheckConstraint("kind <> 'rating' OR (year IS NOT NULL AND grade IS NOT NULL)", name="rating"),
        CheckConstraint("kind = 'rating' OR fact_on IS NOT NULL", name="veto"),
        Index("ix_decision_agency", "agency_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[str] = mapped_column(String(10))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("veto_case.id"), unique=True)
    year: Mapped[int | None]
    grade: Mapped[str | None] = mapped_column(String(1))
    by_score: Mapped[str | None] = mapped_column(String(1))
    ground: Mapped[str] = mapped_column(String(40), default="")
    fact_on: Mapped[date | None]
    decided_on: Mapped[date]
    document: Mapped[str] = mapped_column(String(80))
    edition: Mapped[str] = mapped_column(String(20))


class SettingAside(Evidence, Row):
    """A decision that was set aside on review (P13): from its day on it leaves no trace in standing."""

    __tablename__ = "setting_aside"

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), unique=True)
    set_aside_on: Mapped[date]
    document: Mapped[str] = mapped_column(String(80))


class Readmission(Evidence, Row):
    """A re-entry that was decided after a lockout (P9)."""

    __tablename__ = "readmission"
    __table_args__ = (UniqueConstraint("agency_id", "readmitted_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    readmitted_on: Mapped[date]
    document: Mapped[str] = mapped_column(String(80))


class StandingSpan(Row):
    """A stretch of days on which an agency has a standing other than good: laid down from its decisions, for lists.

    Rewritten in the transaction of the record that changes it, never by the passing of time; where one agency is
    decided about, the records themselves are asked.
    """

    __tablename__ = "standing_span"
    __table_args__ = (
        CheckConstraint("standing IN ('yellow-card','removed','blacklisted')", name="standing"),
        Index("ix_standing_span_agency", "agency_id", "starts_on"),
        Index("ix_standing_span_days", "standing", "starts_on", "left_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    standing: Mapped[str] = mapped_column(String(12))
    starts_on: Mapped[date]
    locked_until: Mapped[date | None]
    left_on: Mapped[date | None]
