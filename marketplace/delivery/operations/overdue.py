"""C9, T5: the case for the blacklist is opened, once a commitment, from what the clock says on the day."""

from datetime import date

from sqlalchemy import update

from accounts.operations import tell
from blacklist import operations as blacklist
from blacklist import queries as cases
from blacklist.findings import Overdue
from blacklist.overrun import counts
from kernel.db import db, lock
from kernel.rulebook import Rulebook, applies
from kernel.sentences import say
from kernel.workdays import ONE_DAY, Calendar
from marketplace.delivery import queries
from marketplace.delivery.course import Course, course
from marketplace.delivery.models import Order
from marketplace.delivery.operations.desk import lay_track


def look_at(order: Order, calendar: Calendar, book: Rulebook, today: date) -> bool:
    """Look at an order: open its case where the due day was missed and every date is certain (C9, T5).

    Tells whether a case was opened. A second look opens none, and the light needed no look to be right (T6).
    """
    lock(order)
    found = queries.clock_of(order, calendar, book, today)
    due, overrun = found.clock.due, found.clock.overrun_on
    known = cases.case_of(f"order:{order.id}")
    if overrun and due and known is None and _may_open(order, found, calendar, book):
        _open(order, found, due, calendar, book)
        known = cases.case_of(f"order:{order.id}")
    following = overrun if overrun and known is None else found.next_look_on
    lay_hint(order.id, following)
    lay_track(order, found, calendar)  # a request that silence answered may have moved the due day
    return bool(overrun and known and known.opened_on == today)


@applies("C4")
def _may_open(order: Order, found: Course, calendar: Calendar, book: Rulebook) -> bool:
    """Tell whether a case may be built on a due day that was missed: every date is certain, and nothing is to be heard.

    C4: where it was missed only by a last day that the owner has just entered for a pause, the agency may object
    first, and has as long as any answer to a pause takes.
    """
    if not found.clock.is_certain:
        return False
    fresh = {event.id for event, _ in found.may_be_objected_to}
    events = [queries.as_event(row) for row in queries.events_of([order.id])[order.id]]
    settled = [event for event in events if event.id not in fresh]
    return course(found.terms, settled, calendar, book, found.today).clock.overrun_on is not None


def put_off(order_id: int, today: date) -> None:
    """Let an order that could not be looked at be looked at again tomorrow."""
    lay_hint(order_id, today + ONE_DAY)


def lay_hint(order_id: int, day: date | None) -> None:
    """Write the hint past the ledger: it says nothing of the order, and is recomputed on every look (T6)."""
    hint = update(Order).where(Order.id == order_id).values(look_on=day)
    db.session.execute(hint.execution_options(claim=True, synchronize_session=False))


def _open(order: Order, found: Course, due: date, calendar: Calendar, book: Rulebook) -> None:
    late_until = found.stood.delivery.on if found.stood else found.story.ended_on or found.today
    finding = Overdue(order.id, due, calendar.between(due, late_until).days)
    if not counts(finding.days, found.today, book):
        return
    case = blacklist.open_case(
        order.agency,
        finding,
        order.authority_key,
        facts(order, found, due, calendar, book),
        actor_id=None,
        today=found.today,
        book=book,
    )
    told = say(
        "%(title)s was due on %(due)s: case %(number)s is opened, and the agency is heard.",
        title=order.need.title,
        due=due,
        number=case.number,
    )
    for body in (order.agency_id, order.owner_id):
        tell(body, told, link=f"/orders/{order.number}", once=f"overdue:{order.number}")


def facts(order: Order, found: Course, due: date, calendar: Calendar, book: Rulebook) -> dict[str, object]:
    """Return the clock as it stood when the case was opened, as plain JSON."""
    clock, story = found.clock, found.story
    years = sorted({day.date.year for day in clock.days})
    return {
        "edition": book.edition_on(found.today),
        "notices": {str(year): calendar.notices[year].number for year in years},
        "order": order.number,
        "promise": found.terms.promise,
        "extended": clock.extended,
        "effective_on": _iso(story.effective_on),
        "start_on": _iso(clock.start_on),
        "due": due.isoformat(),
        "overrun_on": (due + ONE_DAY).isoformat(),
        "as_of": found.today.isoformat(),
        "light": str(clock.light),
        "delivered_on": _iso(found.stood.delivery.on if found.stood else None),
        "ended_on": _iso(story.ended_on),
        "counted": [day.date.isoformat() for day in clock.days if day.counted],
        "paused": [day.date.isoformat() for day in clock.days if day.is_paused],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
