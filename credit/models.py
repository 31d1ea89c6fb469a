"""The tables of how well they did: evidence, ratings, and the spans in which a grade is in force."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Row
from kernel.ledger import Audited, Evidence

_STANDS = text("set_aside_on IS NULL")


class EvidenceRecord(Evidence, Row):
    """One fact that counts towards a rating, in the words of credit/evidence.py, with the entry that proves it."""

    __tablename__ = "evidence_record"
    __table_args__ = (Index("ix_evidence_record_agency", "agency_id", "fact_on", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[str] = mapped_column(String(30))
    fact_on: Mapped[date]
    about: Mapped[str] = mapped_column(String(40), default="")
    facts: Mapped[str] = mapped_column(Text)


class Rating(Audited, Row):
    """A determined rating of an agency for a year."""

    __tablename__ = "rating"
    __table_args__ = (
        CheckConstraint("grade IN ('A','B','C','D','N') AND by_score IN ('A','B','C','D','N')", name="grade"),
        Index(
            "uq_rating_stands",
            "agency_id",
            "year",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    year: Mapped[int]
    grade: Mapped[str] = mapped_column(String(1))
    by_score: Mapped[str] = mapped_column(String(1))
    total: Mapped[str] = mapped_column(String(6), default="")
    determined_on: Mapped[date]
    document: Mapped[str] = mapped_column(String(80))
    edition: Mapped[str] = mapped_column(String(20))
    set_aside_on: Mapped[date | None]


class GradeSpan(Row):
    """A stretch of days in which a grade is in force: laid down from the ratings, for lists and ties (G9)."""

    __tablename__ = "grade_span"
    __table_args__ = (Index("ix_grade_span_days", "agency_id", "in_force_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    year: Mapped[int]
    grade: Mapped[str] = mapped_column(String(1))
    in_force_from: Mapped[date]
    in_force_until: Mapped[date | None]
