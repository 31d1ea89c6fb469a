"""P8, P9: whether an agency may apply for re-entry on a day, and what is read of its applications."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from blacklist import queries as blacklist
from blacklist.queries import Standing
from kernel.db import db
from kernel.errors import Refused
from kernel.files import StoredFile
from kernel.paging import Key, Page, page
from kernel.rulebook import Rulebook, applies
from kernel.sentences import say
from kernel.workdays import Calendar, Reckoned
from marketplace.admission import rules
from marketplace.admission.models import Reentry, ReentryPaper

SUBMITTED, RETURNED, CHECKED, REFUSED, ADMITTED = "submitted", "returned", "checked", "refused", "admitted"
OPEN = (SUBMITTED, CHECKED)
RULE = "P9"


@dataclass(frozen=True)
class ReentryFile:
    """A file that came with an application for re-entry, found with the agency that brought it."""

    agency_id: int
    file: StoredFile


def out(agency_id: int, today: date, book: Rulebook) -> Refused | None:
    """Say why an agency is kept out of everything on a day, or None where it is not."""
    return all_out([agency_id], today, book).get(agency_id)


@applies("P9")
def all_out(agency_ids: Iterable[int], today: date, book: Rulebook) -> dict[int, Refused]:
    """Say of each agency that is kept out of everything on a day why.

    While its lockout runs the rule is that of the measure, with the day from which re-entry may be applied for; P9:
    after that it stays out until its re-entry is decided.
    """
    found = blacklist.standings(agency_ids, today, book)
    answers = {i: _out(standing, today) for i, standing in found.items()}
    return {i: refused for i, refused in answers.items() if refused}


def _out(standing: Standing, today: date) -> Refused | None:
    if standing.may_apply_from is None:
        return None
    if today < standing.may_apply_from:
        return Refused(standing.rule, standing.sentence, standing.may_apply_from)
    undecided = say(
        "The lockout has ended, but re-entry is not decided yet; until it is, the agency stays out."
    )
    return Refused(RULE, undecided)


@applies("P9")
def refusal(agency_id: int, today: date, book: Rulebook) -> Refused | None:
    """Say why an agency cannot apply for re-entry on a day, with the day from which it may; nothing where it can.

    P9: an application before the end is refused with the date from which it may be made. Who is not locked out has
    nothing to apply for.
    """
    standing = blacklist.standing(agency_id, today, book)
    if standing.may_apply_from is None:
        return Refused(RULE, say("The agency is not locked out: there is nothing to apply for."))
    if today < standing.may_apply_from:
        early = say(
            "The last locked day is %(last)s; re-entry may be applied for from %(first)s, 00:00 Beijing time.",
            last=standing.locked_until,
            first=standing.may_apply_from,
        )
        return Refused(RULE, early, standing.may_apply_from)
    return None


def reentry(reentry_id: int) -> Reentry | None:
    """Return an application for re-entry, or None."""
    return db.session.get(Reentry, reentry_id)


def reentries_of(agency_id: int) -> Sequence[Reentry]:
    """Return every application of an agency for re-entry, the newest first."""
    chosen = select(Reentry).where(Reentry.agency_id == agency_id)
    return db.session.scalars(chosen.order_by(Reentry.id.desc())).all()


def open_reentry_of(agency_id: int) -> Reentry | None:
    """Return the application of an agency for re-entry that has not been answered, or None."""
    chosen = select(Reentry).where(Reentry.agency_id == agency_id, Reentry.state.in_(OPEN))
    return db.session.scalars(chosen).first()


def waiting(state: str, after: str | None = None) -> Page[Reentry]:
    """Return a page of the applications for re-entry in a state, the oldest first."""
    return page(select(Reentry).where(Reentry.state == state), [Key(Reentry.id)], after)


def papers_of(reentry_id: int) -> Sequence[StoredFile]:
    """Return the files that came with an application for re-entry."""
    chosen = select(ReentryPaper).where(ReentryPaper.reentry_id == reentry_id)
    return [row.file for row in db.session.scalars(chosen.order_by(ReentryPaper.file_id))]


def paper(reentry_id: int, file_id: int) -> ReentryFile | None:
    """Return a file that came with an application for re-entry, or None."""
    row, application = db.session.get(ReentryPaper, (reentry_id, file_id)), reentry(reentry_id)
    return ReentryFile(application.agency_id, row.file) if row and application else None


def check_due(row: Reentry, calendar: Calendar, book: Rulebook) -> Reckoned:
    """Return the day by which the operator checks the form, as with an admission (A1)."""
    return rules.check_due(row.submitted_on, calendar, book)
