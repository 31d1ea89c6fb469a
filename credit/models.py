"""The tables of how well they did: evidence, rounds with their drafts, ratings, and the spans of a grade in force."""

import json
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Organisation
from credit.evidence import Checked
from credit.vocabulary import Answer, Made, Ruled, Second, State
from kernel.db import Row, one_of
from kernel.files import StoredFile
from kernel.ledger import Audited, Evidence

_STANDS, _UNANSWERED = text("set_aside_on IS NULL"), text("answered_on IS NULL")


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


class Round(Audited, Row):
    """The yearly round in which the agencies of a year are rated (G7), with the figures of its edition."""

    __tablename__ = "rating_round"
    __table_args__ = (CheckConstraint(one_of("state", State), name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(String(16))
    edition: Mapped[str] = mapped_column(String(20))
    figures: Mapped[str] = mapped_column(Text)
    schemes: Mapped[str] = mapped_column(Text, default="{}")
    opened_on: Mapped[date]
    frozen_on: Mapped[date | None]
    last_evidence: Mapped[int] = mapped_column(default=0)
    drawn_up_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    published_on: Mapped[date | None]
    determined_on: Mapped[date | None]
    document: Mapped[str] = mapped_column(String(80), default="")


class Draft(Audited, Row):
    """What a round says of one agency: the frozen sums, the grade, the measure that would follow, and its check."""

    __tablename__ = "rating_draft"
    __table_args__ = (
        UniqueConstraint("round_id", "agency_id"),
        CheckConstraint(
            "grade IN ('','A','B','C','D','N') AND by_score IN ('','A','B','C','D','N')", name="grade"
        ),
        CheckConstraint(one_of("second", Second), name="second"),
        Index("ix_rating_draft_agency", "agency_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rating_round.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    industry: Mapped[str] = mapped_column(String(30), default="")
    sums: Mapped[str] = mapped_column(Text, default="{}")
    dimensions: Mapped[str] = mapped_column(Text, default="{}")
    grade: Mapped[str] = mapped_column(String(1), default="")
    by_score: Mapped[str] = mapped_column(String(1), default="")
    total: Mapped[str] = mapped_column(String(6), default="")
    measure: Mapped[str] = mapped_column(String(16), default="")
    locked_until: Mapped[date | None]
    has_veto: Mapped[bool] = mapped_column(default=False)
    drawn_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    self_check: Mapped[str] = mapped_column(Text, default="{}")
    self_checked_on: Mapped[date | None]
    self_checked_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    told_on: Mapped[date | None]
    objections_until: Mapped[date | None]
    public_from: Mapped[date | None]
    second: Mapped[str] = mapped_column(String(10), default="")
    second_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    second_on: Mapped[date | None]
    remark: Mapped[str] = mapped_column(Text, default="")
    reopened_on: Mapped[date | None]

    round: Mapped[Round] = relationship(lazy="joined", innerjoin=True)
    agency: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)

    @property
    def declared(self) -> dict[str, str]:
        """Return what the agency declared of itself: its points by dimension, and what it says."""
        found: dict[str, str] = json.loads(self.self_check or "{}")
        return found


class Check(Audited, Row):
    """What one authority checks of an agency in a round: its licences and staff, or its archive."""

    __tablename__ = "rating_check"
    __table_args__ = (
        UniqueConstraint("draft_id", "authority_key", "of"),
        CheckConstraint(one_of("of", Checked), name="of"),
        CheckConstraint(one_of("made", Made), name="made"),
        Index("ix_rating_check_authority", "authority_key", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("rating_draft.id"))
    authority_key: Mapped[str] = mapped_column(String(30))
    of: Mapped[str] = mapped_column(String(10))
    made: Mapped[str] = mapped_column(String(10), default="")
    points: Mapped[str] = mapped_column(String(6), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    answered_on: Mapped[date | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class Objection(Audited, Row):
    """What an agency says against its draft, with an oral hearing where a removal would follow, and the answer."""

    __tablename__ = "rating_objection"
    __table_args__ = (
        CheckConstraint(one_of("answer", Answer), name="answer"),
        Index("ix_rating_objection_draft", "draft_id", "id"),
        Index(
            "uq_rating_objection_open",
            "draft_id",
            unique=True,
            sqlite_where=_UNANSWERED,
            postgresql_where=_UNANSWERED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("rating_draft.id"))
    about: Mapped[str] = mapped_column(String(40), default="")
    text: Mapped[str] = mapped_column(Text)
    made_on: Mapped[date]
    made_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    wants_hearing: Mapped[bool] = mapped_column(default=False)
    hearing_on: Mapped[date | None]
    hearing_place: Mapped[str] = mapped_column(String(120), default="")
    hearing_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    heard_on: Mapped[date | None]
    record: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[str] = mapped_column(String(10), default="")
    reasons: Mapped[str] = mapped_column(Text, default="")
    answered_on: Mapped[date | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    draft: Mapped[Draft] = relationship(lazy="joined", innerjoin=True)


class ObjectionPaper(Row):
    """A file that an agency brought with its objection."""

    __tablename__ = "rating_objection_paper"
    __table_args__ = (Index("ix_rating_objection_paper_objection", "objection_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    objection_id: Mapped[int] = mapped_column(ForeignKey("rating_objection.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))

    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)


class EvidenceRuling(Evidence, Row):
    """A reasoned act about one piece of evidence in a round: set aside, or admitted though it came late (G7)."""

    __tablename__ = "evidence_ruling"
    __table_args__ = (
        CheckConstraint(one_of("ruled", Ruled), name="ruled"),
        Index("ix_evidence_ruling_draft", "draft_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("rating_draft.id"))
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence_record.id"))
    ruled: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text)
    ruled_on: Mapped[date]
    ruled_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
