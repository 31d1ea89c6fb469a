"""The pages of payments, of changed tasks and of ends (C10)."""

from flask_babel import gettext as _

from blacklist import queries as blacklist
from kernel import clock, law
from kernel.acts import act
from kernel.permissions import requires
from kernel.web import page
from marketplace.delivery import queries
from marketplace.delivery.events import ChangeProposed, Paid
from marketplace.delivery.forms import AgreeForm, ChangeForm, PaymentForm, ReasonForm
from marketplace.delivery.kinds import Kind
from marketplace.delivery.models import Order
from marketplace.delivery.operations import changes, endings, payments
from marketplace.delivery.permissions import Can
from marketplace.delivery.queries import OrdersEvent
from marketplace.delivery.views.blueprint import Answer, at, blueprint, desk, page_of, stands


@blueprint.route("/orders/<string:number>/payment", methods=["GET", "POST"])
@requires(Can.PAY, subject=queries.order)
def record_payment(order: Order) -> Answer:
    """Record a payment."""
    form = PaymentForm(paid_on=clock.today())
    if form.validate_on_submit():
        with act(form) as done:
            fact = Paid(form.amount_fen.data, form.paid_on.data, form.note.data or "")
            payments.record_payment(order, fact, form.uploads(), desk())
            done.at(page_of(order), _("The payment is recorded."))
        if done:
            return done.redirect()
    return page("marketplace/delivery/record_payment.html", form=form, order=order, found=stands(order))


@blueprint.route("/orders/<string:number>/change", methods=["GET", "POST"])
@requires(Can.AGREE, subject=queries.order)
def propose_change(order: Order) -> Answer:
    """Propose a changed task."""
    form = ChangeForm(price_fen=order.price_fen, promise=order.promise)
    if form.validate_on_submit():
        with act(form) as done:
            fact = ChangeProposed(form.task.data, form.price_fen.data, form.promise.data)
            changes.propose_change(order, fact, form.uploads(), desk())
            done.at(page_of(order), _("The changed task is proposed. The other side answers."))
        if done:
            return done.redirect()
    return page("marketplace/delivery/propose_change.html", form=form, order=order)


@blueprint.route("/orders/<string:number>/changes/<int:event_id>/answer", methods=["GET", "POST"])
@requires(Can.AGREE, subject=at(Kind.CHANGE_PROPOSED))
def answer_change(proposed: OrdersEvent) -> Answer:
    """Agree to a changed task or decline it."""
    form = AgreeForm()
    if form.validate_on_submit():
        with act(form) as done:
            reason = form.reason.data or ""
            order = changes.answer_change(
                proposed.order, proposed.event.id, reason, desk(), agreed=form.agreed
            )
            done.at(page_of(order), _("The changed task is answered."))
        if done:
            return done.redirect()
    return page("marketplace/delivery/answer_change.html", form=form, **_proposal(proposed))


@blueprint.route("/orders/<string:number>/end", methods=["GET", "POST"])
@requires(Can.AGREE, subject=queries.order)
def propose_end(order: Order) -> Answer:
    """Propose to end the contract."""
    form = ReasonForm()
    if form.validate_on_submit():
        with act(form) as done:
            endings.propose_end(order, form.reason.data, desk())
            done.at(page_of(order), _("The end is proposed. The other side answers."))
        if done:
            return done.redirect()
    return page("marketplace/delivery/propose_end.html", form=form, order=order)


@blueprint.route("/orders/<string:number>/ends/<int:event_id>/answer", methods=["GET", "POST"])
@requires(Can.AGREE, subject=at(Kind.END_PROPOSED))
def answer_end(proposed: OrdersEvent) -> Answer:
    """Agree to end the contract or decline."""
    form = AgreeForm()
    if form.validate_on_submit():
        with act(form) as done:
            reason = form.reason.data or ""
            endings.answer_end(proposed.order, proposed.event.id, reason, desk(), agreed=form.agreed)
            done.at(page_of(proposed.order), _("The proposed end is answered."))
        if done:
            return done.redirect()
    return page("marketplace/delivery/answer_end.html", form=form, **_proposal(proposed))


@blueprint.route("/orders/<string:number>/end-by-owner", methods=["GET", "POST"])
@requires(Can.END, subject=queries.order)
def end_contract(order: Order) -> Answer:
    """End the contract as its owner."""
    form = ReasonForm()
    if form.validate_on_submit():
        with act(form) as done:
            endings.end_contract(order, form.reason.data, desk())
            done.at(page_of(order), _("The contract has ended."))
        if done:
            return done.redirect()
    standing = blacklist.standing(order.agency_id, clock.today(), law.book())
    return page("marketplace/delivery/end_contract.html", form=form, order=order, standing=standing)


@blueprint.route("/orders/<string:number>/abandon", methods=["GET", "POST"])
@requires(Can.ABANDON, subject=queries.order)
def abandon(order: Order) -> Answer:
    """Give the contract up as its agency."""
    form = ReasonForm()
    if form.validate_on_submit():
        with act(form) as done:
            endings.abandon(order, form.reason.data, desk())
            done.at(page_of(order), _("The contract is abandoned; the authority has been told."))
        if done:
            return done.redirect()
    return page("marketplace/delivery/abandon.html", form=form, order=order)


def _proposal(proposed: OrdersEvent) -> dict[str, object]:
    return {
        "order": proposed.order,
        "asked": queries.as_event(proposed.event),
        "files": proposed.files,
    }
