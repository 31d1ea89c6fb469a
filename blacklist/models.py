"""The tables of whether they may: cases, decisions, what set them aside, re-entries, and the spans that follow."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, func, select, text
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from accounts.models import Organisation
from blacklist.vocabulary import Act, Outcome, Verdict
from kernel.db import Row, UtcMoment, one_of
from kernel.files import StoredFile
from kernel.ledger import Audited, Evidence

# Two who take the same of these steps at once: the table itself lets one of them through.
_ONCE = (Act.CHARGE, Act.RECEIVE, Act.ASK_MORE, Act.DECIDE, Act.RECEIVE_DECISION, Act.ASK_REVIEW, Act.SUSPEND)
_ONCE_ONLY = text(f"act IN ({','.join(repr(str(act)) for act in (*_ONCE, Act.DECIDE_REVIEW))})")


class Case(Audited, Row):
    """One possible one-vote veto, or the file of a determined D: what is said to have happened, under which rule.

    Where it stands follows from its steps and the day. `outcome` and `settled_on` are laid down with each step so
    that lists need not read the steps: `settled_on` is the day from which nothing more is to be done, if none comes.
    """

    __tablename__ = "veto_case"
    __table_args__ = (
        CheckConstraint("kind IN ('overdue','serious','rating')", name="kind"),
        CheckConstraint(one_of("outcome", ("", *Outcome, Verdict.SET_ASIDE)), name="outcome"),
        Index("ix_veto_case_agency", "agency_id", "id"),
        Index("ix_veto_case_authority", "authority_key", "id"),
        Index("ix_veto_case_settled", "settled_on", "id"),
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
    outcome: Mapped[str] = mapped_column(String(16), default="")
    settled_on: Mapped[date | None]

    agency: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)


class CaseStep(Evidence, Row):
    """One step that was taken in a case: never changed, proved by its entry. A defence may be several.

    `for_id` is the official for whom a deputy took it.
    """

    __tablename__ = "case_step"
    __table_args__ = (
        CheckConstraint(one_of("act", Act), name="act"),
        Index("ix_case_step_case", "case_id", "id"),
        Index(
            "uq_case_step_once",
            "case_id",
            "act",
            unique=True,
            sqlite_where=_ONCE_ONLY,
            postgresql_where=_ONCE_ONLY,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("veto_case.id"))
    act: Mapped[str] = mapped_column(String(20))
    on: Mapped[date] = mapped_column("on_day")
    at: Mapped[datetime] = mapped_column(UtcMoment)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    text: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[str] = mapped_column(String(16), default="")
    ground: Mapped[str] = mapped_column(String(40), default="")
    day: Mapped[date | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    for_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class CasePaper(Row):
    """A file that came with a step of a case, or with its opening: evidence, a defence, a record of a hearing."""

    __tablename__ = "case_paper"
    __table_args__ = (Index("ix_case_paper_case", "case_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("veto_case.id"))
    step_id: Mapped[int | None] = mapped_column(ForeignKey("case_step.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))

    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)


class Decision(Evidence, Row):
    """A determination or a veto that was decided: never changed, set aside only by a row of its own.

    `public_from` is the day on which its service is certain (P5b); `published_on`, that day or an earlier one on which
    the agency opened it.
    """

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
    public_from: Mapped[date] = mapped_column()
    document: Mapped[str] = mapped_column(String(80))
    edition: Mapped[str] = mapped_column(String(20))
    # Published when served: on the day it was opened, at the latest when service is certain (P5b).
    published_on: Mapped[date] = column_property(
        select(func.coalesce(func.min(CaseStep.on), public_from))
        .where(
            CaseStep.case_id == case_id,
            CaseStep.act == Act.RECEIVE_DECISION.value,
            CaseStep.on <= public_from,
        )
        .correlate_except(CaseStep)
        .scalar_subquery()
    )


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
