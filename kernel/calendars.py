"""T5: imported yearly notices, each an edition of its year, laid over the calendar that is shipped."""

import json
from collections import defaultdict
from datetime import date, datetime

from flask import current_app
from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from kernel import clock, ledger
from kernel.db import Row, UtcMoment, db, lock
from kernel.errors import WrongState
from kernel.ledger import Audited, Entry, Evidence
from kernel.notices import LONGEST_NUMBER, Notice
from kernel.workdays import Calendar, shipped

_HELD = "kernel.calendar"


class CalendarYear(Audited, Row):
    """A year whose notice was imported, and how many editions of it there are."""

    __tablename__ = "calendar_year"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    editions: Mapped[int] = mapped_column(default=0)


class CalendarEdition(Evidence, Row):
    """One imported notice as it was read: never changed, followed by the next edition of its year."""

    __tablename__ = "calendar_edition"
    __table_args__ = (UniqueConstraint("year", "edition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(ForeignKey("calendar_year.year"))
    edition: Mapped[int]
    number: Mapped[str] = mapped_column(String(LONGEST_NUMBER))
    issued_on: Mapped[date | None]
    off: Mapped[str] = mapped_column(Text)
    work: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text, default="")
    imported_at: Mapped[datetime] = mapped_column(UtcMoment)

    def notice(self) -> Notice:
        """Return the notice that was imported."""
        return Notice(self.year, self.number, self.issued_on, _days(self.off), _days(self.work))


def calendar_in_force(session: Session) -> Calendar:
    """Return the shipped calendar with every imported notice laid over it, the latest at last (T5).

    The app keeps the calendar that it made last, and asks for one value to see whether it is still the one:
    the uid of the newest edition's entry. An id could come again after a rollback, a uid cannot.
    """
    newest = session.scalar(
        select(Entry.uid).join(CalendarEdition).order_by(CalendarEdition.id.desc()).limit(1)
    )
    held: tuple[str | None, Calendar] | None = current_app.extensions.get(_HELD)
    if held is None or held[0] != newest:
        held = newest, _laid_over(session)
        current_app.extensions[_HELD] = held
    return held[1]


def editions(session: Session) -> dict[int, list[CalendarEdition]]:
    """Return the imported editions of each year, the newest first."""
    found: dict[int, list[CalendarEdition]] = defaultdict(list)
    for edition in session.scalars(select(CalendarEdition).order_by(CalendarEdition.id.desc())):
        found[edition.year].append(edition)
    return found


def import_notice(notice: Notice, *, actor_id: int | None, reason: str = "") -> CalendarEdition | None:
    """Lay a notice over the calendar as the next edition of its year; return None where it says nothing new.

    T5: a year that has been used is corrected only so, and each edition has its entry in the ledger with the
    reason. Raises WrongState where somebody else imported the first edition of the year at the same moment.
    """
    year = db.session.get(CalendarYear, notice.year)
    if year is not None:
        lock(year)  # before the look, so that two who bring the same notice do not make two editions of it
    if calendar_in_force(db.session()).notices.get(notice.year) == notice:
        return None
    if year is None:
        year = _new_year(notice.year)
    year.editions += 1
    edition = CalendarEdition(
        year=notice.year,
        edition=year.editions,
        number=notice.number,
        issued_on=notice.issued_on,
        off=_text(notice.off),
        work=_text(notice.work),
        reason=reason,
        imported_at=clock.now(),
    )
    details = {
        "edition": edition.edition,
        "number": notice.number,
        "issued_on": notice.issued_on,
        "off": sorted(notice.off),
        "work": sorted(notice.work),
        "reason": reason,
    }
    ledger.record(
        year, "kernel.calendar.imported", actor_id=actor_id, rule="T5", details=details, proves=[edition]
    )
    return edition


def _new_year(number: int) -> CalendarYear:
    year = CalendarYear(year=number, editions=0)
    db.session.add(year)
    try:
        db.session.flush()
    except IntegrityError:
        raise WrongState from None
    return year


def _laid_over(session: Session) -> Calendar:
    found = shipped()
    for edition in session.scalars(select(CalendarEdition).order_by(CalendarEdition.id)):
        found = found.followed_by(edition.notice(), edition.imported_at)
    return found


def _days(text: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(day) for day in json.loads(text))


def _text(days: frozenset[date]) -> str:
    return json.dumps([day.isoformat() for day in sorted(days)])
