"""W1: which events of an order a case assistant may enter for its owner; whatever is not here stays the owner's own.

To file a contract is not here: who files agrees, and the other side's confirmation alone puts it in effect. Nor is an
objection to a last day, which takes the owner's stand against the agency.
"""

from collections.abc import Mapping

from flask_login import current_user

from kernel.permissions import allows, can_open
from kernel.sentences import say
from marketplace.delivery.kinds import Kind
from marketplace.delivery.models import Order
from marketplace.delivery.permissions import Can
from marketplace.projects.helping import Deed
from marketplace.projects.vocabulary import Step

STEPS: Mapping[Kind, Step] = {
    Kind.HANDED_OVER: Step.MATERIALS,
    Kind.SUPPLIED: Step.MATERIALS,
    Kind.PAUSE_ANSWERED: Step.PAUSES,
    Kind.LAST_DAY_ENTERED: Step.PAUSES,
    Kind.PAID: Step.PAYMENTS,
}


def may_do(endpoint: str, subject: object) -> bool:
    """Tell whether whoever looks may do what a turn asks for; a contract that may be read is not yet theirs to answer."""
    if endpoint == "delivery.contract":
        return allows(current_user, Can.ANSWER_CONTRACT, subject)
    return can_open(endpoint, subject)


def deed(order: Order, kind: Kind, others: set[int]) -> Deed:
    """Return what entering an event of a kind is, for the proof that it is done for the owner."""
    told = say(
        "%(what)s: %(title)s (%(number)s)", what=kind.label, title=order.need.title, number=order.number
    )
    step: str = STEPS.get(kind, kind.value)
    return Deed(step, order.owner_id, order.need.project_id, told, f"/orders/{order.number}", others)
