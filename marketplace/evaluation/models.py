"""The tables of evaluations, and of what owners say to their own record."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.db import Row, UtcMoment, one_of
from kernel.ledger import Audited
from marketplace.delivery.models import Order
from marketplace.evaluation.record import Statement
from marketplace.evaluation.rules import ASPECTS

_STARS = " AND ".join(f"{aspect} BETWEEN 1 AND 5" for aspect in ASPECTS)


class Evaluation(Audited, Row):
    """The owner's marks for one order: stars, two answers, a reason; and what the agency replied."""

    __tablename__ = "evaluation"
    __table_args__ = (
        CheckConstraint(_STARS, name="stars"),
        CheckConstraint("revised_on IS NULL OR revised_on >= given_on", name="revised_on"),
        Index("ix_evaluation_agency", "agency_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("service_order.id"), unique=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    quality: Mapped[int]
    timeliness: Mapped[int]
    attitude: Mapped[int]
    fee: Mapped[int]
    propriety: Mapped[int]
    overall: Mapped[int]
    fee_as_offered: Mapped[bool]
    told_at_once: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text, default="")
    given_on: Mapped[date]
    revised_on: Mapped[date | None]
    reply: Mapped[str] = mapped_column(Text, default="")
    replied_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    edition: Mapped[str] = mapped_column(String(20))

    order: Mapped[Order] = relationship(lazy="joined", innerjoin=True)


class OwnerWord(Audited, Row):
    """What an owner has to say to one statement of its own record (M4); empty once it is taken back."""

    __tablename__ = "owner_word"
    __table_args__ = (
        CheckConstraint(one_of("statement", Statement), name="statement"),
        UniqueConstraint("owner_id", "statement"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    statement: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    said_on: Mapped[date]
