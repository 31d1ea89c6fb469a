"""The pages on which pauses and extensions are asked for and answered (C3, C4, C7)."""

from flask_babel import gettext as _
from flask_login import current_user

from kernel import law
from kernel.acts import act, look
from kernel.permissions import requires
from kernel.web import page
from marketplace.delivery import queries
from marketplace.delivery.course import Course
from marketplace.delivery.events import ExtensionAsked, PauseAsked
from marketplace.delivery.forms import (
    AgreeForm,
    ExtensionForm,
    LastDayForm,
    PauseAnswerForm,
    PauseForm,
    ReasonForm,
)
from marketplace.delivery.kinds import Kind, Reason
from marketplace.delivery.models import Order
from marketplace.delivery.operations import effects, extensions, pauses
from marketplace.delivery.permissions import Can
from marketplace.delivery.queries import OrdersEvent
from marketplace.delivery.rules.history import Answer as Word
from marketplace.delivery.rules.history import Cause
from marketplace.delivery.rules.states import State
from marketplace.delivery.views.blueprint import Answer, at, blueprint, desk, page_of, stands


@blueprint.route("/orders/<string:number>/pause", methods=["GET", "POST"])
@requires(Can.ASK, subject=queries.order)
def ask_pause(order: Order) -> Answer:
    """Ask for a pause; what it would do to the due day is shown before it is sent."""
    form, effect = PauseForm(), None
    if form.validate_on_submit():
        fact = _pause(form)
        if form.was_shown:
            with act(form) as done:
                pauses.ask_pause(order, fact, form.uploads(), desk())
                done.at(page_of(order), _("The pause is asked for."))
            if done:
                return done.redirect()
        with look(form):
            effect = pauses.effect_of_pause(order, fact, desk())
            form.shows()
    return page(
        "marketplace/delivery/ask_pause.html", form=form, order=order, effect=effect, found=stands(order)
    )


@blueprint.route("/orders/<string:number>/pauses/<int:event_id>/answer", methods=["GET", "POST"])
@requires(Can.ANSWER_PAUSE, subject=at(Kind.PAUSE_ASKED))
def answer_pause(asked: OrdersEvent) -> Answer:
    """Confirm a pause or refuse it."""
    form = PauseAnswerForm()
    if form.validate_on_submit():
        with act(form) as done:
            answer, reason = Word(form.answer.data), form.reason.data or ""
            pauses.answer_pause(asked.order, asked.event.id, answer, reason, desk())
            done.at(page_of(asked.order), _("The pause is answered."))
        if done:
            return done.redirect()
    return page("marketplace/delivery/answer_pause.html", form=form, **_waiting(asked))


@blueprint.route("/orders/<string:number>/pauses/<int:event_id>/last-day", methods=["GET", "POST"])
@requires(Can.END_PAUSE, subject=at(Kind.PAUSE_ASKED))
def enter_last_day(asked: OrdersEvent) -> Answer:
    """Enter the last day of a pause; what it would do to the due day is shown before it is sent."""
    form, effect, last = LastDayForm(), None, (asked.order, asked.event.id)
    if form.validate_on_submit():
        if form.was_shown:
            with act(form) as done:
                pauses.enter_last_day(*last, form.last_on.data, desk())
                done.at(page_of(asked.order), _("The last day is entered; the other side may object."))
            if done:
                return done.redirect()
        with look(form):
            effect = pauses.effect_of_last_day(*last, form.last_on.data, desk())
            form.shows()
    return page("marketplace/delivery/enter_last_day.html", form=form, effect=effect, **_request(asked))


@blueprint.route("/orders/<string:number>/last-days/<int:event_id>/object", methods=["GET", "POST"])
@requires(Can.OBJECT_TO_LAST_DAY, subject=at(Kind.PAUSE_ASKED, Kind.LAST_DAY_ENTERED))
def object_last_day(entered: OrdersEvent) -> Answer:
    """Object to a last day that the other side entered."""
    form, pause_id = ReasonForm(), entered.event.answers_id or entered.event.id
    if form.validate_on_submit():
        with act(form) as done:
            pauses.object_last_day(entered.order, pause_id, entered.event.id, form.reason.data, desk())
            done.at(page_of(entered.order), _("Your objection is entered: that day does not hold."))
        if done:
            return done.redirect()
    return page("marketplace/delivery/object_last_day.html", form=form, **_request(entered))


@blueprint.route("/orders/<string:number>/extension", methods=["GET", "POST"])
@requires(Can.ASK, subject=queries.order)
def ask_extension(order: Order) -> Answer:
    """Ask for an extension; what it would do to the due day is shown before it is sent."""
    form, effect = ExtensionForm(), None
    if form.validate_on_submit():
        fact = ExtensionAsked(form.days.data, Reason(form.whose.data), form.reason.data)
        if form.was_shown:
            with act(form) as done:
                extensions.ask_extension(order, fact, form.uploads(), desk())
                done.at(page_of(order), _("The extension is asked for."))
            if done:
                return done.redirect()
        else:
            with look(form):
                effect = extensions.effect_of_extension(order, fact, desk())
                form.shows()
    found = stands(order)
    shown = {"effect": effect, "found": found, "room": extensions.room(found, law.book())}
    return page("marketplace/delivery/ask_extension.html", form=form, order=order, **shown)


@blueprint.route("/orders/<string:number>/extensions/<int:event_id>/answer", methods=["GET", "POST"])
@requires(Can.ANSWER_EXTENSION, subject=at(Kind.EXTENSION_ASKED))
def answer_extension(asked: OrdersEvent) -> Answer:
    """Agree to an extension or refuse it."""
    form = AgreeForm()
    if form.validate_on_submit():
        with act(form) as done:
            reason = form.reason.data or ""
            extensions.answer_extension(asked.order, asked.event.id, reason, desk(), agreed=form.agreed)
            done.at(page_of(asked.order), _("The extension is answered."))
        if done:
            return done.redirect()
    return page("marketplace/delivery/answer_extension.html", form=form, **_waiting(asked))


def _pause(form: PauseForm) -> PauseAsked:
    return PauseAsked(Cause(form.cause.data), form.first_on.data, form.reason.data, form.last_on.data)


def _request(asked: OrdersEvent, found: Course | None = None) -> dict[str, object]:
    """Return what a page shows of a request: what was asked for, with its files, and where the order stands."""
    return {
        "order": asked.order,
        "found": found or stands(asked.order),
        "asked": queries.as_event(asked.event),
        "files": asked.files,
        "side": queries.side_of(current_user.organisation),
    }


def _waiting(asked: OrdersEvent) -> dict[str, object]:
    """Return what a page shows of a request to be answered: what a yes would do, or, answered, what was answered."""
    found = stands(asked.order)
    every = [*found.pauses(), *found.extensions()]
    thread, judged = next((one, state) for one, state in every if one.event.id == asked.event.id)
    waits = judged.state is State.WAITING
    effect = effects.of_granting(asked.order, thread.event, desk()) if waits else None
    return {**_request(asked, found), "judged": judged, "replies": thread.replies, "effect": effect}
