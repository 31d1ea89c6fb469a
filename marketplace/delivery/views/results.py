"""The pages on which a result is delivered, accepted, rejected and contested (C6)."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from kernel.acts import act
from kernel.forms import ActForm
from kernel.permissions import requires
from kernel.web import page
from marketplace.delivery import queries
from marketplace.delivery.course import may_name_repeat
from marketplace.delivery.events import Rejected
from marketplace.delivery.forms import (
    AcceptForm,
    ContestAnswerForm,
    ContestForm,
    DeliverForm,
    RejectForm,
)
from marketplace.delivery.kinds import Kind
from marketplace.delivery.models import Order
from marketplace.delivery.operations import deliveries
from marketplace.delivery.permissions import Can
from marketplace.delivery.queries import OrdersEvent
from marketplace.delivery.rules.history import Finding
from marketplace.delivery.views.blueprint import Answer, at, blueprint, desk, page_of, stands

_at_delivery = at(Kind.DELIVERED)


@blueprint.route("/orders/<string:number>/deliver", methods=["GET", "POST"])
@requires(Can.DELIVER, subject=queries.order)
def deliver(order: Order) -> Answer:
    """Deliver the result."""
    form = DeliverForm()
    if form.validate_on_submit():
        with act(form) as done:
            deliveries.deliver(order, form.note.data or "", form.uploads(), desk())
            done.at(page_of(order), _("The result is delivered. The clock has stopped."))
        if done:
            return done.redirect()
    return page("marketplace/delivery/deliver.html", form=form, order=order, found=stands(order))


@blueprint.route("/orders/<string:number>/deliveries/<int:event_id>/accept", methods=["GET", "POST"])
@requires(Can.EXAMINE, subject=_at_delivery)
def accept(delivered: OrdersEvent) -> Answer:
    """Accept a delivery."""
    form, shown = AcceptForm(), _delivery(delivered)
    met = _items(form, "met", shown["checklist"])
    if form.validate_on_submit():
        with act(form) as done:
            deliveries.accept(delivered.order, delivered.event.id, form.note.data or "", desk(), met())
            done.at(page_of(delivered.order), _("The delivery is accepted."))
        if done:
            return done.redirect()
    return page("marketplace/delivery/accept.html", form=form, **shown)


@blueprint.route("/orders/<string:number>/deliveries/<int:event_id>/reject", methods=["GET", "POST"])
@requires(Can.EXAMINE, subject=_at_delivery)
def reject(delivered: OrdersEvent) -> Answer:
    """Reject a delivery with reasons."""
    form, shown = RejectForm(), _delivery(delivered)
    unmet = _items(form, "unmet", shown["checklist"])
    if not shown["may_repeat"]:
        del form.is_repeat
    if form.validate_on_submit():
        with act(form) as done:
            fact = Rejected(form.defects.data, "is_repeat" in form and form.is_repeat.data, unmet())
            deliveries.reject(delivered.order, delivered.event.id, fact, form.uploads(), desk())
            done.at(page_of(delivered.order), _("The delivery is rejected. The agency reads your reasons."))
        if done:
            return done.redirect()
    return page("marketplace/delivery/reject.html", form=form, **shown)


@blueprint.route("/orders/<string:number>/deliveries/<int:event_id>/contest", methods=["GET", "POST"])
@requires(Can.DELIVER, subject=_at_delivery)
def contest(delivered: OrdersEvent) -> Answer:
    """Contest a rejection before the authority."""
    form = ContestForm()
    if form.validate_on_submit():
        with act(form) as done:
            deliveries.contest(delivered.order, delivered.event.id, form.reason.data, form.uploads(), desk())
            done.at(page_of(delivered.order), _("The rejection is contested; the authority decides."))
        if done:
            return done.redirect()
    return page("marketplace/delivery/contest.html", form=form, **_delivery(delivered))


@blueprint.route("/orders/<string:number>/deliveries/<int:event_id>/decide", methods=["GET", "POST"])
@requires(Can.DECIDE, subject=_at_delivery)
def answer_contest(delivered: OrdersEvent) -> Answer:
    """Decide whether a contested rejection was founded."""
    form = ContestAnswerForm()
    if form.validate_on_submit():
        with act(form) as done:
            finding, reason = Finding(form.finding.data), form.reason.data
            deliveries.answer_contest(delivered.order, delivered.event.id, finding, reason, desk())
            done.at(page_of(delivered.order), _("The contested rejection is decided."))
        if done:
            return done.redirect()
    return page("marketplace/delivery/answer_contest.html", form=form, **_delivery(delivered))


def _items(form: ActForm, name: str, checklist: tuple[str, ...]) -> Callable[[], tuple[str, ...]]:
    """Ask for items of the checklist, where there is one; return what reads the answer."""
    if not checklist:
        delattr(form, name)
        return tuple
    form[name].choices = [(item, item) for item in checklist]
    return lambda: tuple(form[name].data or ())


def _delivery(delivered: OrdersEvent) -> dict[str, Any]:
    """Return what a page shows of a delivery: its files, what was said of it, and where the order stands."""
    found = stands(delivered.order)
    thread = next(t for t in found.story.deliveries if t.event.id == delivered.event.id)
    return {
        "order": delivered.order,
        "found": found,
        "thread": thread,
        "examined": next((e for t, e in found.examined() if t is thread), None),
        "files": delivered.files,
        "may_repeat": may_name_repeat(found),
        "checklist": found.story.checklist,
    }
