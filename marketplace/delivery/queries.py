"""Reads of orders: each is folded from its events, so the number of statements never grows with the rows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from accounts.kinds import Kind as OrganisationKind
from accounts.models import Organisation
from kernel.clock import local_day
from kernel.db import db
from kernel.files import StoredFile
from kernel.paging import Key, Page, page
from kernel.rulebook import Rulebook, applies
from kernel.workdays import Calendar
from marketplace.delivery.course import Course, Terms, course
from marketplace.delivery.events import Event
from marketplace.delivery.kinds import Kind, Side
from marketplace.delivery.models import EventFile, Order, OrderEvent
from marketplace.delivery.records import read
from marketplace.projects.models import Need
from marketplace.projects.queries import helped_projects
from marketplace.selection import awards
from marketplace.selection.models import Award, TrackRecord
from marketplace.selection.notices import terms_of_notices

MOST = 200  # what one workbench looks through


@dataclass(frozen=True)
class OrdersEvent:
    """An event of an order, found by the order's number and the event's id."""

    order: Order
    event: OrderEvent
    files: Sequence[StoredFile] = ()

    @property
    def need(self) -> Need:
        """Return what the order is for."""
        return self.order.need

    @property
    def owner_id(self) -> int:
        """Return the owner of the order."""
        return self.order.owner_id

    @property
    def agency_id(self) -> int:
        """Return the agency of the order."""
        return self.order.agency_id

    @property
    def authority_key(self) -> str:
        """Return the authority of the order's item."""
        return self.order.authority_key


def order(number: str) -> Order | None:
    """Return an order by its number, or None."""
    return db.session.scalars(select(Order).where(Order.number == number)).first()


def order_of_award(award_id: int) -> Order | None:
    """Return the first order of an award, or None."""
    return db.session.scalars(
        select(Order).where(Order.award_id == award_id, Order.follows_id.is_(None))
    ).first()


def follower_of(order_id: int) -> Order | None:
    """Return the order that follows another one by a changed task, or None."""
    return db.session.scalars(select(Order).where(Order.follows_id == order_id)).first()


def order_by_id(order_id: int) -> Order | None:
    """Return an order by its id, or None."""
    return db.session.get(Order, order_id)


def event(number: str, event_id: int, *kinds: Kind) -> OrdersEvent | None:
    """Return an event of an order, of one of some kinds, with its files, or None."""
    chosen = (
        select(OrderEvent, Order)
        .join(Order, Order.id == OrderEvent.order_id)
        .where(Order.number == number, OrderEvent.id == event_id, OrderEvent.kind.in_(kinds))
    )
    found = db.session.execute(chosen).first()
    return OrdersEvent(found[1], found[0], files_of([event_id])[event_id]) if found else None


def file(number: str, file_id: int) -> OrdersEvent | None:
    """Return the event of an order with which a file came, with that file alone, or None."""
    chosen = (
        select(OrderEvent, Order, StoredFile)
        .join(Order, Order.id == OrderEvent.order_id)
        .join(EventFile, EventFile.event_id == OrderEvent.id)
        .join(StoredFile, StoredFile.id == EventFile.file_id)
        .where(Order.number == number, StoredFile.id == file_id)
    )
    found = db.session.execute(chosen).first()
    return OrdersEvent(found[1], found[0], [found[2]]) if found else None


def files_of(event_ids: Iterable[int]) -> dict[int, list[StoredFile]]:
    """Return the files of each event named, in one statement."""
    found: dict[int, list[StoredFile]] = defaultdict(list)
    chosen = select(EventFile).where(EventFile.event_id.in_(set(event_ids))).order_by(EventFile.file_id)
    for row in db.session.scalars(chosen):
        found[row.event_id].append(row.file)
    return found


def asked_for(award: Award) -> list[str]:
    """Return what the open notice of an award asked to be handed over, line by line."""
    terms = terms_of_notices([award.notice_id]).get(award.notice_id)
    return [line.strip() for line in terms.deliverable.splitlines() if line.strip()] if terms else []


def events_of(order_ids: Iterable[int]) -> dict[int, list[OrderEvent]]:
    """Return the events of each order named, the oldest first, in one statement."""
    chosen = select(OrderEvent).where(OrderEvent.order_id.in_(set(order_ids))).order_by(OrderEvent.id)
    found: dict[int, list[OrderEvent]] = defaultdict(list)
    for row in db.session.scalars(chosen):
        found[row.order_id].append(row)
    return found


def clock_of(row: Order, calendar: Calendar, book: Rulebook, today: date) -> Course:
    """Return where an order stands on a day: its clock, its materials, its acceptance."""
    return clocks([row], calendar, book, today)[row.id]


