"""The table of what was decided on paper."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Organisation
from kernel.db import Row, UtcMoment
from kernel.ledger import Audited


class PaperDecision(Audited, Row):
    """A rating, a veto or a setting aside that was decided on paper: nothing follows until a second officer confirms it."""

    __tablename__ = "paper_decision"
    __table_args__ = (
        CheckConstraint("kind IN ('rating','overdue','serious','set-aside')", name="kind"),
        CheckConstraint("confirmed_by IS NULL OR confirmed_by <> entered_by", name="hands"),
        Index("ix_paper_decision_agency", "agency_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[str] = mapped_column(String(10))
    decided_on: Mapped[date]
    document: Mapped[str] = mapped_column(String(80))
    year: Mapped[int | None]
    grade: Mapped[str] = mapped_column(String(1), default="")
    by_score: Mapped[str] = mapped_column(String(1), default="")
    ground: Mapped[str] = mapped_column(String(40), default="")
    fact_on: Mapped[date | None]
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    entered_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    entered_at: Mapped[datetime] = mapped_column(UtcMoment)
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    dropped_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    agency: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
