"""The pages on which an agency registers for an open notice, and sees what it registered for."""

from flask import request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from kernel import clock, law
from kernel.acts import act
from kernel.permissions import requires
from kernel.web import page
from marketplace.selection import notices, registering
from marketplace.selection import queries as choices
from marketplace.selection.catalogue import method
from marketplace.selection.models import Notice
from marketplace.selection.offer_forms import register_form
from marketplace.selection.permissions import Can
from marketplace.selection.views.blueprint import Answer, blueprint, desk
from marketplace.selection.views.codes import give_receipt


@blueprint.route("/notices/<string:number>/register", methods=["GET", "POST"])
@requires(Can.REGISTER, subject=notices.by_number)
def register(row: Notice) -> Answer:
    """Register for a notice, or change what was registered; the moment of receipt is taken before anything waits."""
    by, body, terms = desk(), current_user.organisation, notices.terms_of(row.id)
    entry = notices.entry_of(row.id, body.id)
    form = register_form(method(row.method))(obj=entry)
    if form.validate_on_submit():
        with act(form) as done:
            entered = registering.register(row, body, form.tender(), desk=by)
            place = url_for("selection.open_notice", number=row.number)
            done.at(
                give_receipt(row, entered.receipt) if entered.receipt else place, _("You are registered.")
            )
        if done:
            return done.redirect()
    refused, warning = registering.told(body, row, terms, by), registering.warning(body, row.owner)
    shown = {"entry": entry, "way": method(row.method), "refused": refused, "list_it": registering.LIST_IT}
    return page("marketplace/selection/register.html", form=form, notice=row, warning=warning, **shown)


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
