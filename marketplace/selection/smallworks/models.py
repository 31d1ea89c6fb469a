"""The tables of small works: what is tendered, each tender of the opening, and whom it gave the works to."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.db import Fen, Row, UtcMoment
from kernel.ledger import Audited, Evidence
from marketplace.projects.models import Project
from marketplace.selection.smallworks.rules import Course, Tendered


class SmallWorks(Audited, Row):
    """Works below the limit of tendering that an owner puts out, by discount or total price (S11).

    `premises` says whether they are traded at the public resources trading centre or at the tendering agent's own
    premises, `place` which, `confirmation` the trading centre's written confirmation of it. The tenders come in there, on
    paper; the result is entered after the opening. With public money the operator checks the form first: until then
    `published_on` is empty, `submitted_at` says that it waits, `handed_back` what is to be mended.
    """

    __tablename__ = "small_works"
    __table_args__ = (
        CheckConstraint("basis IN ('discount','total')", name="basis"),
        CheckConstraint("premises IN ('centre','own')", name="premises"),
        CheckConstraint("amount_fen > 0", name="amount"),
        CheckConstraint("(result_on IS NULL) = (winner_name = '')", name="result"),
        Index("ix_small_works_owner", "owner_id", "id"),
        Index("ix_small_works_project", "project_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    title: Mapped[str] = mapped_column(String(120))
    task: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(String(10))
    amount_fen: Mapped[Fen]
    premises: Mapped[str] = mapped_column(String(10))
    place: Mapped[str] = mapped_column(String(200))
    confirmation: Mapped[str] = mapped_column(String(120), default="")
    submitted_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    handed_back: Mapped[str] = mapped_column(Text, default="")
    published_on: Mapped[date | None]
    opens_at: Mapped[datetime] = mapped_column(UtcMoment)
    contact: Mapped[str] = mapped_column(String(60))
    phone: Mapped[str] = mapped_column(String(40))
    complaint_phone: Mapped[str] = mapped_column(String(40))
    result_on: Mapped[date | None]
    winner_name: Mapped[str] = mapped_column(String(120), default="")
    winner_uscc: Mapped[str | None] = mapped_column(String(18))
    total_fen: Mapped[Fen | None]
    discount_hundredths: Mapped[int | None]
    withdrawn_on: Mapped[date | None]
    withdrawn_because: Mapped[str] = mapped_column(Text, default="")

    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)

    @property
    def course(self) -> Course:
        """Return what has become of it, as the rules look at it."""
        return Course(
            self.opens_at,
            self.result_on,
            self.withdrawn_on,
            is_published=self.published_on is not None,
            is_submitted=self.submitted_at is not None,
        )


class SmallWorksTender(Evidence, Row):
    """One tender as it was read out at the opening: who, and its total or its discount; proved by the result's entry."""

    __tablename__ = "small_works_tender"
    __table_args__ = (
        UniqueConstraint("works_id", "uscc"),
        CheckConstraint("(total_fen IS NULL) <> (discount_hundredths IS NULL)", name="offer"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    works_id: Mapped[int] = mapped_column(ForeignKey("small_works.id"))
    name: Mapped[str] = mapped_column(String(120))
    uscc: Mapped[str] = mapped_column(String(18))
    total_fen: Mapped[Fen | None]
    discount_hundredths: Mapped[int | None]

    @property
    def tendered(self) -> Tendered:
        """Return it as the rules look at it."""
        return Tendered(self.name, self.uscc, self.total_fen, self.discount_hundredths)
