"""The tables of complaints."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Organisation
from kernel.db import Row, UtcMoment
from kernel.files import StoredFile
from kernel.ledger import Audited
from marketplace.oversight.complaints.vocabulary import State


class Complaint(Audited, Row):
    """A complaint or a tip, from its receipt to its answer (K1, K2).

    `about_id` is nothing where the one complained of has no account. `told` is what the one complained of reads: the
    answering office's words, so that nothing in them shows who complained. `contact_sealed` is how a stranger may be
    reached, `receipt_hash` the hash of what the browser that sent it holds.
    """

    __tablename__ = "complaint"
    __table_args__ = (
        CheckConstraint("about IN ('agency','owner','official')", name="about"),
        CheckConstraint("office IN ('authority','managing-office','supervisor')", name="office"),
        CheckConstraint("taken IN ('','yes','no')", name="taken"),
        CheckConstraint("outcome IN ('','upheld','not-upheld')", name="outcome"),
        CheckConstraint("taken = '' OR taken_on IS NOT NULL", name="taken_on"),
        CheckConstraint("outcome = '' OR closed_on IS NOT NULL", name="closed_on"),
        Index("ix_complaint_office", "office", "authority_key", "made_on", "id"),
        Index("ix_complaint_about", "about_id", "id"),
        Index("ix_complaint_by", "made_by", "id"),
        Index("ix_complaint_receipt", "receipt_hash", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    about: Mapped[str] = mapped_column(String(10))
    about_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    about_name: Mapped[str] = mapped_column(String(120))
    topic: Mapped[str] = mapped_column(String(12))
    item_code: Mapped[str] = mapped_column(String(10), default="")
    fact_on: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    office: Mapped[str] = mapped_column(String(16))
    authority_key: Mapped[str] = mapped_column(String(30), default="")
    made_on: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(UtcMoment)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    contact_sealed: Mapped[str] = mapped_column(Text, default="")
    receipt_hash: Mapped[str] = mapped_column(String(64))
    taken: Mapped[str] = mapped_column(String(4), default="")
    taken_on: Mapped[date | None]
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    taken_reason: Mapped[str] = mapped_column(Text, default="")
    told: Mapped[str] = mapped_column(Text, default="")
    comment: Mapped[str] = mapped_column(Text, default="")
    commented_on: Mapped[date | None]
    commented_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    outcome: Mapped[str] = mapped_column(String(12), default="")
    reasons: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    closed_on: Mapped[date | None]

    subject: Mapped[Organisation | None] = relationship(lazy="joined")

    @property
    def state(self) -> State:
        """Return where it stands."""
        if self.outcome:
            return State.ANSWERED
        return {"yes": State.TAKEN_UP, "no": State.NOT_TAKEN_UP}.get(self.taken, State.RECEIVED)


class ComplaintPaper(Row):
    """A file that came with a complaint."""

    __tablename__ = "complaint_paper"
    __table_args__ = (Index("ix_complaint_paper_complaint", "complaint_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))

    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)
