"""T5: a yearly notice is imported: its edition, and every running order that it moves counted anew, once each."""

from collections.abc import Iterable
from datetime import date

from accounts.operations import tell
from kernel import ledger
from kernel.calendars import CalendarEdition, calendar_in_force, import_notice
from kernel.db import db, lock
from kernel.errors import Refused
from kernel.notices import Notice
from kernel.rulebook import Rulebook, applies
from kernel.sentences import Sentence, say
from marketplace.delivery.moves import Move, moves
from marketplace.delivery.operations.desk import lay_track, look_on
from marketplace.delivery.operations.overdue import lay_hint


def import_year(
    notice: Notice, reason: str, *, actor_id: int | None, today: date, book: Rulebook
) -> CalendarEdition | None:
    """Import a yearly notice and count every running order anew; return None where it says nothing new.

    T5: a calendar that is known already is corrected only by a new edition, with a reason: raises Refused
    without one.
    """
    known = calendar_in_force(db.session()).notices.get(notice.year)
    if known not in (None, notice) and not reason:
        raise Refused(
            "T5",
            say("The calendar of %(year)s is in use. Say why it is corrected.", year=str(notice.year)),
            field="reason",
        )
    edition = import_notice(notice, actor_id=actor_id, reason=reason)
    if edition is not None:
        new = calendar_in_force(db.session())
        recount(moves(new.earlier[-1].calendar, new, book, today), edition, actor_id=actor_id)
    return edition


@applies("T5")
def recount(found: Iterable[Move], edition: CalendarEdition, *, actor_id: int | None) -> None:
    """Lay down what an edition of the calendar changes on running orders.

    T5: each due day that moves or becomes certain has one entry in the ledger, and both parties are told once.
    """
    new = calendar_in_force(db.session())
    for move in found:
        order = move.order
        lock(order)
        if move.is_told:
            _record(move, edition, actor_id)
        lay_hint(order.id, look_on(order, move.new))
        lay_track(order, move.new, new)


def _record(move: Move, edition: CalendarEdition, actor_id: int | None) -> None:
    order, old, new = move.order, move.old.clock, move.new.clock
    details = {
        "number": order.number,
        "year": edition.year,
        "edition": edition.edition,
        "due_before": old.due,
        "due": new.due,
        "provisional_before": old.provisional,
        "provisional": new.provisional,
    }
    ledger.record(order, "delivery.due-day.recounted", actor_id=actor_id, rule="T5", details=details)
    for body in (order.owner_id, order.agency_id):
        once = f"calendar:{edition.id}:{order.number}"
        tell(body, told(move, edition.year), link=f"/orders/{order.number}", once=once)


def told(move: Move, year: int) -> Sentence:
    """Return what the parties of an order are told when a calendar moves its due day or makes it certain."""
    title, old, new = move.order.need.title, move.old.clock.due, move.new.clock.due
    if move.is_moved:
        return say(
            "The holidays of %(year)s are announced: %(title)s is due on %(due)s, no longer on %(before)s.",
            year=str(year),
            title=title,
            due=new,
            before=old,
        )
    return say(
        "The holidays of %(year)s are announced: %(title)s stays due on %(due)s.",
        year=str(year),
        title=title,
        due=new,
    )
