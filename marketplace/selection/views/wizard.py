"""The pages on which an owner drafts an open notice: method, terms, a last look, publication."""

import functools
import json
from collections.abc import Callable

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from kernel import clock, law
from kernel.acts import act
from kernel.errors import WrongState
from kernel.forms import ActForm
from kernel.permissions import requires
from kernel.web import page
from marketplace.admission.catalogue import items
from marketplace.projects import queries as projects
from marketplace.projects.models import Need
from marketplace.selection import (
    drafting,
    keys,
    notices,
    prefill,
    publishing,
    queries,
    rules,
    standing,
    windows,
    wording,
)
from marketplace.selection.catalogue import method, methods
from marketplace.selection.figures import figures
from marketplace.selection.notice_forms import MethodForm, TermsForm, is_fixed, terms_form
from marketplace.selection.permissions import Can
from marketplace.selection.tables import Terms
from marketplace.selection.views.blueprint import Answer, blueprint, desk, stored
from marketplace.selection.views.codes import hand_over

DIRECT = "direct_choice"


def once(view: Callable[[Need], Answer]) -> Callable[[Need], Answer]:
    """Lead from the pages of a draft to the notice that the need has, where one stands."""

    @functools.wraps(view)
    def led(need: Need) -> Answer:
        there = standing.notice_of(need, clock.now(), law.book())
        if there is None:
            return view(need)
        flash(
            _(
                "This service has a notice already, %(number)s. Withdraw it before another.",
                number=there.number,
            )
        )
        return redirect(url_for("selection.notice", notice_id=there.id), 303)

    return led


@blueprint.route("/needs/<int:need_id>/notice", methods=["GET", "POST"])
@requires(Can.DRAFT, subject=projects.need)
@once
def choose_method(need: Need) -> Answer:
    """Choose by which method agencies are chosen from."""
    row = notices.draft_of(need.id)
    form = MethodForm(method=row.method if row else None)
    form.offer([one for one in methods() if one.key != DIRECT])
    if form.validate_on_submit():
        with act(form) as done:
            drafting.begin(need, form.method.data, desk=desk())
            done.at(url_for("selection.draft", need_id=need.id))
        if done:
            return done.redirect()
    return page("marketplace/selection/choose_method.html", form=form, need=need, draft=row)


@blueprint.route("/needs/<int:need_id>/notice/terms", methods=["GET", "POST"])
@requires(Can.DRAFT, subject=projects.need)
@once
def draft(need: Need) -> Answer:
    """Fill in what the notice asks for."""
    row = _draft(need)
    form = _form(row)
    if form.validate_on_submit():
        with act(form) as done:
            papers = stored(form.uploads())
            drafting.fill_in(row, form.values(), form.given(), papers, desk=desk())
            done.at(url_for("selection.preview", need_id=need.id))
        if done:
            return done.redirect()
    shown = {"way": method(row.method), "item": items()[need.item_code], "row": row}
    shown["files"] = notices.files_of(row.id)
    shown["band"] = queries.price_band(need.item_code, clock.today(), law.book())
    return page("marketplace/selection/draft.html", form=form, need=need, **shown)


@blueprint.get("/needs/<int:need_id>/notice/check")
@requires(Can.DRAFT, subject=projects.need)
@once
def preview(need: Need) -> Answer:
    """Show the notice as it will be read, and what follows when it is published."""
    row = _draft(need)
    if row.closes_at is None:
        return redirect(url_for("selection.draft", need_id=need.id))
    return _preview_page(row, ActForm())


@blueprint.post("/needs/<int:need_id>/notice/publish")
@requires(Can.DRAFT, subject=projects.need)
def publish(need: Need) -> Answer:
    """Publish the notice, or hand it to the operator where the rules want that."""
    row, form, by = _draft(need), ActForm(), desk()
    if form.validate_on_submit():
        with act(form) as done:
            code = keys.make(row, desk=by) if method(row.method).seals else ""
            if row.public_money or wording.unanswered(row, by.today):
                drafting.submit(row, desk=by)
                place, told = _place(row, "preview"), _("The operator has the notice.")
            else:
                number = publishing.publish(row, desk=by).number
                place = url_for("selection.open_notice", number=number)
                told = _("The notice is published.")
            done.at(hand_over(row, code) if code else place, told)
        if done:
            return done.redirect()
    return _preview_page(row, form)


def _draft(need: Need) -> Terms:
    row = notices.draft_of(need.id)
    if row is None:
        raise WrongState
    return row


def _place(row: Terms, view: str) -> str:
    return url_for(f"selection.{view}", need_id=row.need_id)


def _form(row: Terms) -> TermsForm:
    given = prefill.kept(row) if row.closes_at else prefill.prefilled(row.need, current_user, desk=desk())
    fields = terms_form(method(row.method), public_money=row.public_money)
    return fields(data={**given, **json.loads(row.given)}).offer(drafting.lines_of(row))


def _preview_page(row: Terms, form: ActForm) -> Answer:
    today, book = clock.today(), law.book()
    band = queries.price_band(row.need.item_code, today, book)
    earliest = windows.earliest_closing(today, law.calendar(), book, public_money=row.public_money)
    return page(
        "marketplace/selection/preview.html",
        form=form,
        row=row,
        need=row.need,
        way=method(row.method),
        given=drafting.given_of(row),
        item=items()[row.need.item_code],
        figure=figures().get(row.source),
        files=notices.files_of(row.id),
        is_fixed=is_fixed(method(row.method)),
        found=wording.found(row, today),
        caution=rules.price_caution(row.amount_fen, band) if row.amount_fen else None,
        is_urgent=row.closes_at is not None and row.closes_at < earliest,
    )
