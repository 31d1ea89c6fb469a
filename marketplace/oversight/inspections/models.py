"""The tables of random inspections."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Organisation, User
from kernel.db import Row, UtcMoment
from kernel.ledger import Audited, Evidence


class InspectionPlan(Audited, Row):
    """An authority's random inspections of a year (G9): the secret of the draw, sealed, and what is published of it.

    `source` names the public figure before the list is known. `grades` holds, as JSON, the listed agencies' codes with
    their grades, `inspectors` the labels of the inspectors, one a line; both are laid down before the figure appears.
    """

    __tablename__ = "inspection_plan"
    __table_args__ = (
        UniqueConstraint("authority_key", "year"),
        CheckConstraint("drawn_at IS NULL OR listed_at IS NOT NULL", name="listed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    authority_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    authority_key: Mapped[str] = mapped_column(String(30))
    year: Mapped[int]
    secret_sealed: Mapped[str] = mapped_column(Text)
    chain: Mapped[int]
    commitment: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(String(30))
    published_at: Mapped[datetime] = mapped_column(UtcMoment)
    published_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    grades: Mapped[str] = mapped_column(Text, default="{}")
    inspectors: Mapped[str] = mapped_column(Text, default="")
    labels_sha256: Mapped[str] = mapped_column(String(64), default="")
    inspectors_sha256: Mapped[str] = mapped_column(String(64), default="")
    listed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    listed_on: Mapped[date | None]
    drawn_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    authority: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)


class InspectionDraw(Evidence, Row):
    """One draw of a plan: round 1 of the agencies, round 2 of the inspectors, with its record."""

    __tablename__ = "inspection_draw"
    __table_args__ = (UniqueConstraint("plan_id", "round"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("inspection_plan.id"))
    round: Mapped[int]
    record: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))


class Inspection(Audited, Row):
    """One agency that was drawn: in which place and by which grade, and what was found."""

    __tablename__ = "inspection"
    __table_args__ = (
        UniqueConstraint("plan_id", "agency_id"),
        Index("ix_inspection_agency", "agency_id", "id"),
        Index("ix_inspection_plan", "plan_id", "place"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("inspection_plan.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    place: Mapped[int]
    grade: Mapped[str] = mapped_column(String(1))
    inspected_on: Mapped[date | None]
    marks: Mapped[str] = mapped_column(Text, default="[]")
    points: Mapped[str] = mapped_column(String(6), default="")
    remark: Mapped[str] = mapped_column(Text, default="")
    entered_on: Mapped[date | None]
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    plan: Mapped[InspectionPlan] = relationship(lazy="joined", innerjoin=True)
    agency: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)


class Inspector(Row):
    """A person who was drawn to inspect an agency."""

    __tablename__ = "inspector"

    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)

    person: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class AgencyCheck(Evidence, Row):
    """An authority's check of an agency's licences and staff, or of its archive, made during the year (G2, G4a)."""

    __tablename__ = "agency_check"
    __table_args__ = (
        CheckConstraint("of IN ('licences','archive')", name="of"),
        Index("ix_agency_check_agency", "agency_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    authority_key: Mapped[str] = mapped_column(String(30))
    of: Mapped[str] = mapped_column(String(10))
    points: Mapped[str] = mapped_column(String(6))
    reason: Mapped[str] = mapped_column(Text)
    checked_on: Mapped[date]
    entered_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
