"""G2, G3, T6: what completed orders are evidence of, computed when it is asked for.

An acceptance by silence needs no act and so has no entry of its own, and a pause that waited at the acceptance may
still move the due day. Nothing of this is stored, so no job's lateness can change a rating: whoever sums up a
year passes it to `credit.queries.running_score(..., also=...)`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from credit.evidence import OrderCompleted
from kernel.db import db
from kernel.rulebook import Rulebook, applies
from kernel.workdays import Calendar
from marketplace.delivery import queries
from marketplace.delivery.course import Course
from marketplace.delivery.models import EventFile, Order, OrderEvent
from marketplace.selection.models import TrackRecord


@dataclass(frozen=True)
class Completed:
    """A completed order as evidence: whose it is, of which authority's industry, and the fact."""

    order: Order
    fact: OrderCompleted


def completed_orders_evidence(
    agency_id: int, year: int, calendar: Calendar, book: Rulebook, today: date
) -> list[OrderCompleted]:
    """Return the evidence of an agency's orders that were accepted in a year, as known today, in three statements."""
    return [one.fact for one in completed_orders([agency_id], year, calendar, book, today)]


def completed_orders(
    agency_ids: Iterable[int], year: int, calendar: Calendar, book: Rulebook, today: date
) -> list[Completed]:
    """Return the orders of some agencies that were accepted in a year, as known today, in three statements."""
    rows = db.session.scalars(
        select(Order)
        .join(TrackRecord, TrackRecord.order_number == Order.number)
        .where(
            Order.agency_id.in_(set(agency_ids)),
            TrackRecord.completed_on <= today,
            TrackRecord.completed_on >= date(year, 1, 1),
        )
        .order_by(Order.id)
    ).all()
    courses = queries.clocks(rows, calendar, book, today)
    filed = _with_files(row.id for row in rows)
    found = [(row, evidence(courses[row.id], filed)) for row in rows]
    return [Completed(row, fact) for row, fact in found if fact is not None and fact.on.year == year]


@applies("G2", "C6")
def evidence(course: Course, with_files: set[int]) -> OrderCompleted | None:
    """Return what an order is evidence of, or None while it is not accepted.

    The fact is the acceptance; by silence or by an unfounded rejection it holds as of the delivery (C6). The archive
    is complete with contract, deliverable, acceptance and materials list; the promise is kept in time and
    without an extension of the agency's own cause that counts.
    """
    accepted, stood, contract = course.acceptance, course.stood, course.story.contract
    if accepted is None or accepted.known_on > course.today or stood is None or contract is None:
        return None
    papers = (contract.event.id, course.story.deliveries[stood.index].event.id)
    is_complete = with_files.issuperset(papers) and course.story.handed_over is not None
    return OrderCompleted(accepted.as_of, is_complete, not course.clock.late and not course.has_own_extension)


def _with_files(order_ids: Iterable[int]) -> set[int]:
    chosen = (
        select(OrderEvent.id, func.count())
        .join(EventFile, EventFile.event_id == OrderEvent.id)
        .where(OrderEvent.order_id.in_(set(order_ids)))
        .group_by(OrderEvent.id)
    )
    return {event_id for event_id, _ in db.session.execute(chosen)}
