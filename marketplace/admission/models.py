"""The tables of joining: the application, and what an agency brings."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Organisation
from kernel.db import Fen, Row, UtcMoment
from kernel.files import StoredFile
from kernel.ledger import Audited
from marketplace.admission.rules import Tie

_OPEN = text("state IN ('submitted','checked')")


class Admission(Audited, Row):
    """An agency's application to join, its form check and its publicity (A1, A2).

    `reasons` holds, as JSON, what the check found lacking in each section; `relations_note` what looking at related
    bodies that are locked out gave (P10); `untied_on` is the day on which the agency declared that it has no tie to any
    authority or owner (S6).
    """

    __tablename__ = "admission"
    __table_args__ = (
        CheckConstraint("state IN ('draft','submitted','returned','accepted')", name="state"),
        CheckConstraint("state <> 'accepted' OR accepted_on IS NOT NULL", name="accepted_on"),
        Index("ix_admission_state", "state", "submitted_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), unique=True)
    state: Mapped[str] = mapped_column(String(12))
    introduction: Mapped[str] = mapped_column(Text, default="")
    letter_signed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    letter_signed_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    submitted_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    answer: Mapped[str] = mapped_column(Text, default="")
    reasons: Mapped[str] = mapped_column(Text, default="{}")
    relations_note: Mapped[str] = mapped_column(Text, default="")
    untied_on: Mapped[date | None]
    accepted_on: Mapped[date | None]

    agency: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)


class Qualification(Audited, Row):
    """One qualification of an agency: its kind, grade, number, and the days on which it is valid."""

    __tablename__ = "qualification"
    __table_args__ = (
        UniqueConstraint("agency_id", "kind", "number"),
        CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="validity"),
        Index("ix_qualification_agency_kind", "agency_id", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[str] = mapped_column(String(60))
    grade: Mapped[str] = mapped_column(String(30), default="")
    number: Mapped[str] = mapped_column(String(60))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    withdrawn_on: Mapped[date | None]

    file: Mapped[StoredFile | None] = relationship()


class Practitioner(Audited, Row):
    """A person who practises for the agency, with the certificate."""

    __tablename__ = "practitioner"
    __table_args__ = (
        UniqueConstraint("agency_id", "certificate"),
        Index("ix_practitioner_agency", "agency_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(60))
    profession: Mapped[str] = mapped_column(String(60))
    certificate: Mapped[str] = mapped_column(String(60))
    valid_until: Mapped[date | None]
    left_on: Mapped[date | None]


class ListedService(Audited, Row):
    """A service item that an agency offers, with price, promised working days, process and materials."""

    __tablename__ = "listed_service"
    __table_args__ = (
        UniqueConstraint("agency_id", "item_code"),
        CheckConstraint("price_fen IS NULL OR price_fen > 0", name="price"),
        CheckConstraint("workdays IS NULL OR workdays > 0", name="workdays"),
        Index("ix_listed_service_item", "item_code", "agency_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    item_code: Mapped[str] = mapped_column(String(10))
    price_fen: Mapped[Fen | None]
    price_note: Mapped[str] = mapped_column(String(200), default="")
    workdays: Mapped[int | None]
    process: Mapped[str] = mapped_column(Text, default="")
    materials: Mapped[str] = mapped_column(Text, default="")
    listed_on: Mapped[date]
    closed_on: Mapped[date | None]

    agency: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)

    @property
    def is_disclosed(self) -> bool:
        """Tell whether price, time limit, process and materials are all published (G2, openness)."""
        return bool(self.price_fen and self.workdays and self.process and self.materials)


class Affiliation(Audited, Row):
    """A tie that an agency has declared: to an authority, to another body, or of a retired official (S6)."""

    __tablename__ = "affiliation"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('founder','owner','funder','manager','sponsor','institution','association','serving-staff',"
            "'retired-official','branch','shareholder','legal-representative','affiliate')",
            name="kind",
        ),
        CheckConstraint("authority_key IS NOT NULL OR body_name <> ''", name="other_side"),
        Index("ix_affiliation_agency", "agency_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[str] = mapped_column(String(24))
    authority_key: Mapped[str | None] = mapped_column(String(30))
    body_name: Mapped[str] = mapped_column(String(120), default="")
    body_uscc: Mapped[str | None] = mapped_column(String(18))
    since: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(300), default="")
    decoupled_on: Mapped[date | None]
    excepted_by: Mapped[str] = mapped_column(String(120), default="")
    withdrawn_on: Mapped[date | None]

    @property
    def tie(self) -> Tie:
        """Return it as the rules look at it."""
        return Tie(
            self.kind,
            self.authority_key,
            self.body_name,
            self.body_uscc,
            self.decoupled_on,
            self.excepted_by,
        )


class Reentry(Audited, Row):
    """An agency's application to come back after a lockout (P9): the form check, and the managing office's decision.

    One is open at a time; an answered one is never opened again, another is a row of its own. With the application a
    head signs the commitment letter anew.
    """

    __tablename__ = "reentry"
    __table_args__ = (
        CheckConstraint("state IN ('submitted','returned','checked','refused','admitted')", name="state"),
        CheckConstraint("state IN ('submitted') OR checked_on IS NOT NULL", name="checked"),
        CheckConstraint("state NOT IN ('refused','admitted') OR decided_on IS NOT NULL", name="decided"),
        Index("uq_reentry_open", "agency_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_reentry_agency", "agency_id", "id"),
        Index("ix_reentry_state", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    state: Mapped[str] = mapped_column(String(12))
    rectification: Mapped[str] = mapped_column(Text)
    letter_edition: Mapped[str] = mapped_column(String(20))
    letter_signed_at: Mapped[datetime] = mapped_column(UtcMoment)
    letter_signed_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    submitted_on: Mapped[date]
    checked_on: Mapped[date | None]
    checked_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    remark: Mapped[str] = mapped_column(Text, default="")
    decided_on: Mapped[date | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    reasons: Mapped[str] = mapped_column(Text, default="")
    document: Mapped[str] = mapped_column(String(80), default="")

    agency: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)


class ReentryPaper(Row):
    """A file that came with an application for re-entry and shows what was put right."""

    __tablename__ = "reentry_paper"

    reentry_id: Mapped[int] = mapped_column(ForeignKey("reentry.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), primary_key=True)

    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)


class AgencyImport(Audited, Row):
    """A sheet of today's agencies that the operator brought, with the document that orders it, and when it was laid in."""

    __tablename__ = "agency_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    document: Mapped[str] = mapped_column(String(120))
    brought_at: Mapped[datetime] = mapped_column(UtcMoment)
    brought_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    entered: Mapped[int] = mapped_column(default=0)

    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)
