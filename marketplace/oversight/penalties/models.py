"""The tables of external records."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Organisation
from kernel.db import Row, UtcMoment
from kernel.ledger import Audited

_STANDS = text("set_aside_on IS NULL")


class ExternalRecord(Audited, Row):
    """An administrative penalty or a court dishonesty record of an agency, with its source and number (G2)."""

    __tablename__ = "external_record"
    __table_args__ = (
        CheckConstraint("kind IN ('penalty','dishonesty')", name="kind"),
        CheckConstraint("weight IN ('minor','serious')", name="weight"),
        Index(
            "uq_external_record_stands",
            "agency_id",
            "source",
            "number",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
        Index("ix_external_record_agency", "agency_id", "id"),
        Index("ix_external_record_authority", "authority_key", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[str] = mapped_column(String(12))
    weight: Mapped[str] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(String(120))
    number: Mapped[str] = mapped_column(String(80))
    fact_on: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    authority_key: Mapped[str] = mapped_column(String(30))
    entered_on: Mapped[date]
    entered_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    import_id: Mapped[int | None] = mapped_column(ForeignKey("record_import.id"))
    set_aside_on: Mapped[date | None]
    set_aside_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    set_aside_because: Mapped[str] = mapped_column(Text, default="")

    agency: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)


class RecordImport(Audited, Row):
    """A sheet of external records that an authority brought, and when it was laid in."""

    __tablename__ = "record_import"
    __table_args__ = (Index("ix_record_import_authority", "authority_key", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    content: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    authority_key: Mapped[str] = mapped_column(String(30))
    brought_at: Mapped[datetime] = mapped_column(UtcMoment)
    brought_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    entered: Mapped[int] = mapped_column(default=0)
