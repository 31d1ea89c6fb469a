"""C7: working days more, asked for by the agency and agreed by the owner."""

from kernel.errors import Refused
from kernel.rulebook import Rulebook
from kernel.sentences import say
from marketplace.delivery.course import Course
from marketplace.delivery.events import ExtensionAnswered, ExtensionAsked
from marketplace.delivery.kinds import Side
from marketplace.delivery.models import Order, OrderEvent
from marketplace.delivery.operations import effects
from marketplace.delivery.operations.desk import (
    Desk,
    Uploads,
    begin,
    begin_at,
    enter,
    inform,
    must_be_unanswered,
    must_say_why,
)
from marketplace.delivery.operations.effects import Effect
from marketplace.delivery.rules import consistency
from marketplace.delivery.rules.history import Extension
from marketplace.delivery.rules.states import State


def effect_of_extension(order: Order, fact: ExtensionAsked, desk: Desk) -> Effect:
    """Say what an extension would do if it were agreed today; raise Refused where it cannot be asked for (C7)."""
    for fault in consistency.extension_faults(Extension(fact.days, desk.today)):
        raise Refused("C7", fault, field="days")
    effect = effects.of_asking(order, fact, desk)
    if effect.problem:
        raise Refused("C7", effect.problem, field="days")
    return effect


def ask_extension(order: Order, fact: ExtensionAsked, uploads: Uploads, desk: Desk) -> OrderEvent:
    """Ask for working days more; raise Refused after the due day, and beyond what may be extended (C7)."""
    begin(order, desk)
    effect_of_extension(order, fact, desk)
    row = enter(order, fact, desk, uploads)
    asked = say(
        "The agency asks for %(days)s working days more for %(title)s.",
        days=fact.days,
        title=order.need.title,
    )
    inform(order, (Side.OWNER,), asked)
    return row


def answer_extension(order: Order, event_id: int, reason: str, desk: Desk, *, agreed: bool) -> OrderEvent:
    """Agree to an extension or refuse it; raise Refused where silence has answered or it is too late (C7)."""
    found, thread = begin_at(order, "extensions", event_id, desk)
    must_be_unanswered(thread, ExtensionAnswered)
    judged = next(judged for one, judged in found.extensions() if one.event.id == event_id)
    if judged.state is not State.WAITING:
        raise Refused("C7", judged.why)
    if agreed and judged.due_then and desk.today > judged.due_then:
        raise Refused(
            "C7", say("An extension is agreed by the due day of then, %(due)s.", due=judged.due_then)
        )
    must_say_why(agreed, reason, "C7")
    row = enter(order, ExtensionAnswered(agreed, reason), desk, answers=thread.event)
    told = (
        say("The extension of %(title)s is agreed.", title=order.need.title)
        if agreed
        else say("The extension of %(title)s is refused.", title=order.need.title)
    )
    inform(order, (Side.AGENCY,), told)
    return row


def room(found: Course, book: Rulebook) -> tuple[int, int]:
    """Return how often and by how many working days together an order may still be extended (C7)."""
    granted = [judged for _, judged in found.extensions() if judged.state.is_counted]
    most = -(-found.terms.promise // book.whole("C7.share_divisor", found.today))
    return book.whole("C7.most", found.today) - len(granted), most - found.clock.extended
