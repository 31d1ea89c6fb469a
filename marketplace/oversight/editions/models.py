"""The tables of how an edition comes about: its draft, each text of it, and the authorities' comments."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.amending import LONGEST_TITLE
from kernel.db import Row, one_of
from kernel.editions import LONGEST_DOCUMENT
from kernel.ledger import Audited, Evidence
from marketplace.oversight.editions.vocabulary import Answer, Stance, State

_STANDS = text("state <> 'withdrawn'")


class EditionDraft(Audited, Row):
    """An edition of the rulebook on its way from the first text to its adoption, or to its withdrawal (G10)."""

    __tablename__ = "edition_draft"
    __table_args__ = (
        CheckConstraint(one_of("state", State), name="state"),
        CheckConstraint(
            "state NOT IN ('proposed','adopted') OR "
            "(comments_until IS NOT NULL AND document_on IS NOT NULL AND document <> '')",
            name="adopted",
        ),
        Index("uq_edition_draft_stands", "name", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    takes_effect: Mapped[date]
    state: Mapped[str] = mapped_column(String(10))
    texts: Mapped[int] = mapped_column(default=0)
    drafted_on: Mapped[date]
    drafted_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    sent_on: Mapped[date | None]
    comments_until: Mapped[date | None]
    document: Mapped[str] = mapped_column(String(LONGEST_DOCUMENT), default="")
    document_on: Mapped[date | None]
    proposed_on: Mapped[date | None]
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    ended_on: Mapped[date | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    remark: Mapped[str] = mapped_column(Text, default="")


class EditionText(Evidence, Row):
    """One text of a draft as it was brought: a changed draft is a further text, commented anew."""

    __tablename__ = "edition_text"
    __table_args__ = (UniqueConstraint("draft_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("edition_draft.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    laid_on: Mapped[date]
    laid_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))


class EditionComment(Audited, Row):
    """What an authority says of a text, and what the managing office answers to it."""

    __tablename__ = "edition_comment"
    __table_args__ = (
        CheckConstraint(one_of("stance", Stance), name="stance"),
        CheckConstraint(one_of("answer", Answer), name="answer"),
        Index("ix_edition_comment_draft", "draft_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("edition_draft.id"))
    number: Mapped[int]
    authority_key: Mapped[str] = mapped_column(String(30))
    stance: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text, default="")
    made_on: Mapped[date]
    made_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    answer: Mapped[str] = mapped_column(String(10), default="")
    reasons: Mapped[str] = mapped_column(Text, default="")
    answered_on: Mapped[date | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    draft: Mapped[EditionDraft] = relationship(lazy="joined", innerjoin=True)
