"""P12, P12a: the public register with the names in it, and beside it the agencies with an A in the last rating."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from accounts.models import Agency, Organisation
from blacklist import entries
from blacklist.course import Deadline
from blacklist.entries import Entry, Sought
from blacklist.remedies import remedies
from credit import queries as credit
from credit.models import GradeSpan
from kernel.db import db
from kernel.paging import Key, Page, page
from kernel.rulebook import Rulebook
from kernel.sentences import Sentence, say
from kernel.workdays import Calendar
from marketplace.home.directory import listed
from marketplace.selection.comparison import Facts, facts

ON_PORTAL = 5
LONGEST = 80


@dataclass(frozen=True)
class Named:
    """One entry of the register, with the agency that it names."""

    agency: Organisation
    entry: Entry


@dataclass(frozen=True)
class Praised:
    """One agency with an A, and the facts shown beside its name."""

    agency: Organisation
    facts: Facts


def sought(args: Mapping[str, str]) -> Sought:
    """Read what is looked for from an address."""
    words, number = args.get("q", ""), args.get("number", "")
    return Sought(" ".join(words.split())[:LONGEST], " ".join(number.split())[:LONGEST])


def register(
    sought: Sought, today: date, book: Rulebook, after: str | None = None, size: int = 20
) -> Page[Named]:
    """Return a page of the entries that are public today, the latest first, in five statements."""
    found = entries.register(sought, today, book, after, size)
    bodies = _bodies(entry.decision.agency_id for entry in found.rows)
    return Page([Named(bodies[e.decision.agency_id], e) for e in found.rows], found.following)


def entry(decision_id: int, today: date, book: Rulebook) -> Named | None:
    """Return the entry of a decision, public or not, with the agency that it names."""
    found = entries.entry(decision_id, today, book)
    if found is None:
        return None
    return Named(_bodies([found.decision.agency_id])[found.decision.agency_id], found)


def ways_out(entry: Entry, calendar: Calendar, book: Rulebook) -> list[tuple[Sentence, str, Deadline]]:
    """Return where a decision can be turned against, and at the latest until when: review, reconsideration, suit."""
    on = entry.decision.decided_on
    ends = remedies(on, calendar, book)
    return [
        (say("Review"), book.value("P13.body", on), ends.review_until),
        (
            say("Administrative reconsideration"),
            book.value("P5c.reconsideration_body", on),
            ends.reconsider_until,
        ),
        (say("Administrative suit"), book.value("P5c.suit_body", on), ends.sue_until),
    ]


def last_rated(today: date) -> int | None:
    """Return the last year for which ratings have been determined, or None where there is none."""
    return db.session.scalar(select(func.max(GradeSpan.year)).where(GradeSpan.in_force_from <= today))


def with_an_a(
    year: int | None, today: date, book: Rulebook, after: str | None = None, size: int = 20
) -> Page[Praised]:
    """Return a page of the agencies of the directory that have an A for a year, in a fixed number of statements."""
    best = credit.rated(today, "A").where(GradeSpan.year == year)
    rows = page(listed(today).where(Agency.id.in_(best)), [Key(Agency.id)], after, size)
    known = facts([row.id for row in rows.rows], today, book)
    return Page([Praised(row, known[row.id]) for row in rows.rows], rows.following)


def _bodies(ids: Iterable[int]) -> dict[int, Organisation]:
    chosen = select(Organisation).where(Organisation.id.in_(set(ids)))
    return {row.id: row for row in db.session.scalars(chosen)}
