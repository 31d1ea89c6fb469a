"""C6: the agency delivers, the owner accepts or rejects, the authority decides about a contested rejection."""

from kernel.errors import Refused, WrongState
from kernel.sentences import say
from marketplace.delivery.course import Course, may_name_repeat
from marketplace.delivery.events import (
    Accepted,
    ContestAnswered,
    Contested,
    Delivered,
    Rejected,
)
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
    must_have_files,
)
from marketplace.delivery.rules.acceptance import acceptance_fault, rejection_fault
from marketplace.delivery.rules.deliveries import Examined, Fate
from marketplace.delivery.rules.history import Finding
from marketplace.delivery.story import Thread


def deliver(order: Order, note: str, uploads: Uploads, desk: Desk) -> OrderEvent:
    """Deliver the result, which stops the clock (C6); raise WrongState while a delivery waits for the owner."""
    found = begin(order, desk)
    if found.stood is not None:
        raise WrongState(say("A delivery waits for the owner already."))
    if any(examined.fate is Fate.CONTESTED for _, examined in found.examined()):
        raise WrongState(say("The authority decides about the contested rejection first."))
    must_have_files(uploads, "C6", say("Bring what is delivered: at least one file."))
    row = enter(order, Delivered(note), desk, uploads)
    sentence = say(
        "%(agency)s has delivered %(title)s: accept or reject it in time.",
        agency=order.agency.name,
        title=order.need.title,
    )
    inform(order, (Side.OWNER,), sentence)
    return row


def accept(order: Order, event_id: int, note: str, desk: Desk, met: tuple[str, ...] = ()) -> OrderEvent:
    """Accept a delivery (C6); every item of the checklist is ticked."""
    found, thread = _undecided(order, event_id, desk)
    fault = acceptance_fault(found.story.checklist, met)
    if fault:
        raise Refused("C6", fault, field="met")
    row = enter(order, Accepted(note, met), desk, answers=thread.event)
    inform(order, (Side.AGENCY,), say("Your delivery of %(title)s is accepted.", title=order.need.title))
    return row


def reject(order: Order, event_id: int, fact: Rejected, uploads: Uploads, desk: Desk) -> OrderEvent:
    """Reject a delivery, with its defects (C6); a defect can be named again only after an earlier rejection."""
    found, thread = _undecided(order, event_id, desk)
    if not fact.defects:
        raise Refused("C6", say("Say what is wrong with the delivery."), field="defects")
    fault = rejection_fault(found.story.checklist, fact.unmet)
    if fault:
        raise Refused("C6", fault, field="unmet")
    if fact.is_repeat and not may_name_repeat(found):
        first = say("No delivery was rejected before, so no defect has been named already.")
        raise Refused("C6", first, field="is_repeat")
    row = enter(order, fact, desk, uploads, thread.event)
    rejected = say(
        "Your delivery of %(title)s is rejected; the reasons are on the order.", title=order.need.title
    )
    inform(order, (Side.AGENCY,), rejected)
    return row


def contest(order: Order, event_id: int, reason: str, uploads: Uploads, desk: Desk) -> OrderEvent:
    """Contest a rejection before the authority; raise Refused after the time for it (C6)."""
    _, thread, examined = _examined(order, event_id, desk)
    must_be_unanswered(thread, Contested)
    if examined.fate is not Fate.REJECTED or examined.contest_by is None:
        raise WrongState(say("This delivery has not been rejected."))
    if desk.today > examined.contest_by.day:
        raise Refused("C6", say("A rejection could be contested until %(day)s.", day=examined.contest_by.day))
    row = enter(order, Contested(reason), desk, uploads, thread.event)
    inform(
        order,
        (Side.OWNER, Side.AUTHORITY),
        say("The agency contests the rejection of %(title)s.", title=order.need.title),
    )
    return row


def answer_contest(order: Order, event_id: int, finding: Finding, reason: str, desk: Desk) -> OrderEvent:
    """Decide whether a contested rejection was founded; unfounded, the delivery is accepted as of its day (C6)."""
    _, thread, examined = _examined(order, event_id, desk)
    if examined.fate is not Fate.CONTESTED:
        raise WrongState(say("No contested rejection waits to be decided."))
    row = enter(order, ContestAnswered(finding, reason), desk, answers=thread.event)
    told = {
        Finding.FOUNDED: say("The rejection of %(title)s was founded.", title=order.need.title),
        Finding.UNFOUNDED: say(
            "The rejection of %(title)s was unfounded: the delivery is accepted.", title=order.need.title
        ),
    }
    inform(order, (Side.OWNER, Side.AGENCY), told[finding])
    return row


def _examined(order: Order, event_id: int, desk: Desk) -> tuple[Course, Thread, Examined]:
    found, thread = begin_at(order, "deliveries", event_id, desk)
    examined = next((e for t, e in found.examined() if t.event.id == event_id), None)
    if examined is None:
        raise WrongState(say("There is nothing of the kind on this order."))
    return found, thread, examined


def _undecided(order: Order, event_id: int, desk: Desk) -> tuple[Course, Thread]:
    found, thread, examined = _examined(order, event_id, desk)
    if examined.fate is not Fate.DELIVERED:
        raise WrongState(say("This delivery has been decided already."))
    return found, thread
