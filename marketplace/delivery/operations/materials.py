"""C2: the owner hands the materials over, the agency lists what is missing, the authority answers a dispute."""

from collections.abc import Iterable

from kernel.errors import Refused, WrongState
from kernel.sentences import say
from marketplace.delivery.course import Course
from marketplace.delivery.events import DisputeAnswered, Disputed, HandedOver, Listed, Supplied
from marketplace.delivery.kinds import Side
from marketplace.delivery.models import Order, OrderEvent
from marketplace.delivery.operations.desk import (
    Desk,
    Uploads,
    begin,
    begin_at,
    enter,
    inform,
    must_be_unanswered,
)
from marketplace.delivery.rules import materials
from marketplace.delivery.rules.materials import Turn
from marketplace.delivery.story import Thread


def hand_over(order: Order, given: Iterable[str], uploads: Uploads, desk: Desk) -> OrderEvent:
    """Hand the owner's materials over; none named means that none are needed (C2)."""
    found = begin(order, desk)
    if found.story.handed_over:
        raise WrongState(say("The materials have been handed over already."))
    row = enter(order, HandedOver(tuple(dict.fromkeys(given))), desk, uploads)
    inform(
        order,
        (Side.AGENCY,),
        say(
            "The materials for %(title)s are handed over; list what is missing in time.",
            title=order.need.title,
        ),
    )
    return row


def list_missing(order: Order, missing: Iterable[str], desk: Desk) -> OrderEvent:
    """List what is missing of the materials; raise Refused where C2 takes no list any more, or not of these."""
    found, named = begin(order, desk), tuple(dict.fromkeys(missing))
    if not named:
        raise Refused("C2", say("Name at least one thing that is missing."), field="items")
    _must_be_listable(found, named, desk)
    row = enter(order, Listed(named), desk)
    inform(order, (Side.OWNER,), say("The agency misses materials for %(title)s.", title=order.need.title))
    return row


def supply(order: Order, listing_id: int, note: str, uploads: Uploads, desk: Desk) -> OrderEvent:
    """Supply what a list names (C2)."""
    _, thread = _open_list(order, listing_id, desk)
    row = enter(order, Supplied(note), desk, uploads, thread.event)
    inform(
        order,
        (Side.AGENCY,),
        say("What was missing for %(title)s is supplied.", title=order.need.title),
    )
    return row


def dispute(order: Order, listing_id: int, reason: str, desk: Desk) -> OrderEvent:
    """Dispute a list before the authority of the item (C2)."""
    _, thread = _open_list(order, listing_id, desk)
    must_be_unanswered(thread, Disputed)
    row = enter(order, Disputed(reason), desk, answers=thread.event)
    sentence = say("A list of missing materials for %(title)s is disputed.", title=order.need.title)
    inform(order, (Side.AGENCY, Side.AUTHORITY), sentence)
    return row


def answer_dispute(
    order: Order, listing_id: int, missing: Iterable[str], reason: str, desk: Desk
) -> OrderEvent:
    """Say what of a disputed list is missing; nothing named means that the list was never due (C2)."""
    _, thread = _open_list(order, listing_id, desk)
    must_be_unanswered(thread, DisputeAnswered)
    if thread.reply(Disputed) is None:
        raise WrongState(say("Nobody has disputed this list."))
    listed = thread.event.fact.items if isinstance(thread.event.fact, Listed) else ()
    found = tuple(item for item in listed if item in set(missing))
    row = enter(order, DisputeAnswered(found, reason), desk, answers=thread.event)
    sentence = say("The dispute about the materials for %(title)s is answered.", title=order.need.title)
    inform(order, (Side.OWNER, Side.AGENCY), sentence)
    return row


def _open_list(order: Order, listing_id: int, desk: Desk) -> tuple[Course, Thread]:
    found, thread = begin_at(order, "listings", listing_id, desk)
    if thread.event.id not in {open_one.event.id for open_one, _ in found.open_listings()}:
        raise WrongState(say("Nothing of this list is missing any more."))
    return found, thread


def _must_be_listable(found: Course, named: tuple[str, ...], desk: Desk) -> None:
    given, complete = found.materials, found.completeness
    if given is None or complete is None or given.handed_over_on is None:
        raise WrongState(say("The owner has not handed the materials over yet."))
    first_by = materials.list_by(given, given.handed_over_on, desk.calendar, desk.book)
    if desk.today <= first_by:
        return
    if complete.turn is not Turn.AGENCY_LISTS:
        raise Refused("C2", say("What is missing could be listed until %(day)s.", day=first_by))
    strange = [item for item in named if item not in complete.items]
    if strange:
        raise Refused(
            "C2",
            say("Only what stood on the list can be listed again, not %(what)s.", what=strange),
            field="items",
        )
