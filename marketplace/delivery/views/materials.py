"""The pages on which materials are handed over, listed as missing, supplied and disputed (C2)."""

from flask_babel import gettext as _

from kernel.acts import act
from kernel.permissions import requires
from kernel.web import page
from marketplace.delivery import queries
from marketplace.delivery.events import Listed
from marketplace.delivery.forms import DisputeAnswerForm, HandOverForm, ListForm, ReasonForm, SupplyForm
from marketplace.delivery.kinds import Kind
from marketplace.delivery.models import Order
from marketplace.delivery.operations import materials
from marketplace.delivery.permissions import Can
from marketplace.delivery.queries import OrdersEvent
from marketplace.delivery.views.blueprint import Answer, at, blueprint, desk, page_of, stands


@blueprint.route("/orders/<string:number>/materials", methods=["GET", "POST"])
@requires(Can.HAND_OVER, subject=queries.order)
def hand_over(order: Order) -> Answer:
    """Hand the materials over, or say that none are needed."""
    form = HandOverForm()
    if form.validate_on_submit():
        with act(form) as done:
            materials.hand_over(order, form.given(), form.uploads(), desk())
            done.at(page_of(order), _("The materials are handed over. The agency lists what is missing."))
        if done:
            return done.redirect()
    return page("marketplace/delivery/hand_over.html", form=form, order=order)


@blueprint.route("/orders/<string:number>/missing", methods=["GET", "POST"])
@requires(Can.LIST_MISSING, subject=queries.order)
def list_missing(order: Order) -> Answer:
    """List what is missing of the materials."""
    form = ListForm()
    if form.validate_on_submit():
        with act(form) as done:
            materials.list_missing(order, form.items.data, desk())
            done.at(page_of(order), _("The list is with the owner."))
        if done:
            return done.redirect()
    return page("marketplace/delivery/list_missing.html", form=form, order=order, found=stands(order))


@blueprint.route("/orders/<string:number>/missing/<int:event_id>/supply", methods=["GET", "POST"])
@requires(Can.HAND_OVER, subject=at(Kind.LISTED))
def supply(listed: OrdersEvent) -> Answer:
    """Supply what a list names."""
    form = SupplyForm()
    if form.validate_on_submit():
        with act(form) as done:
            materials.supply(listed.order, listed.event.id, form.note.data or "", form.uploads(), desk())
            done.at(page_of(listed.order), _("The missing materials are supplied."))
        if done:
            return done.redirect()
    return page("marketplace/delivery/supply.html", form=form, order=listed.order, items=_items(listed))


@blueprint.route("/orders/<string:number>/missing/<int:event_id>/dispute", methods=["GET", "POST"])
@requires(Can.DISPUTE, subject=at(Kind.LISTED))
def dispute(listed: OrdersEvent) -> Answer:
    """Dispute a list before the authority."""
    form = ReasonForm()
    if form.validate_on_submit():
        with act(form) as done:
            materials.dispute(listed.order, listed.event.id, form.reason.data, desk())
            done.at(page_of(listed.order), _("The list is disputed; the authority answers."))
        if done:
            return done.redirect()
    return page("marketplace/delivery/dispute.html", form=form, order=listed.order, items=_items(listed))


@blueprint.route("/orders/<string:number>/missing/<int:event_id>/answer", methods=["GET", "POST"])
@requires(Can.ANSWER_DISPUTE, subject=at(Kind.LISTED))
def answer_dispute(listed: OrdersEvent) -> Answer:
    """Say what of a disputed list is missing."""
    form = DisputeAnswerForm().of(_items(listed))
    if form.validate_on_submit():
        with act(form) as done:
            missing, reason = form.missing.data or [], form.reason.data
            materials.answer_dispute(listed.order, listed.event.id, missing, reason, desk())
            done.at(page_of(listed.order), _("The dispute is answered."))
        if done:
            return done.redirect()
    return page("marketplace/delivery/answer_dispute.html", form=form, order=listed.order)


def _items(listed: OrdersEvent) -> tuple[str, ...]:
    fact = queries.as_event(listed.event).fact
    return fact.items if isinstance(fact, Listed) else ()
