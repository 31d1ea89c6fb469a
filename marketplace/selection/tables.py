"""The tables of an open notice: what is asked, and what is said and published about it until it closes."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts import queries as accounts
from accounts.models import Organisation
from kernel import sentences
from kernel.db import Fen, Row, UtcMoment
from kernel.files import StoredFile
from kernel.ledger import Audited, Evidence
from kernel.sentences import Sentence
from marketplace.projects.models import Need
from marketplace.selection import givers
from marketplace.selection.models import Award, Notice

_UNPUBLISHED = text("notice_id IS NULL")


class Terms(Audited, Row):
    """What an owner asks for in an open notice: a draft until `notice_id` names what it was published as.

    `given` holds, as JSON, what the owner filled in for the method. `closes_at` and `opens_at` are the wish of the draft
    and stay as first published; those in force stand in the notice.
    """

    __tablename__ = "notice_terms"
    __table_args__ = (
        CheckConstraint("amount_fen IS NULL OR amount_fen > 0", name="amount"),
        CheckConstraint("most_workdays IS NULL OR most_workdays > 0", name="most_workdays"),
        Index(
            "uq_notice_terms_draft",
            "need_id",
            unique=True,
            sqlite_where=_UNPUBLISHED,
            postgresql_where=_UNPUBLISHED,
        ),
        Index("ix_notice_terms_submitted", "submitted_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"))
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notice.id"), unique=True)
    method: Mapped[str] = mapped_column(String(30))
    given: Mapped[str] = mapped_column(Text, default="{}")
    task: Mapped[str] = mapped_column(Text, default="")
    deliverable: Mapped[str] = mapped_column(Text, default="")
    requirements: Mapped[str] = mapped_column(Text, default="")
    practitioner: Mapped[str] = mapped_column(String(200), default="")
    amount_fen: Mapped[Fen | None]
    most_workdays: Mapped[int | None]
    closes_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    opens_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    urgent_reason: Mapped[str] = mapped_column(Text, default="")
    avoidance: Mapped[str] = mapped_column(Text, default="")
    contact: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    complaint_phone: Mapped[str] = mapped_column(String(40), default="")
    source: Mapped[str] = mapped_column(String(30), default="")
    lines: Mapped[str] = mapped_column(String(40), default="figure")
    submitted_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    handed_back: Mapped[str] = mapped_column(Text, default="")

    need: Mapped[Need] = relationship(lazy="joined", innerjoin=True)

    @property
    def randomness(self) -> Sentence:
        """Say which lines make the randomness of a draw, in their order."""
        return givers.said(givers.read(self.lines))

    @property
    def owner_id(self) -> int:
        """Return the owner whose project needs it."""
        return self.need.project.owner_id

    @property
    def public_money(self) -> bool:
        """Tell whether public money pays for it."""
        return self.need.project.public_money


class TermsFile(Row):
    """A file that an owner lays beside the terms of a notice."""

    __tablename__ = "terms_file"

    terms_id: Mapped[int] = mapped_column(ForeignKey("notice_terms.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), primary_key=True)

    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)


class TermAnswer(Evidence, Row):
    """Why a term of the rulebook's list may stand in a notice: the answer of a person of the operator (S1), published."""

    __tablename__ = "term_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    terms_id: Mapped[int] = mapped_column(ForeignKey("notice_terms.id"), index=True)
    term: Mapped[str] = mapped_column(String(60))
    found: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(UtcMoment)


