"""The clock of an order to take away: as plain text, and as a bundle that proves it without us."""

from werkzeug.wrappers import Response

from kernel import clock, law
from kernel.permissions import requires
from marketplace.delivery import bundle as bundles
from marketplace.delivery import plain, queries
from marketplace.delivery.models import Order
from marketplace.delivery.permissions import Can
from marketplace.delivery.views.blueprint import blueprint, stands


@blueprint.get("/orders/<string:number>/clock.txt")
@requires(Can.READ, subject=queries.order)
def clock_text(order: Order) -> Response:
    """Hand out the clock of the order as plain text."""
    answer = Response(plain.text(order, stands(order)), mimetype="text/plain")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.get("/orders/<string:number>/bundle")
@requires(Can.READ_FILE, subject=queries.order)
def bundle(order: Order) -> Response:
    """Hand out the evidence bundle of the order as of today."""
    packed = bundles.bundle(order, law.calendar(), law.book(), clock.today())
    answer = Response(packed, mimetype="application/zip")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{order.number}.zip")
    answer.headers["Cache-Control"] = "no-store"
    return answer
