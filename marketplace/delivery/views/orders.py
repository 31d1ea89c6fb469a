"""The list of orders, the page of one, and its files."""

from flask import request
from flask_login import current_user
from werkzeug.wrappers import Response

from kernel import clock, law
from kernel.files import send
from kernel.permissions import requires
from kernel.places import shows
from kernel.web import page
from marketplace.delivery import queries, sheet
from marketplace.delivery import waiting as waiting_for
from marketplace.delivery.models import Order
from marketplace.delivery.permissions import Can
from marketplace.delivery.queries import OrdersEvent
from marketplace.delivery.views.blueprint import Answer, blueprint


@blueprint.get("/orders")
@requires(Can.LIST)
def index() -> Answer:
    """Show the orders that my organisation may see, the newest first."""
    body, today, calendar, book = current_user.organisation, clock.today(), law.calendar(), law.book()
    found = queries.orders_of(body, today, request.args.get("after"))
    courses = queries.clocks(found.rows, calendar, book, today)
    waiting = waiting_for.turns_of(body, calendar, book, today)
    side = queries.side_of(body)
    return page("marketplace/delivery/index.html", found=found, courses=courses, waiting=waiting, side=side)


@blueprint.get("/orders/<string:number>")
@shows("service_order", "delivery.show", number="number")
@requires(Can.READ, subject=queries.order)
def show(order: Order) -> Answer:
    """Show an order: its clock, whose turn it is, and everything that happened."""
    shown = sheet.sheet(order, law.calendar(), law.book(), clock.today())
    side = queries.side_of(current_user.organisation)
    may_act = side is not None and current_user.acts
    return page("marketplace/delivery/show.html", order=order, sheet=shown, side=side, may_act=may_act)


@blueprint.get("/orders/<string:number>/files/<int:file_id>")
@requires(Can.READ_FILE, subject=queries.file)
def file(found: OrdersEvent) -> Response:
    """Download a file that came with an event of the order."""
    return send(found.files[0])