class Question(Audited, Row):
    """What an agency asks about a notice, and the owner's answer, seen by all alike."""

    __tablename__ = "notice_question"
    __table_args__ = (Index("ix_notice_question_notice", "notice_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcMoment)
    text: Mapped[str] = mapped_column(Text)
    answered_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    answer: Mapped[str] = mapped_column(Text, default="")

    notice: Mapped[Notice] = relationship(lazy="joined", innerjoin=True)
    agency: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)


class Amendment(Evidence, Row):
    """One change of a published notice: what it said before and says now, why, and where the closing has moved."""

    __tablename__ = "notice_amendment"
    __table_args__ = (Index("ix_notice_amendment_notice", "notice_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"))
    at: Mapped[datetime] = mapped_column(UtcMoment)
    reason: Mapped[str] = mapped_column(Text)
    changes: Mapped[str] = mapped_column(Text)
    closes_before: Mapped[datetime] = mapped_column(UtcMoment)
    closes_after: Mapped[datetime] = mapped_column(UtcMoment)


class RefusedRegistration(Evidence, Row):
    """That an agency asked to register and was refused: the rule and the sentence as JSON, once a reason (S3, S8)."""

    __tablename__ = "refused_registration"
    __table_args__ = (UniqueConstraint("notice_id", "agency_id", "reason_sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    at: Mapped[datetime] = mapped_column(UtcMoment)
    rule: Mapped[str] = mapped_column(String(10))
    sentence: Mapped[str] = mapped_column(Text)
    reason_sha256: Mapped[str] = mapped_column(String(64))

    agency: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)

    @property
    def said(self) -> Sentence:
        """Return the sentence that the agency was told."""
        return sentences.read(self.sentence)


class Outcome(Evidence, Row):
    """What a selection came to: the choice of the method as JSON, agency by agency with its sentences; the last holds."""

    __tablename__ = "selection_outcome"
    __table_args__ = (Index("ix_selection_outcome_notice", "notice_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"))
    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), unique=True)
    at: Mapped[datetime] = mapped_column(UtcMoment)
    choice: Mapped[str] = mapped_column(Text)


class OpeningKey(Audited, Row):
    """An authority's public key, to which its share of each notice's key is sealed; the private one is on paper alone."""

    __tablename__ = "opening_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), unique=True)
    public_key: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcMoment)


class SealKey(Audited, Row):
    """The public key to which the offers for a notice are sealed, and where its three shares are (S5).

    The owner's share was handed over once and is nowhere here; the authority's is sealed to its opening key, if it has
    one; the platform's lies outside the database, in a file of the key folder.
    """

    __tablename__ = "seal_key"

    terms_id: Mapped[int] = mapped_column(
        ForeignKey("notice_terms.id"), primary_key=True, autoincrement=False
    )
    public_key: Mapped[str] = mapped_column(String(64))
    platform_file: Mapped[str] = mapped_column(String(40))
    authority_share: Mapped[str] = mapped_column(Text, default="")


class SealedOffer(Evidence, Row):
    """An offer as the server received it, sealed; the last one before the closing holds (S5).

    `offer_sha256` is of what the agency offered, with the salt of its receipt; `sealed_sha256` of what is kept here.
    """

    __tablename__ = "sealed_offer"
    __table_args__ = (Index("ix_sealed_offer_registration", "registration_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"))
    received_at: Mapped[datetime] = mapped_column(UtcMoment)
    sealed: Mapped[str] = mapped_column(Text)
    offer_sha256: Mapped[str] = mapped_column(String(64))
    sealed_sha256: Mapped[str] = mapped_column(String(64))


class OpenedOffer(Evidence, Row):
    """What was in a sealed offer, with its salt, so that anybody can compute its SHA-256 again (S5)."""

    __tablename__ = "opened_offer"

    sealed_offer_id: Mapped[int] = mapped_column(
        ForeignKey("sealed_offer.id"), primary_key=True, autoincrement=False
    )
    plain: Mapped[str] = mapped_column(Text)


class ResultObjection(Audited, Row):
    """An objection to a published result, and the answer of the item's authority (S8)."""

    __tablename__ = "result_objection"
    __table_args__ = (
        CheckConstraint("(answered_on IS NULL) = (is_upheld IS NULL)", name="answer"),
        Index("ix_result_objection_award", "award_id", "id"),
        Index("ix_result_objection_open", "answered_on", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    made_on: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    answered_on: Mapped[date | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    is_upheld: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(Text, default="")

    award: Mapped[Award] = relationship(lazy="joined", innerjoin=True)
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)

    @property
    def authority_key(self) -> str:
        """Return the authority that answers it."""
        return self.award.notice.authority_key

    @property
    def has_authority(self) -> bool:
        """Tell whether that authority has joined; where it has not, the managing office answers."""
        return accounts.authority_by_key(self.authority_key) is not None


class ResultObjectionFile(Row):
    """A file that came with an objection to a result."""

    __tablename__ = "result_objection_file"

    objection_id: Mapped[int] = mapped_column(ForeignKey("result_objection.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), primary_key=True)

    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)
