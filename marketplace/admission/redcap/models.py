"""The tables of the register: associations and institutions, their agencies, and the sheets in which they came."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from kernel.db import Row, UtcMoment
from kernel.ledger import Audited
from kernel.typed import plain
from marketplace.admission.redcap.rules import Held, Link

_STANDS = text("struck_on IS NULL")


class Institution(Audited, Row):
    """An association or institution of an authority, with its decoupling and the proof of it (S6).

    `authority_key` names the authority that set it up or sponsors it, `relation` how; `plain_name` is the name by which
    it is found, however somebody writes its brackets and spaces.
    """

    __tablename__ = "institution"
    __table_args__ = (
        CheckConstraint("kind IN ('association','institution')", name="kind"),
        CheckConstraint("relation IN ('founder','manager','sponsor','funder')", name="relation"),
        CheckConstraint("state IN ('not-decoupled','in-progress','decoupled')", name="state"),
        CheckConstraint(
            "state <> 'decoupled' OR (decoupled_on IS NOT NULL AND document <> '')", name="decoupled"
        ),
        Index("uq_institution_name", "name", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS),
        Index("ix_institution_plain_name", "plain_name"),
        Index("uq_institution_uscc", "uscc", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    plain_name: Mapped[str] = mapped_column(String(480))  # one sign may become several
    uscc: Mapped[str | None] = mapped_column(String(18))
    kind: Mapped[str] = mapped_column(String(12))
    authority_key: Mapped[str] = mapped_column(String(30))
    relation: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(16))
    decoupled_on: Mapped[date | None]
    document: Mapped[str] = mapped_column(String(120), default="")
    excepted_by: Mapped[str] = mapped_column(String(120), default="")
    note: Mapped[str] = mapped_column(String(300), default="")
    entered_on: Mapped[date]
    struck_on: Mapped[date | None]
    struck_because: Mapped[str] = mapped_column(Text, default="")

    @validates("name")
    def _write_plain(self, _key: str, name: str) -> str:
        self.plain_name = plain(name)
        return name

    @property
    def held(self) -> Held:
        """Return it as the rules look at it."""
        return Held(
            self.name,
            self.uscc,
            self.authority_key,
            self.state,
            self.decoupled_on,
            self.document,
            self.excepted_by,
        )


class InstitutionAgency(Audited, Row):
    """That an agency, by its credit code, is an association or institution itself or its company (S6).

    The agency need not be on the platform yet. `left_by` is the document that proves that it no longer belongs there.
    """

    __tablename__ = "institution_agency"
    __table_args__ = (
        CheckConstraint("left_on IS NULL OR left_by <> ''", name="left_by"),
        Index("uq_institution_agency", "institution_id", "uscc", unique=True),
        Index("ix_institution_agency_uscc", "uscc"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    uscc: Mapped[str] = mapped_column(String(18))
    name: Mapped[str] = mapped_column(String(120), default="")
    left_on: Mapped[date | None]
    left_by: Mapped[str] = mapped_column(String(120), default="")

    institution: Mapped[Institution] = relationship(lazy="joined", innerjoin=True)

    @property
    def link(self) -> Link:
        """Return it as the rules look at it."""
        return Link(self.institution.held, self.uscc == self.institution.uscc, self.left_on)


class InstitutionSheet(Audited, Row):
    """A list of associations and institutions that the managing office brought, and what was laid in of it."""

    __tablename__ = "institution_sheet"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    content: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    document: Mapped[str] = mapped_column(String(120))
    brought_at: Mapped[datetime] = mapped_column(UtcMoment)
    brought_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    entered: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
