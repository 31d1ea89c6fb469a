"""C10: a changed task is a new commitment agreed by both: a new order follows the old one, which ends."""

from dataclasses import replace

from kernel.errors import Refused, WrongState
from kernel.sentences import say
from marketplace.delivery import queries
from marketplace.delivery.events import ChangeAnswered, ChangeProposed, ContractConfirmed, ContractFiled
from marketplace.delivery.kinds import Kind
from marketplace.delivery.models import Order
from marketplace.delivery.operations.contracts import opened_after
from marketplace.delivery.operations.desk import (
    Desk,
    Uploads,
    begin,
    begin_at,
    enter,
    inform,
    must_be_unanswered,
    must_have_files,
    must_say_why,
)
from marketplace.delivery.rules import consistency
from marketplace.delivery.rules.history import Commitment
from marketplace.delivery.story import Thread


def propose_change(order: Order, fact: ChangeProposed, uploads: Uploads, desk: Desk) -> None:
    """Propose a changed task with its price, its promise and its paper (C10); the promise keeps to C1."""
    found = begin(order, desk)
    for fault in consistency.promise_faults(Commitment(fact.promise, desk.today), desk.book):
        raise Refused("C1", fault, field="promise")
    must_have_files(uploads, "C10", say("Bring the paper on which the changed task stands."))
    if any(thread.reply(ChangeAnswered) is None for thread in found.story.changes):
        raise WrongState(say("A change has been proposed already and waits for its answer."))
    enter(order, fact, desk, uploads)
    inform(
        order,
        (desk.side.other,),
        say("The other side proposes a changed task for %(title)s.", title=order.need.title),
    )


def answer_change(order: Order, event_id: int, reason: str, desk: Desk, *, agreed: bool) -> Order:
    """Agree to a changed task: the order ends, and a new one follows it with the new promise; or decline (C10).

    S3 is asked as at every signing. A due day that was missed stays missed: C8 lets only an end on or before
    the due day stop the clock.
    """
    _, thread = begin_at(order, "changes", event_id, desk)
    must_be_unanswered(thread, ChangeAnswered)
    if thread.event.side is desk.side:
        raise WrongState(say("The other side answers what you have proposed."))
    must_say_why(agreed, reason, "C10")
    follower = _follow(order, thread, desk) if agreed else order
    number = follower.number if agreed else ""
    enter(order, ChangeAnswered(agreed, number, reason), desk, answers=thread.event)
    told = (
        say(
            "The changed task for %(title)s is agreed: order %(number)s.",
            title=order.need.title,
            number=number,
        )
        if agreed
        else say("The changed task for %(title)s is declined.", title=order.need.title)
    )
    inform(follower, (desk.side.other,), told)
    return follower


def _follow(order: Order, thread: Thread, desk: Desk) -> Order:
    fact = thread.event.fact
    if not isinstance(fact, ChangeProposed):
        raise WrongState(say("There is nothing of the kind on this order."))
    proposed = queries.event(order.number, thread.event.id, Kind.CHANGE_PROPOSED)
    if proposed is None:
        raise WrongState(say("There is nothing of the kind on this order."))
    row = opened_after(order, fact.price_fen, fact.promise, desk)
    proposer = replace(desk, actor_id=proposed.event.actor_id, side=thread.event.side)
    filed = enter(row, ContractFiled(fact.price_fen, fact.promise), proposer, papers=proposed.files)
    enter(row, ContractConfirmed(), desk, answers=filed.id)
    return row
