"""C10: a record of what was paid on a contract."""

from kernel.db import lock
from kernel.errors import Refused, WrongState
from kernel.sentences import say
from marketplace.delivery import queries
from marketplace.delivery.events import Paid
from marketplace.delivery.kinds import Side
from marketplace.delivery.models import Order, OrderEvent
from marketplace.delivery.operations.desk import NOT_SIGNED, Desk, Uploads, enter, inform


def record_payment(order: Order, fact: Paid, uploads: Uploads, desk: Desk) -> OrderEvent:
    """Record a payment, also after the acceptance; raise Refused for a day that has not come."""
    lock(order)
    if not queries.clock_of(order, desk.calendar, desk.book, desk.today).is_effective:
        raise WrongState(NOT_SIGNED)
    if fact.paid_on > desk.today:
        raise Refused("C10", say("A payment is recorded once it is made."), field="paid_on")
    row = enter(order, fact, desk, uploads)
    paid = say("The owner has recorded a payment for %(title)s.", title=order.need.title)
    inform(order, (Side.AGENCY,), paid)
    return row
