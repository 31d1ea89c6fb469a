"""G2, G3, G5, T6: what a year makes of each agency without anybody's act, computed when it is asked for.

What people do is put on file when they do it, proved by the entry of the act. What follows from dates (the stay on the
platform, days with valid qualifications, an acceptance by silence, the state of disclosure at the year's end) is
computed: for the credit file as known today, and for good by the freeze, which puts it on file (G7).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import select

from blacklist import queries as blacklist
from blacklist.rules import Effect
from credit import queries as credit
from credit import schemes
from credit.evidence import Disclosure, Enrolment, Entrant, Evidence
from kernel.db import db
from kernel.rulebook import Rulebook
from kernel.workdays import Calendar
from marketplace.admission.catalogue import authorities, items
from marketplace.admission.models import Admission, ListedService, Qualification
from marketplace.delivery.completed import Completed, completed_orders
from marketplace.delivery.models import Order
from marketplace.oversight.rules import Away, Held, qualification_days, stays

BATCH = 500
OUT = ("removal", "blacklisting")
ORDER = "order"

Facts = list[tuple[Evidence, str]]


def entrants(year: int, calendar: Calendar, book: Rulebook, today: date) -> Iterator[Entrant]:
    """Yield every agency that was on the platform in a year, with what was computed of it (G5, G7)."""
    chosen = select(Admission.agency_id).where(Admission.accepted_on <= date(year, 12, 31))
    ids = list(db.session.scalars(chosen.order_by(Admission.agency_id)))
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        orders = completed_orders(some, year, calendar, book, today)
        facts = _facts(some, year, date(year, 12, 31), orders, today, book)
        industries = _industries(some, orders)
        for agency_id in some:
            if any(isinstance(fact, Enrolment) for fact, _ in facts[agency_id]):
                found = industries.get(agency_id, ())
                yield Entrant(agency_id, tuple(found), found[0] if found else "", tuple(facts[agency_id]))


def were_here(year: int) -> bool:
    """Tell whether any agency was admitted by the end of a year, so that it is to be rated (G1)."""
    chosen = select(Admission.id).where(Admission.accepted_on <= date(year, 12, 31))
    return db.session.scalar(chosen.limit(1)) is not None


def facts_so_far(agency_id: int, year: int, calendar: Calendar, book: Rulebook, today: date) -> Facts:
    """Return what a year makes of an agency without anybody's act, as known today."""
    orders = completed_orders([agency_id], year, calendar, book, today)
    return _facts([agency_id], year, min(today, date(year, 12, 31)), orders, today, book)[agency_id]


def scheme_so_far(agency_id: int, year: int, calendar: Calendar, book: Rulebook, today: date) -> str:
    """Return the industry by whose scheme an agency would be rated if the year ended today, or nothing (G2)."""
    own = schemes.weights(book, date(year, 12, 31))
    if not own:
        return ""
    orders = completed_orders([agency_id], year, calendar, book, today)
    industry = next(iter(_industries([agency_id], orders).get(agency_id, ())), "")
    return industry if industry in own else ""


def _facts(
    ids: Sequence[int], year: int, last: date, orders: Sequence[Completed], today: date, book: Rulebook
) -> dict[int, Facts]:
    on_platform = _stays(ids, date(year, 1, 1), last, today, book)
    held = _held(ids)
    shown = credit.disclosed(ids, last)
    found: dict[int, Facts] = {
        agency_id: [(stay, "") for stay in on_platform[agency_id]] for agency_id in ids
    }
    for agency_id in ids:
        days = qualification_days(on_platform[agency_id], held[agency_id], last)
        if days is not None:
            found[agency_id].append((days, "qualifications"))
        state = shown.get(agency_id)
        if state is not None and state.on.year < year:
            found[agency_id].append((Disclosure(last, state.complete, state.listed), ""))
    for one in orders:
        found[one.order.agency_id].append((one.fact, f"{ORDER}:{one.order.id}"))
    return found


def _stays(
    ids: Iterable[int], first: date, last: date, today: date, book: Rulebook
) -> Mapping[int, tuple[Enrolment, ...]]:
    chosen = select(Admission.agency_id, Admission.accepted_on).where(Admission.agency_id.in_(set(ids)))
    effects = blacklist.effects(ids, today, book)
    return defaultdict(
        tuple,
        {
            agency_id: stays(accepted_on, _away(effects[agency_id]), first, last)
            for agency_id, accepted_on in db.session.execute(chosen)
            if accepted_on is not None
        },
    )


def _away(effects: Iterable[Effect]) -> list[Away]:
    return [Away(one.starts_on, one.left_on) for one in effects if one.measure in OUT]


def _held(ids: Iterable[int]) -> Mapping[int, list[Held]]:
    found: dict[int, list[Held]] = defaultdict(list)
    for row in db.session.scalars(select(Qualification).where(Qualification.agency_id.in_(set(ids)))):
        found[row.agency_id].append(Held(row.kind, row.valid_from, row.valid_until, row.withdrawn_on))
    return found


def _industries(ids: Sequence[int], orders: Iterable[Completed]) -> Mapping[int, list[str]]:
    """Return the authorities of each agency's industries: the one of most completed orders first (G2)."""
    counted: dict[int, dict[str, int]] = defaultdict(dict)
    listed = select(ListedService.agency_id, ListedService.item_code).where(
        ListedService.agency_id.in_(ids), ListedService.closed_on.is_(None)
    )
    for agency_id, code in db.session.execute(listed):
        counted[agency_id].setdefault(items()[code].authority, 0)
    for one in orders:
        of_agency, key = counted[one.order.agency_id], one.order.authority_key
        of_agency[key] = of_agency.get(key, 0) + 1
    places = {key: place for place, key in enumerate(authorities())}
    return {
        agency_id: sorted(of_agency, key=lambda key: (-of_agency[key], places[key]))
        for agency_id, of_agency in counted.items()
    }


def order_numbers(abouts: Iterable[str]) -> Mapping[str, str]:
    """Return the number of each order that evidence is about, by what the evidence says of it, in one statement."""
    ids = {
        int(key)
        for kind, _, key in (about.partition(":") for about in abouts)
        if kind == ORDER and key.isdecimal()
    }
    chosen = select(Order.id, Order.number).where(Order.id.in_(ids))
    return {f"{ORDER}:{order_id}": number for order_id, number in db.session.execute(chosen)}