def clocks(rows: Iterable[Order], calendar: Calendar, book: Rulebook, today: date) -> dict[int, Course]:
    """Return where each order stands on a day, by id, in one statement."""
    known = list(rows)
    events = events_of(row.id for row in known)
    return {
        row.id: _course(row, events[row.id], calendar_of(row, events[row.id], calendar, book), book, today)
        for row in known
    }


@applies("T5")
def calendar_of(row: Order, events: Sequence[OrderEvent], calendar: Calendar, book: Rulebook) -> Calendar:
    """Return the calendar that counts for an order (T5: one that was over at an import keeps what it had)."""
    for until, before in calendar.earlier:
        day = local_day(until)
        known = [event for event in events if event.at < until]
        if row.opened_on <= day and _course(row, known, before, book, day).is_over:
            return before
    return calendar


def _course(
    row: Order, events: Sequence[OrderEvent], calendar: Calendar, book: Rulebook, today: date
) -> Course:
    return course(terms(row, calendar, book), [as_event(e) for e in events], calendar, book, today)


def terms(row: Order, calendar: Calendar, book: Rulebook) -> Terms:
    """Return what an order says of itself, as the rules look at it."""
    by = file_by(row.award, calendar, book)
    return Terms(row.number, row.award_id, row.promise, by, row.award.ended_on)


def as_event(row: OrderEvent) -> Event:
    """Return an event as the rules look at it."""
    return Event(row.id, read(row.kind, row.data), row.on, Side(row.side), row.answers_id)


def file_by(award: Award, calendar: Calendar, book: Rulebook) -> date:
    """Return the last day for filing the contract of an award (S9)."""
    return awards.contract_by(award, calendar, book)


def orders_of(organisation: Organisation, today: date, after: str | None = None) -> Page[Order]:
    """Return a page of the orders that an organisation may see on a day, the newest first."""
    return page(_seen_by(organisation, today), [Key(Order.id, downwards=True)], after)


def orders_of_needs(need_ids: Iterable[int]) -> dict[int, list[Order]]:
    """Return the orders for each need named, the newest first, in one statement."""
    found: dict[int, list[Order]] = defaultdict(list)
    chosen = select(Order).where(Order.need_id.in_(set(need_ids))).order_by(Order.id.desc())
    for row in db.session.scalars(chosen):
        found[row.need_id].append(row)
    return found


def signed_orders_of(agency_id: int) -> Sequence[Order]:
    """Return the orders of an agency whose contract both sides have agreed to, over or not."""
    agreed = select(OrderEvent.order_id).where(OrderEvent.kind == Kind.CONTRACT_CONFIRMED)
    chosen = select(Order).where(Order.agency_id == agency_id, Order.id.in_(agreed))
    return db.session.scalars(chosen.order_by(Order.id)).all()


def running(rows: Sequence[Order], today: date) -> Sequence[Order]:
    """Return those orders that are not over on a day, in one statement."""
    numbers = {row.number for row in rows}
    over = select(TrackRecord.order_number).where(TrackRecord.order_number.in_(numbers), _is_over(today))
    ended = set(db.session.scalars(over))
    return [row for row in rows if row.number not in ended]


def open_orders(organisation: Organisation, today: date) -> Select[Any]:
    """Choose the orders that an organisation may see and that are not over on a day."""
    over = select(TrackRecord.order_number).where(TrackRecord.order_number == Order.number, _is_over(today))
    return _seen_by(organisation, today).where(~over.exists())


def side_of(organisation: Organisation) -> Side | None:
    """Return the side that an organisation takes on its orders; None for those who only read.

    A service centre takes the owner's: what its case assistants may do there is what the owner lets them (W1).
    """
    sides = {
        OrganisationKind.OWNER: Side.OWNER,
        OrganisationKind.SERVICE_CENTRE: Side.OWNER,
        OrganisationKind.AGENCY: Side.AGENCY,
        OrganisationKind.AUTHORITY: Side.AUTHORITY,
    }
    return sides.get(OrganisationKind(organisation.kind))


def to_look_at(day: date) -> Sequence[int]:
    """Return the ids of the orders that the hint says to look at by a day, the longest waiting first (T6)."""
    return db.session.scalars(
        select(Order.id).where(Order.look_on <= day).order_by(Order.look_on, Order.id)
    ).all()


def _seen_by(organisation: Organisation, today: date) -> Select[Any]:
    chosen = select(Order)
    if organisation.kind == OrganisationKind.SERVICE_CENTRE:
        return chosen.join(Order.need).where(Need.project_id.in_(helped_projects(organisation.id, today)))
    side = side_of(organisation)
    if side is Side.AUTHORITY:
        return chosen.where(Order.authority_key == organisation.authority_key)
    if side is None:
        return chosen
    return chosen.where((Order.owner_id if side is Side.OWNER else Order.agency_id) == organisation.id)


def _is_over(today: date) -> ColumnElement[bool]:
    return or_(TrackRecord.completed_on <= today, TrackRecord.ended_on <= today)
