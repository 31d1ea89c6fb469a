"""The pages on which an agency registers for an open notice, and sees what it registered for."""

from flask import request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts.models import Organisation
from kernel import clock, law
from kernel.acts import act
from kernel.db import transaction
from kernel.permissions import requires
from kernel.web import page
from marketplace.selection import notices, refusals, registering
from marketplace.selection import queries as choices
from marketplace.selection.catalogue import method
from marketplace.selection.desk import Desk
from marketplace.selection.models import Notice
from marketplace.selection.offer_forms import register_form
from marketplace.selection.permissions import Can
from marketplace.selection.views.blueprint import Answer, blueprint, desk
from marketplace.selection.views.codes import give_receipt


@blueprint.route("/notices/<string:number>/register", methods=["GET", "POST"])
@requires(Can.REGISTER, subject=notices.by_number)
def register(row: Notice) -> Answer:
    """Register for a notice, or change what was registered; the moment of receipt is taken before anything waits."""
    by, body = desk(), current_user.organisation
    form = register_form(method(row.method))(obj=notices.entry_of(row.id, body.id))
    if form.validate_on_submit():
        with act(form) as done:
            entered = registering.register(row, body, form.tender(), desk=by)
            place = url_for("selection.open_notice", number=row.number)
            done.at(
                give_receipt(row, entered.receipt) if entered.receipt else place, _("You are registered.")
            )
        if done:
            return done.redirect()
        with transaction():
            refusals.record(row, body, desk=by)
    return page("marketplace/selection/register.html", form=form, notice=row, **_shown(row, body, by))


@blueprint.post("/notices/<string:number>/register/refusal")
@requires(Can.REGISTER, subject=notices.by_number)
def put_refusal_on_record(row: Notice) -> Answer:
    """Put on record that my agency asked to register and was refused, so that it is published with the result."""
    by = desk()
    with act() as done:
        found = refusals.record(row, current_user.organisation, desk=by)
        told = _("The refusal is on record.") if found else _("There is nothing to refuse your agency for.")
        done.at(url_for("selection.register", number=row.number), told)
    return done.redirect()


@blueprint.post("/notices/<string:number>/unregister")
@requires(Can.REGISTER, subject=notices.by_number)
def unregister(row: Notice) -> Answer:
    """Withdraw a registration before the closing."""
    by = desk()
    entry = notices.entry_of(row.id, current_user.organisation_id)
    with act() as done:
        registering.withdraw(registering.standing(entry), desk=by)
        done.at(url_for("selection.open_notice", number=row.number), _("The registration is withdrawn."))
    return done.redirect()


@blueprint.get("/registrations")
@requires(Can.LIST_REGISTRATIONS)
def registrations() -> Answer:
    """Show what my agency has registered for."""
    now, book = clock.now(), law.book()
    found = notices.registrations_by(current_user.organisation_id, request.args.get("after"))
    rows = {row.notice_id: row.notice for row in found.rows}
    return page(
        "marketplace/selection/registrations.html",
        found=found,
        courses=notices.courses(rows.values(), book),
        awards=choices.awards_of_notices(rows),
        now=now,
    )


def _shown(row: Notice, body: Organisation, by: Desk) -> dict[str, object]:
    """Return what the page says of the agency's registration, or of why it may not register."""
    return {
        "entry": notices.entry_of(row.id, body.id),
        "way": method(row.method),
        "refused": registering.told(body, row, notices.terms_of(row.id), by),
        "list_it": registering.LIST_IT,
        "warning": registering.warning(body, row.owner),
        "on_record": refusals.of_agency(row.id, body.id),
    }
