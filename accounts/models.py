"""The tables of who they are: organisations, people, and what is told to them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from accounts.kinds import KIND_NAMES, ROLE_NAMES, Channel, Topic
from accounts.kinds import Kind as Kind
from accounts.kinds import Role as Role
from accounts.permissions import no_mandates
from kernel.db import Row, UtcMoment, one_of
from kernel.files import StoredFile
from kernel.ledger import Audited, Evidence
from kernel.sentences import Sentence, read

_UNSENT, _UNDECIDED = text("sent_at IS NULL"), text("decision IS NULL")
_KINDS = {
    "Agency": "AGENCY",
    "Owner": "OWNER",
    "Authority": "AUTHORITY",
    "ManagingOffice": "MANAGING_OFFICE",
    "Operator": "OPERATOR",
    "Supervisor": "SUPERVISOR",
    "ServiceCentre": "SERVICE_CENTRE",
}


class Organisation(Audited, Row):
    """A body or a natural person that takes part; its kinds share the table."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint(one_of("kind", Kind), name="kind"),
        CheckConstraint(
            "uscc IS NOT NULL OR identity_fingerprint IS NOT NULL OR kind NOT IN ('agency','owner')",
            name="known",
        ),
        Index("ix_organisation_kind_name", "kind", "name", "id"),
    )

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805  SQLAlchemy's form
        """Tell the kinds apart by their column; keep the version of Audited."""
        if cls.__name__ == "Organisation":
            return {"polymorphic_on": "kind", "version_id_col": cls.version}
        return {"polymorphic_identity": Kind[_KINDS[cls.__name__]].value}

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    uscc: Mapped[str | None] = mapped_column(String(18), unique=True)
    area: Mapped[str] = mapped_column(String(60), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    legal_representative: Mapped[str] = mapped_column(String(60), default="")
    controlling_shareholder: Mapped[str] = mapped_column(String(120), default="")
    authority_key: Mapped[str | None] = mapped_column(String(30), unique=True)
    identity_sealed: Mapped[str | None] = mapped_column(Text)
    identity_fingerprint: Mapped[str | None] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcMoment)
    verified_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    switched_off_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    @property
    def is_person(self) -> bool:
        """Tell whether it is a natural person."""
        return self.identity_fingerprint is not None

    @property
    def kind_name(self) -> Sentence:
        """Return what it is, in words."""
        return KIND_NAMES[Kind(self.kind)]

    @property
    def may_act(self) -> bool:
        """Tell whether the operator has seen licence and authorisation, and nobody has switched it off."""
        return self.verified_at is not None and self.switched_off_at is None


class Agency(Organisation):
    """Who gives a service (中介机构)."""


class Owner(Organisation):
    """Who needs a service (项目业主)."""


class Authority(Organisation):
    """The department in charge of an industry (行业主管部门); its key is the one in the catalogue."""


class ManagingOffice(Organisation):
    """The administrative body that answers for the supermarket (管理办公室)."""


class Operator(Organisation):
    """Who runs the platform day by day (运行机构)."""


class Supervisor(Organisation):
    """Who reads everything and changes nothing (纪检监察、审计)."""


class ServiceCentre(Organisation):
    """Whose people are the case assistants, who help owners through and never choose an agency (代办服务中心)."""


