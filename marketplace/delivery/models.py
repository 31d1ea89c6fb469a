"""The tables of an order: the contract between owner and agency, and everything that happened to it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Organisation
from kernel.db import Fen, Row, UtcMoment, one_of
from kernel.files import StoredFile
from kernel.ledger import Audited, Evidence
from marketplace.delivery.kinds import Kind, Side
from marketplace.projects.models import Need
from marketplace.selection.models import Award

_FIRST = text("follows_id IS NULL")


class Order(Audited, Row):
    """One order of an owner to an agency. What happened to it are its events; its clock is computed from them."""

    __tablename__ = "service_order"
    __table_args__ = (
        CheckConstraint("promise > 0 AND price_fen > 0", name="offer"),
        Index("ix_service_order_agency", "agency_id", "id"),
        Index("ix_service_order_owner", "owner_id", "id"),
        Index("ix_service_order_authority", "authority_key", "id"),
        Index("ix_service_order_look", "look_on", "id"),
        Index(
            "uq_service_order_award", "award_id", unique=True, sqlite_where=_FIRST, postgresql_where=_FIRST
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"))
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    item_code: Mapped[str] = mapped_column(String(10))
    authority_key: Mapped[str] = mapped_column(String(30))
    promise: Mapped[int]
    price_fen: Mapped[Fen]
    opened_on: Mapped[date]
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("service_order.id"), unique=True)
    look_on: Mapped[date | None]

    award: Mapped[Award] = relationship(lazy="joined", innerjoin=True)
    need: Mapped[Need] = relationship(lazy="joined", innerjoin=True)
    owner: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True, foreign_keys=[owner_id])
    agency: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True, foreign_keys=[agency_id])


class OrderEvent(Evidence, Row):
    """One thing that happened to an order: who did what on which local day. Never changed, proved by its entry."""

    __tablename__ = "order_event"
    __table_args__ = (
        CheckConstraint(one_of("side", Side), name="side"),
        CheckConstraint(one_of("kind", Kind), name="kind"),
        Index("ix_order_event_order", "order_id", "id"),
        Index("ix_order_event_answers", "answers_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("service_order.id"))
    kind: Mapped[str] = mapped_column(String(30))
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("order_event.id"))
    on: Mapped[date] = mapped_column("on_day")
    at: Mapped[datetime] = mapped_column(UtcMoment)
    side: Mapped[str] = mapped_column(String(10))
    actor_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    data: Mapped[str] = mapped_column(Text)


class EventFile(Row):
    """A file that came with an event: a contract, an evidence, a deliverable."""

    __tablename__ = "event_file"

    event_id: Mapped[int] = mapped_column(ForeignKey("order_event.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), primary_key=True)

    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)
