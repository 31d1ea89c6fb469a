"""The clock of an order as plain text: to print, to read aloud, to put into a letter."""

from collections.abc import Iterator
from datetime import date

from flask_babel import gettext as _

from kernel.languages import reading
from kernel.reading import day as in_full
from kernel.reading import deadline, say_it, weekday
from kernel.workdays import Kind
from marketplace.delivery.course import Course
from marketplace.delivery.models import Order
from marketplace.delivery.rules.counting import Day

# Letters before colours: each kind of day has a sign of its own.
_COUNTED, _AHEAD, _PAUSED, _HOLIDAY, _WEEKEND = "+", "o", "=", "x", "-"


def text(order: Order, course: Course) -> str:
    """Write the clock with a line for every day, in the reader's language."""
    return "\n".join([*_head(order, course), "", *_days(course)]).rstrip() + "\n"


def _head(order: Order, course: Course) -> Iterator[str]:
    clock, locale = course.clock, reading()
    yield f"{order.number}  {order.need.project.name}  {order.need.title}"
    yield _("Order %(number)s: %(agency)s for %(owner)s", **_parties(order))
    yield _("As of %(day)s: %(light)s.", day=in_full(course.today, locale), light=say_it(clock.light.label))
    if clock.due is None:
        yield _("The clock has not started, so no day is due yet.")
        return
    yield _("Deliver at the latest on %(day)s.", day=deadline(clock.due, locale) + f" ({clock.due})")
    yield _(
        "Promised %(promise)s · used %(used)s · left %(left)s · paused %(paused)s working days",
        promise=clock.promise,
        used=course.used,
        left="—" if clock.left is None else clock.left,
        paused=course.paused,
    )
    if clock.provisional:
        yield _("Provisional: the calendar of a year that is looked at has not been announced yet.")


def _parties(order: Order) -> dict[str, str]:
    return {"number": order.number, "agency": order.agency.name, "owner": order.owner.name}


def _days(course: Course) -> Iterator[str]:
    start = course.clock.start_on
    if start is None:
        return
    yield _("+ counted   o still to count   = paused   x holiday   - weekend")
    yield _line(start, " ", _("The start day is not counted."))
    for one in course.clock.days:
        yield _line(one.date, _sign(one, course), say_it(one.why))


def _line(on: date, sign: str, sentence: str) -> str:
    return f"{on}  {weekday(on, reading())}  {sign}  {sentence}"


def _sign(day: Day, course: Course) -> str:
    if day.is_paused:
        return _PAUSED
    if day.counted:
        return _COUNTED if day.date <= course.counted_to else _AHEAD
    return _HOLIDAY if day.kind is Kind.HOLIDAY else _WEEKEND