class User(Audited, Row):
    """A person who signs in, for one organisation."""

    __tablename__ = "user_account"
    __table_args__ = (CheckConstraint("role IN ('head','officer','reader')", name="role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    phone: Mapped[str] = mapped_column(String(40), default="")
    password_hash: Mapped[str] = mapped_column(String(200))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime] = mapped_column(UtcMoment)
    switched_off_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)

    is_authenticated = True
    is_anonymous = False
    mandates = staticmethod(no_mandates)  # until a case assistant is signed in
    stay_key = ""  # no column: the identifier of the session in which the person is here

    def get_id(self) -> str:
        """Return what the cookie keeps: the identifier of the session, never the person's number."""
        return self.stay_key

    @property
    def role_name(self) -> Sentence:
        """Return what the person may do, in a word."""
        return ROLE_NAMES[Role(self.role)]

    @property
    def is_active(self) -> bool:
        """Tell whether the person may sign in."""
        return self.switched_off_at is None

    def is_of(self, kind: Kind) -> bool:
        """Tell whether the person belongs to an organisation of a kind."""
        return self.organisation.kind == kind

    @property
    def fills_in(self) -> bool:
        """Tell whether the person may enter things for the organisation, verified or not yet."""
        return self.role != Role.READER and self.organisation.switched_off_at is None

    @property
    def acts(self) -> bool:
        """Tell whether the person may act for the organisation, and it for itself."""
        return self.role != Role.READER and self.organisation.may_act


class Message(Row):
    """Something told to an organisation: written with the act, read in the inbox, handed on by a job (`sent_at`)."""

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint(one_of("topic", Topic), name="topic"),
        UniqueConstraint("organisation_id", "once"),
        Index("ix_message_inbox", "organisation_id", "created_at", "id"),
        Index("ix_message_unsent", "id", sqlite_where=_UNSENT, postgresql_where=_UNSENT),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    text: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(String(300), default="")
    once: Mapped[str | None] = mapped_column(String(120))
    topic: Mapped[str] = mapped_column(String(10), default=Topic.SERVICE, server_default=Topic.SERVICE)
    holds_until: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UtcMoment)
    read_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    sent_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    @property
    def sentence(self) -> Sentence:
        """Return what was told, ready to be said in the reader's language."""
        return read(self.text)


class PasswordReset(Row):
    """A link that lets a person choose a new password once, known by the hash of its secret."""

    __tablename__ = "password_reset"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcMoment)
    used_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class Mail(Row):
    """A letter to one address, or a text to one telephone, sealed until it is sent and then emptied of its secret."""

    __tablename__ = "mail"
    __table_args__ = (CheckConstraint(one_of("channel", Channel), name="channel"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(10), default=Channel.EMAIL, server_default=Channel.EMAIL)
    address: Mapped[str] = mapped_column(String(120))
    sealed: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcMoment)
    sent_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class Invitation(Audited, Row):
    """A link by which one person joins an organisation, once and for some days."""

    __tablename__ = "invitation"
    __table_args__ = (CheckConstraint("role IN ('head','officer','reader')", name="role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    email: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(60))
    role: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime] = mapped_column(UtcMoment)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)

    @property
    def role_name(self) -> Sentence:
        """Return what the person will be, in a word."""
        return ROLE_NAMES[Role(self.role)]


class Claim(Audited, Row):
    """Somebody's word that an account under a code is theirs to lead, until the operator decides."""

    __tablename__ = "claim"
    __table_args__ = (
        CheckConstraint("decision IN ('granted','refused')", name="decision"),
        Index(
            "uq_claim_open",
            "organisation_id",
            "email",
            unique=True,
            sqlite_where=_UNDECIDED,
            postgresql_where=_UNDECIDED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    email: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text)
    password_hash: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcMoment)
    decision: Mapped[str | None] = mapped_column(String(10))
    decided_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    answer: Mapped[str] = mapped_column(Text, default="")

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)


class OrganisationDocument(Evidence, Row):
    """A licence or authorisation letter that was brought, for the organisation or for a claim to it."""

    __tablename__ = "organisation_document"
    __table_args__ = (CheckConstraint("kind IN ('licence','authorisation')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("claim.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))

    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)


class Verification(Evidence, Row):
    """The operator's answer to what an organisation brought: verified, or returned with the reason."""

    __tablename__ = "verification"
    __table_args__ = (CheckConstraint("answer IN ('verified','returned')", name="answer"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    answer: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text, default="")
    code_reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcMoment)
