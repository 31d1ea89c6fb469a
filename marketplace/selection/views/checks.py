"""The operator's desk: which notices wait for the form check, and the check of one (S1)."""

from typing import NamedTuple

from flask import request, url_for
from flask_babel import gettext as _

from kernel import clock, law
from kernel.acts import act
from kernel.forms import ActForm
from kernel.permissions import requires
from kernel.web import page
from marketplace.admission.catalogue import items
from marketplace.selection import drafting, notices, publishing, queries, rules, wording
from marketplace.selection.catalogue import method
from marketplace.selection.figures import figures
from marketplace.selection.notice_forms import HandBackForm, TermAnswerForm, is_fixed
from marketplace.selection.permissions import Can
from marketplace.selection.tables import Terms
from marketplace.selection.views.blueprint import Answer, blueprint, desk


class Asked(NamedTuple):
    """A term that was found in a notice that waits."""

    row: Terms
    found: wording.Found


def _term(terms_id: int, number: int) -> Asked | None:
    row = notices.terms(terms_id)
    found = wording.found(row, clock.today()) if row else []
    return Asked(row, found[number]) if row and number < len(found) else None


@blueprint.get("/notices/checks")
@requires(Can.LIST_CHECKS)
def checks() -> Answer:
    """Show the notices that wait for the operator, the oldest first."""
    found = notices.to_check(request.args.get("after"))
    return page("marketplace/selection/checks.html", found=found, items=items())


@blueprint.get("/notices/checks/<int:terms_id>")
@requires(Can.READ_CHECK, subject=notices.terms)
def check_notice(row: Terms) -> Answer:
    """Show a notice that waits for its form check."""
    return _check_page(row, HandBackForm())


@blueprint.post("/notices/checks/<int:terms_id>/pass")
@requires(Can.CHECK, subject=notices.terms)
def pass_notice(row: Terms) -> Answer:
    """Pass the form check of a notice and publish it."""
    form = ActForm()
    if form.validate_on_submit():
        with act(form) as done:
            number = publishing.pass_check(row, desk=desk()).number
            done.at(url_for("selection.open_notice", number=number), _("The notice is published."))
        if done:
            return done.redirect()
    return _check_page(row, form)


@blueprint.post("/notices/checks/<int:terms_id>/hand-back")
@requires(Can.CHECK, subject=notices.terms)
def hand_back_notice(row: Terms) -> Answer:
    """Hand a notice back to its owner with what is to be mended."""
    form = HandBackForm()
    if form.validate_on_submit():
        with act(form) as done:
            drafting.hand_back(row, form.reason.data, desk=desk())
            done.at(url_for("selection.checks"), _("The notice is handed back; its owner has been told."))
        if done:
            return done.redirect()
    return _check_page(row, form)


@blueprint.route("/notices/checks/<int:terms_id>/terms/<int:number>", methods=["GET", "POST"])
@requires(Can.CHECK, subject=_term)
def answer_term(asked: Asked) -> Answer:
    """Answer why a term that was found may stand."""
    form, row = TermAnswerForm(), asked.row
    if form.validate_on_submit():
        with act(form) as done:
            drafting.answer_term(row, asked.found.number, form.reason.data, desk=desk())
            done.at(_place(row), _("The answer is given; it is published with the notice."))
        if done:
            return done.redirect()
    return page(
        "marketplace/selection/answer_term.html", form=form, row=row, found=asked.found, back=_place(row)
    )


def _place(row: Terms) -> str:
    return url_for("selection.check_notice", terms_id=row.id)


def _check_page(row: Terms, form: ActForm) -> Answer:
    way = method(row.method)
    band = queries.price_band(row.need.item_code, clock.today(), law.book())
    return page(
        "marketplace/selection/check_notice.html",
        form=form,
        hand_back=form if isinstance(form, HandBackForm) else HandBackForm(),
        passing=ActForm() if isinstance(form, HandBackForm) else form,
        row=row,
        need=row.need,
        way=way,
        given=drafting.given_of(row),
        item=items()[row.need.item_code],
        figure=figures().get(row.source),
        files=notices.files_of(row.id),
        is_fixed=is_fixed(way),
        found=wording.found(row, clock.today()),
        caution=rules.price_caution(row.amount_fen, band) if row.amount_fen else None,
    )
