"""The pages of the days on which a public figure does not appear: everybody reads them (S2)."""

from flask import request, url_for
from flask_babel import gettext as _

from kernel.acts import act
from kernel.permissions import public, requires
from kernel.web import page
from marketplace.selection import outages as verbs
from marketplace.selection.draw_tables import FigureOutage
from marketplace.selection.figures import figures
from marketplace.selection.outage_forms import CONFIRMED, AnswerOutageForm, DeclareOutageForm
from marketplace.selection.permissions import Can
from marketplace.selection.views.blueprint import Answer, blueprint, desk


@blueprint.get("/draws/outages")
@public
def outages() -> Answer:
    """Show on which days a public figure does not appear, by whose word, and who has confirmed it."""
    found = verbs.listed(request.args.get("after"))
    return page("marketplace/selection/outages.html", found=found, figures=figures())


@blueprint.route("/draws/outages/new", methods=["GET", "POST"])
@requires(Can.DECLARE_OUTAGE)
def declare_outage() -> Answer:
    """Declare that a public figure does not appear on some days."""
    form = DeclareOutageForm()
    if form.validate_on_submit():
        with act(form) as done:
            verbs.declare(form.given(), desk=desk())
            done.at(url_for("selection.outages"), _("The outage is with the managing office."))
        if done:
            return done.redirect()
    return page("marketplace/selection/declare_outage.html", form=form)


@blueprint.route("/draws/outages/<int:outage_id>", methods=["GET", "POST"])
@requires(Can.ANSWER_OUTAGE, subject=verbs.outage)
def answer_outage(row: FigureOutage) -> Answer:
    """Confirm or refuse a declared outage."""
    form = AnswerOutageForm()
    if form.validate_on_submit():
        with act(form) as done:
            verbs.answer(row, form.text.data, is_confirmed=form.decision.data == CONFIRMED, desk=desk())
            done.at(url_for("selection.outages"), _("The answer is published."))
        if done:
            return done.redirect()
    figure = figures()[row.source]
    return page("marketplace/selection/answer_outage.html", form=form, row=row, figure=figure)
