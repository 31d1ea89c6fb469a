"""The blueprint of delivery, and what its pages share."""

from collections.abc import Callable

from flask import Blueprint, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from kernel import clock, law
from kernel.errors import NotYours
from marketplace.delivery import queries
from marketplace.delivery.course import Course
from marketplace.delivery.helped import may_do
from marketplace.delivery.kinds import Kind
from marketplace.delivery.models import Order
from marketplace.delivery.operations.desk import Desk
from marketplace.delivery.queries import OrdersEvent
from marketplace.projects.presence import behalf

blueprint = Blueprint("delivery", __name__)
Answer = Response | tuple[str, int]


def desk() -> Desk:
    """Return who acts here and now, for which side; raise NotYours for those who only read."""
    side = queries.side_of(current_user.organisation)
    if side is None:
        raise NotYours
    return Desk(current_user.id, side, clock.today(), law.calendar(), law.book(), behalf())


def at(*kinds: Kind) -> Callable[..., OrdersEvent | None]:
    """Return a loader of an order's event of some kinds, by the order's number and the event's id."""

    def load(number: str, event_id: int) -> OrdersEvent | None:
        return queries.event(number, event_id, *kinds)

    return load


def stands(order: Order) -> Course:
    """Return where an order stands today."""
    return queries.clock_of(order, law.calendar(), law.book(), clock.today())


def page_of(order: Order) -> str:
    """Return the address of an order's page."""
    return url_for("delivery.show", number=order.number)


@blueprint.context_processor
def figures() -> dict[str, Callable[..., object]]:
    """Let the pages of orders name the figures in force, `within("C6.accept_within")`, and ask who may do what."""
    return {"within": lambda figure: law.book().whole(figure, clock.today()), "may_do": may_do}
