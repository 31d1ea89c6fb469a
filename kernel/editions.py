"""G10: adopted editions of the rulebook, each a row laid over the figures that are shipped."""

import hashlib
from collections.abc import Sequence
from datetime import date

from flask import current_app
from sqlalchemy import String, Text, event, select
from sqlalchemy.orm import Mapped, Session, SessionTransaction, mapped_column

from kernel import ledger
from kernel.amending import LONGEST_TITLE, Edition, laid_over, read_edition
from kernel.db import Row, db
from kernel.ledger import Audited, Entry, Evidence
from kernel.rulebook import Rulebook

LONGEST_DOCUMENT = 80
_HELD, _LOOKED = "kernel.rulebook.held", "kernel.rulebook.looked"


class RulebookEdition(Evidence, Row):
    """An adopted edition as it was read: never changed, followed by the next one."""

    __tablename__ = "rulebook_edition"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(20), unique=True)
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    takes_effect: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    document: Mapped[str] = mapped_column(String(LONGEST_DOCUMENT))
    document_on: Mapped[date]
    adopted_on: Mapped[date]

    def edition(self) -> Edition:
        """Return the edition that was adopted."""
        return read_edition(self.text)


def book_in_force(session: Session, shipped: Rulebook) -> Rulebook:
    """Return the shipped figures with every adopted edition laid over them, the latest at last (G10).

    The app keeps the rulebook that it made last, and asks once a transaction for one value to see whether it is still
    the one: the uid of the newest edition's entry. An id could come again after a rollback, a uid cannot.
    """
    looked: list[str | None] | None = session.info.get(_LOOKED)
    if looked is None:
        newest = select(Entry.uid).join(RulebookEdition).order_by(RulebookEdition.id.desc()).limit(1)
        looked = session.info[_LOOKED] = [session.scalar(newest)]
    if looked[0] is None:
        return shipped
    held: tuple[str, Rulebook] | None = current_app.extensions.get(_HELD)
    if held is None or held[0] != looked[0]:
        held = looked[0], up_to(None, session, shipped)
        current_app.extensions[_HELD] = held
    return held[1]


def up_to(edition_id: int | None, session: Session, shipped: Rulebook) -> Rulebook:
    """Return the rulebook as an adopted edition left it: with all that were adopted up to it, or with all."""
    found = shipped
    for row in editions(session):
        if edition_id is None or row.id <= edition_id:
            found = laid_over(found, row.edition())
    return found


def editions(session: Session) -> Sequence[RulebookEdition]:
    """Return the adopted editions in the order of their adoption."""
    return session.scalars(select(RulebookEdition).order_by(RulebookEdition.id)).all()


def adopt(
    text: str, document: str, document_on: date, *, of: Audited, actor_id: int, today: date
) -> RulebookEdition:
    """Lay an edition over the figures for good; the entry is about the draft that it was (G10).

    Whoever calls this has seen to draft, comments, document and second person, and that it takes effect later.
    """
    edition = read_edition(text)
    row = RulebookEdition(
        name=edition.name,
        title=edition.title,
        takes_effect=edition.takes_effect,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        document=document,
        document_on=document_on,
        adopted_on=today,
    )
    details = {
        "edition": row.name,
        "takes_effect": row.takes_effect,
        "document": document,
        "document_on": document_on,
        "sha256": row.sha256,
        "changes": [[one.figure, one.since, _written(one.value)] for one in edition.changes],
    }
    ledger.record(of, "kernel.rulebook.adopted", actor_id=actor_id, rule="G10", details=details, proves=[row])
    db.session().info.pop(_LOOKED, None)
    return row


def _written(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


@event.listens_for(Session, "after_transaction_end")
def _look_again(session: Session, ended: SessionTransaction) -> None:
    if ended.parent is None:
        session.info.pop(_LOOKED, None)
