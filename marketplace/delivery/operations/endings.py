"""C10, P11: a contract ends by agreement or by the owner; one that the agency abandons goes to the authority."""

from blacklist import queries as blacklist
from credit import operations as credit
from credit.evidence import GiveUp
from kernel.errors import WrongState
from kernel.sentences import say
from marketplace.delivery.events import Abandoned, EndAnswered, EndedByOwner, EndProposed
from marketplace.delivery.kinds import Side
from marketplace.delivery.models import Order, OrderEvent
from marketplace.delivery.operations.desk import (
    Desk,
    begin,
    begin_at,
    enter,
    inform,
    must_be_unanswered,
    must_say_why,
)

BY_OWNER, BY_REMOVAL = "C10", "P11"


def propose_end(order: Order, reason: str, desk: Desk) -> OrderEvent:
    """Propose to end the contract by agreement (C10)."""
    found = begin(order, desk)
    if any(thread.reply(EndAnswered) is None for thread in found.story.ends):
        raise WrongState(say("An end has been proposed already and waits for its answer."))
    row = enter(order, EndProposed(reason), desk)
    proposed = say("The other side proposes to end the contract for %(title)s.", title=order.need.title)
    inform(order, (desk.side.other,), proposed)
    return row


def answer_end(order: Order, event_id: int, reason: str, desk: Desk, *, agreed: bool) -> OrderEvent:
    """Agree to end the contract, which stops its clock for good if the due day has not passed; or decline (C10)."""
    _, thread = begin_at(order, "ends", event_id, desk)
    must_be_unanswered(thread, EndAnswered)
    if thread.event.side is desk.side:
        raise WrongState(say("The other side answers what you have proposed."))
    must_say_why(agreed, reason, "C10")
    row = enter(order, EndAnswered(agreed, reason), desk, answers=thread.event)
    told = (
        say("The contract for %(title)s has ended by agreement.", title=order.need.title)
        if agreed
        else say("The proposed end of the contract for %(title)s is declined.", title=order.need.title)
    )
    inform(order, (desk.side.other,), told)
    return row


def end_contract(order: Order, reason: str, desk: Desk) -> OrderEvent:
    """End the contract as its owner (C10), without penalty where the agency has been removed (P11)."""
    begin(order, desk)
    is_out = blacklist.standing(order.agency_id, desk.today, desk.book).is_out
    row = enter(order, EndedByOwner(reason, BY_REMOVAL if is_out else BY_OWNER), desk)
    inform(
        order,
        (Side.AGENCY,),
        say("The owner has ended the contract for %(title)s.", title=order.need.title),
    )
    return row


def abandon(order: Order, reason: str, desk: Desk) -> OrderEvent:
    """Give a contract up as its agency (C10): the clock runs on, the authority and the owner are told."""
    found = begin(order, desk)
    if found.story.abandoned:
        raise WrongState(say("The contract has been abandoned already."))
    row = enter(order, Abandoned(reason), desk)
    credit.submit(order.agency_id, GiveUp(desk.today), entry=row.entry, about=f"order:{order.id}")
    told = say("%(agency)s has abandoned %(title)s.", agency=order.agency.name, title=order.need.title)
    inform(order, (Side.OWNER,), told)
    reported = say(
        "%(agency)s has abandoned %(title)s after the contract: look whether it is a serious violation.",
        agency=order.agency.name,
        title=order.need.title,
    )
    inform(order, (Side.AUTHORITY,), reported)
    return row
