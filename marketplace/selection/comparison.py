"""Agencies side by side: price, promised days, grade, standing, on-time rate, and what they have in hand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import Organisation
from blacklist import queries as blacklist
from credit import queries as credit
from kernel.paging import Key, Page, page
from kernel.rulebook import Rulebook
from kernel.workdays import Calendar
from marketplace.admission import queries as admission
from marketplace.admission.models import ListedService
from marketplace.projects.models import Need
from marketplace.selection import queries, rules
from marketplace.selection.models import Notice, Registration


@dataclass(frozen=True)
class Marks:
    """The marks beside an agency's name wherever it stands (G9, P12): its grade with the year, and its standing."""

    grade: str
    year: int | None
    standing: str


@dataclass(frozen=True)
class Facts(Marks):
    """What every list shows beside an agency's name, each computed from records for today."""

    on_time: rules.OnTime
    load: int


@dataclass(frozen=True)
class Compared:
    """One agency of a comparison: what it lists or offers, and the facts about it."""

    agency: Organisation
    facts: Facts
    listed: ListedService | None = None
    offer: Registration | None = None


def marks(agency_ids: Iterable[int], today: date, book: Rulebook) -> dict[int, Marks]:
    """Return the marks of each agency named, in a fixed number of statements."""
    ids = set(agency_ids)
    grades, standings = credit.grades_in_force(ids, today), blacklist.standings(ids, today, book)
    return {
        i: Marks(
            grades[i].letter if i in grades else "N",
            grades[i].year if i in grades else None,
            standings[i].name,
        )
        for i in ids
    }


def facts(agency_ids: Iterable[int], today: date, book: Rulebook) -> dict[int, Facts]:
    """Return the facts about each agency named, in a fixed number of statements."""
    ids = list(agency_ids)
    known = marks(ids, today, book)
    on_time, loads = queries.on_time_rates(ids, today, book), queries.loads(ids, today)
    return {i: Facts(known[i].grade, known[i].year, known[i].standing, on_time[i], loads[i]) for i in ids}


def side_by_side(need: Need, after: str | None, today: date, book: Rulebook) -> Page[Compared]:
    """Return a page of the agencies that may be chosen for a need, the better grade first (G9)."""
    keys = [Key(credit.rank_on(today, ListedService.agency_id)), Key(ListedService.id)]
    found = page(admission.offering(need.item_code, today), keys, after)
    known = facts([row.agency_id for row in found.rows], today, book)
    return Page(
        [Compared(row.agency, known[row.agency_id], listed=row) for row in found.rows], found.following
    )


def of_registrations(notice: Notice, today: date, book: Rulebook) -> Sequence[Compared]:
    """Return everyone who was invited for a notice, with the offer and the facts."""
    rows = queries.registrations_of(notice.id)
    known = facts([row.agency_id for row in rows], today, book)
    return [Compared(row.agency, known[row.agency_id], offer=row) for row in rows]


def choices(notice: Notice) -> list[tuple[int, str]]:
    """Return the agencies that have made an offer for a notice, those whose part has ended left out."""
    rows = queries.registrations_of(notice.id)
    return [(row.id, row.agency.name) for row in rows if row.offered_at and not row.ended_on]


def usual_last_day(today: date, calendar: Calendar, book: Rulebook) -> date:
    """Return the last day for offers that the form proposes: as many working days as S4 gives with public money."""
    return calendar.add(today, book.whole("S4.open_public", today)).day
