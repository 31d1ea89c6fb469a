"""All that the public may know of one agency, each part computed from records for today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from accounts import queries as accounts
from accounts.models import Agency
from blacklist import queries as blacklist
from credit import queries as credit
from credit import round_queries
from credit.models import Rating
from kernel.db import db
from kernel.errors import NotFound
from kernel.rulebook import Rulebook
from kernel.workdays import Calendar
from marketplace.admission import queries as admission
from marketplace.admission import rules as joining
from marketplace.admission.catalogue import ServiceItem, items
from marketplace.admission.models import Admission, Affiliation, ListedService, Practitioner, Qualification
from marketplace.admission.redcap import queries as redcap
from marketplace.admission.redcap.models import InstitutionAgency
from marketplace.home.past import past
from marketplace.home.timeline import Event
from marketplace.selection.comparison import Facts, facts
from marketplace.selection.models import TrackRecord


@dataclass(frozen=True)
class Offered:
    """A listed service and whether it is open: a qualification that lapsed closes it (A3)."""

    item: ServiceItem
    listed: ListedService
    is_open: bool


@dataclass(frozen=True)
class Held:
    """A qualification and whether it is valid today."""

    row: Qualification
    is_valid: bool


@dataclass(frozen=True)
class Done:
    """The orders of one item that an agency has completed, and how many of them in time."""

    item: ServiceItem
    orders: int
    in_time: int


@dataclass(frozen=True)
class Profile:
    """An agency as its page shows it."""

    agency: Agency
    admission: Admission | None
    standing: blacklist.Standing
    facts: Facts
    publicity_until: date | None
    idle_since: date | None
    services: Sequence[Offered]
    qualifications: Sequence[Held]
    professions: Sequence[tuple[str, int]]
    ties: Sequence[Affiliation]
    known: Sequence[InstitutionAgency]
    done: Sequence[Done]
    past: Sequence[Event]
    reports: Sequence[int]


def profile(
    agency_id: int, today: date, calendar: Calendar, book: Rulebook, *, whole: bool = False
) -> Profile:
    """Return the profile of an agency, `whole` with what the archive alone tells of its past.

    Raises NotFound for one that was never admitted and never decided about.
    """
    agency = accounts.agency(agency_id)
    if agency is None:
        raise NotFound
    entry, standing = admission.admission_of(agency_id), blacklist.standing(agency_id, today, book)
    if (entry is None or entry.accepted_on is None) and not standing.is_out:
        raise NotFound
    held = [
        Held(q, joining.is_valid(q.valid_from, q.valid_until, today))
        for q in admission.qualifications_of(agency_id)
    ]
    return Profile(
        agency=agency,
        admission=entry,
        standing=standing,
        facts=facts([agency_id], today, book)[agency_id],
        publicity_until=admission.in_publicity([agency_id], calendar, book, today).get(agency_id),
        idle_since=_idle_since(agency_id, entry, today, book),
        services=[_offered(row, held) for row in admission.services_of(agency_id)],
        qualifications=held,
        professions=_professions(agency_id, today),
        ties=[
            t for t in admission.affiliations_of(agency_id) if joining.is_shown(t.kind, t.since, today, book)
        ],
        known=redcap.links_of(agency.uscc),
        done=_done(agency_id, today),
        past=past(agency_id, _ratings(agency_id, today), today, book, whole=whole),
        reports=round_queries.determined_years(agency_id),
    )


def _ratings(agency_id: int, today: date) -> list[Rating]:
    return [row for row in credit.ratings_of(agency_id) if _stands(row, today)]


def _stands(row: Rating, today: date) -> bool:
    return row.determined_on <= today and (row.set_aside_on is None or today < row.set_aside_on)


def _offered(row: ListedService, held: Sequence[Held]) -> Offered:
    item = items()[row.item_code]
    kind = item.qualification_kind
    return Offered(item, row, not kind or any(h.is_valid and h.row.kind == kind for h in held))


def _professions(agency_id: int, today: date) -> Sequence[tuple[str, int]]:
    """Count the people who practise by profession: their names are nobody's business here."""
    chosen = select(Practitioner.profession, func.count()).where(
        Practitioner.agency_id == agency_id,
        Practitioner.left_on.is_(None),
        or_(Practitioner.valid_until.is_(None), Practitioner.valid_until >= today),
    )
    rows = db.session.execute(chosen.group_by(Practitioner.profession).order_by(Practitioner.profession))
    return [(profession, number) for profession, number in rows]


def _done(agency_id: int, today: date) -> Sequence[Done]:
    in_time = func.count().filter(TrackRecord.in_time.is_(True))
    chosen = select(TrackRecord.item_code, func.count(), in_time).where(
        TrackRecord.agency_id == agency_id, TrackRecord.completed_on < today
    )
    rows = db.session.execute(chosen.group_by(TrackRecord.item_code).order_by(func.count().desc()))
    return [Done(items()[code], orders, timely) for code, orders, timely in rows]


def _idle_since(agency_id: int, entry: Admission | None, today: date, book: Rulebook) -> date | None:
    """Return the day of the last order, admission or re-entry, where that makes the agency idle (A4)."""
    last = select(func.max(TrackRecord.started_on)).where(
        TrackRecord.agency_id == agency_id, TrackRecord.started_on <= today
    )
    admitted = entry.accepted_on if entry else None
    known = [day for day in (db.session.scalar(last), admitted, *blacklist.readmissions(agency_id)) if day]
    since = max((day for day in known if day <= today), default=None)
    return since if since and joining.is_idle(since, today, book) else None
