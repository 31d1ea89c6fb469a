"""The tables of the choice, and the track record that comparisons are made of."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Organisation
from kernel.db import Fen, Row, UtcMoment
from kernel.ledger import Audited
from marketplace.admission.catalogue import items
from marketplace.projects.models import Need
from marketplace.selection.endings import Ending

_OPEN = text("withdrawn_on IS NULL AND failed_on IS NULL")
_STANDS = text("ended_on IS NULL")


class Notice(Audited, Row):
    """An owner's need put before agencies.

    By direct choice it goes to those whom the owner invites, and `method` is "direct". By every other method it is
    open: its terms are a row of `Terms`, it has moments, and those after the one extension of S4. The extension follows
    from the dates; `extended_at` is set where only the test at the closing (S3) has left too few.
    """

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint("(method = 'direct') = (closes_at IS NULL)", name="moments"),
        CheckConstraint("(closes_at IS NULL) = (opens_at IS NULL)", name="opening"),
        CheckConstraint("(failed_on IS NULL) = (failed_because = '')", name="failure"),
        Index("ix_notice_closes", "closes_at", "id"),
        Index("uq_notice_need_open", "need_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_notice_owner", "owner_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    item_code: Mapped[str] = mapped_column(String(10))
    method: Mapped[str] = mapped_column(String(20))
    public_money: Mapped[bool]
    published_on: Mapped[date]
    offers_until: Mapped[date]
    remark: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    closes_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    opens_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    late_closes_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    late_opens_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    extended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    opened_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    withdrawn_on: Mapped[date | None]
    withdrawn_because: Mapped[str] = mapped_column(Text, default="")
    withdrawn_code: Mapped[str] = mapped_column(String(20), default="")
    failed_on: Mapped[date | None]
    failed_because: Mapped[str] = mapped_column(String(20), default="")

    need: Mapped[Need] = relationship(lazy="joined", innerjoin=True)
    owner: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)

    @property
    def authority_key(self) -> str:
        """Return the authority of the notice's item."""
        return items()[self.item_code].authority


class Registration(Audited, Row):
    """An agency's entry for a notice.

    By direct choice it was invited, then offered with price and promised working days, or declined. For an open notice
    it registered itself: `registered_at` is the server's receipt of what stands now; `declined_at` says that it withdrew.

    `ended_on` and `ended_because` (a word of endings.py) say that its part ended against its will (P11).
    """

    __tablename__ = "registration"
    __table_args__ = (
        UniqueConstraint("notice_id", "agency_id"),
        CheckConstraint("(invited_at IS NULL) <> (registered_at IS NULL)", name="way"),
        CheckConstraint("price_fen IS NULL OR price_fen > 0", name="price"),
        CheckConstraint("workdays IS NULL OR workdays > 0", name="workdays"),
        CheckConstraint("discount_hundredths IS NULL OR discount_hundredths >= 0", name="discount"),
        CheckConstraint(
            "offered_at IS NULL OR (price_fen IS NOT NULL AND workdays IS NOT NULL)", name="offer"
        ),
        CheckConstraint("(ended_on IS NULL) = (ended_because = '')", name="ending"),
        Index("ix_registration_agency", "agency_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    invited_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    registered_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    offered_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    declined_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    price_fen: Mapped[Fen | None]
    workdays: Mapped[int | None]
    discount_hundredths: Mapped[int | None]
    remark: Mapped[str] = mapped_column(Text, default="")
    ended_on: Mapped[date | None]
    ended_because: Mapped[str] = mapped_column(String(20), default="")

    notice: Mapped[Notice] = relationship(lazy="joined", innerjoin=True)
    agency: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)

    @property
    def ending(self) -> Ending | None:
        """Return why it ended, or None while it has not."""
        return Ending(self.ended_because) if self.ended_on else None


class Award(Audited, Row):
    """The result of a choice, published with its reason (S8).

    `open_objections` counts those that wait for their answer; `answered_on` is the day of the last answer (S8).
    `told_on` is when a result that the dates had brought was recorded and told, where a job was late (T6).
    By an open notice both sides confirm it (S9). A notice has one award that stands. One that ended before its
    contract, for example because its agency was removed (P11), stays as it was published, and the notice is open
    for another choice.
    """

    __tablename__ = "award"
    __table_args__ = (
        CheckConstraint("price_fen > 0 AND workdays > 0", name="offer"),
        CheckConstraint("(ended_on IS NULL) = (ended_because = '')", name="ending"),
        Index(
            "uq_award_notice_stands", "notice_id", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS
        ),
        Index("ix_award_notice", "notice_id"),
        Index("ix_award_agency", "agency_id", "id"),
        Index("ix_award_published", "published_on", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    price_fen: Mapped[Fen]
    workdays: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    published_on: Mapped[date]
    told_on: Mapped[date | None]
    open_objections: Mapped[int] = mapped_column(default=0)
    answered_on: Mapped[date | None]
    owner_confirmed_on: Mapped[date | None]
    agency_confirmed_on: Mapped[date | None]
    contracted_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    ended_because: Mapped[str] = mapped_column(String(20), default="")

    notice: Mapped[Notice] = relationship(lazy="joined", innerjoin=True)
    agency: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True, foreign_keys=[agency_id])

    @property
    def ending(self) -> Ending | None:
        """Return why it ended, or None while it has not."""
        return Ending(self.ended_because) if self.ended_on else None

    @property
    def confirmed_on(self) -> date | None:
        """Return the day on which both sides had confirmed it, or None."""
        if self.owner_confirmed_on is None or self.agency_confirmed_on is None:
            return None
        return max(self.owner_confirmed_on, self.agency_confirmed_on)


class TrackRecord(Row):
    """What one order shows of an agency: a projection that delivery rewrites with each event of the order.

    `completed_on` may lie ahead (acceptance by silence, C6): who reads compares it with the day, so no job is needed.
    """

    __tablename__ = "track_record"
    __table_args__ = (
        Index("ix_track_record_agency", "agency_id", "completed_on"),
        Index("ix_track_record_item", "item_code", "started_on"),
    )

    order_number: Mapped[str] = mapped_column(String(20), primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    item_code: Mapped[str] = mapped_column(String(10))
    price_fen: Mapped[Fen]
    promised: Mapped[int]
    started_on: Mapped[date]
    delivered_on: Mapped[date | None]
    completed_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    used_workdays: Mapped[int | None]
    in_time: Mapped[bool | None]
