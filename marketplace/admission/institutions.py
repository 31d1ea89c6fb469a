"""The open register of associations and institutions (S6), and the managing office's desk in it."""

import io
import json
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, request, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts.queries import organisations_by_code
from kernel import clock, ledger
from kernel.acts import act
from kernel.errors import NotFound
from kernel.permissions import public, requires
from kernel.places import shows
from kernel.web import page
from marketplace.admission import catalogue
from marketplace.admission.redcap import exported, operations, queries, rules, vocabulary
from marketplace.admission.redcap.forms import (
    InstitutionForm,
    LinkAgencyForm,
    ReleaseAgencyForm,
    StrikeForm,
)
from marketplace.admission.redcap.models import Institution, InstitutionAgency
from marketplace.admission.redcap.permissions import Can
from marketplace.admission.views.blueprint import Answer

blueprint = Blueprint("institutions", __name__)
WORDS = {
    "kinds": vocabulary.KINDS,
    "relations": vocabulary.RELATIONS,
    "standings": vocabulary.STANDINGS,
    "stands": rules.stands,
    "shown": vocabulary.shown,
}


@blueprint.get("/red-cap")
@public
def red_cap() -> Answer:
    """Show which associations and institutions belong to an authority, and how far each is decoupled (S6)."""
    today, sought = clock.today(), queries.sought(request.args)
    found = queries.listed(sought, today, request.args.get("after"))
    return page(
        "marketplace/admission/red_cap.html",
        found=found,
        sought=sought,
        counts=queries.counts(today),
        linked=queries.linked(row.id for row in found.rows),
        authorities=catalogue.authorities(),
        today=today,
        **WORDS,
    )


@blueprint.get("/red-cap.csv")
@public
def red_cap_export() -> Response:
    """Hand out the register, as far as it fits what is looked for, as a sheet that can be brought again."""
    made = io.BytesIO(exported.written(queries.sought(request.args), clock.today()).encode())
    return send_file(made, "text/csv", as_attachment=True, download_name="脱钩台账.csv")


@blueprint.get("/red-cap/<int:institution_id>")
@shows("institution", "institutions.institution", institution_id="id")
@public
def institution(institution_id: int) -> Answer:
    """Show one entry: whose it is, what proves its decoupling, its agencies, and what was changed when."""
    row = queries.institution(institution_id)
    if row is None:
        raise NotFound
    linked = queries.linked([row.id])[row.id]
    return page(
        "marketplace/admission/institution.html",
        row=row,
        linked=linked,
        bodies=organisations_by_code(one.uscc for one in linked),
        history=_history(row),
        columns=vocabulary.COLUMNS,
        acts=vocabulary.ACTS,
        authorities=catalogue.authorities(),
        today=clock.today(),
        **WORDS,
    )


@blueprint.route("/red-cap/new", methods=["GET", "POST"])
@requires(Can.KEEP)
def institution_enter() -> Answer:
    """Enter an association or institution."""
    form = InstitutionForm()
    if form.validate_on_submit():
        with act(form) as done:
            row = operations.enter(form.values(), **_by())
            done.at(_entry(row), _("It stands in the register. Link the agencies that belong to it."))
        if done:
            return done.redirect()
    return page("marketplace/admission/institution_enter.html", form=form)


@blueprint.route("/red-cap/<int:institution_id>/change", methods=["GET", "POST"])
@requires(Can.KEEP, subject=queries.institution)
def institution_change(row: Institution) -> Answer:
    """Change an entry, for example say with its document that it is decoupled."""
    form = InstitutionForm(obj=row)
    if form.validate_on_submit():
        with act(form) as done:
            changed = operations.change(row, form.values(), **_by())
            said = _("The entry is changed.") if changed else _("Nothing was changed.")
            done.at(_entry(row), said)
        if done:
            return done.redirect()
    return page("marketplace/admission/institution_change.html", form=form, row=row)


@blueprint.route("/red-cap/<int:institution_id>/link", methods=["GET", "POST"])
@requires(Can.KEEP, subject=queries.institution)
def institution_link(row: Institution) -> Answer:
    """Link an agency that belongs to an entry, by its credit code."""
    form = LinkAgencyForm()
    if form.validate_on_submit():
        with act(form) as done:
            linked = operations.link(row, form.named(organisations_by_code), **_by())
            done.at(_entry(row), _("The agency is linked.") if linked else _("It was linked already."))
        if done:
            return done.redirect()
    return page("marketplace/admission/institution_link.html", form=form, row=row)


@blueprint.route("/red-cap/agencies/<int:link_id>/release", methods=["GET", "POST"])
@requires(Can.KEEP, subject=queries.agency_link)
def institution_release(one: InstitutionAgency) -> Answer:
    """Release an agency that has left, with the document that proves it."""
    form = ReleaseAgencyForm()
    if form.validate_on_submit():
        with act(form) as done:
            operations.release(one, form.left_on.data, form.left_by.data, **_by())
            done.at(_entry(one.institution), _("The agency is released."))
        if done:
            return done.redirect()
    return page("marketplace/admission/institution_release.html", form=form, one=one)


@blueprint.route("/red-cap/<int:institution_id>/strike", methods=["GET", "POST"])
@requires(Can.KEEP, subject=queries.institution)
def institution_strike(row: Institution) -> Answer:
    """Strike off an entry that was made in error, with the reason."""
    form = StrikeForm()
    if form.validate_on_submit():
        with act(form) as done:
            operations.strike(row, form.reason.data, **_by())
            done.at(url_for("institutions.red_cap"), _("The entry is struck off."))
        if done:
            return done.redirect()
    return page("marketplace/admission/institution_strike.html", form=form, row=row)


def _by() -> dict[str, Any]:
    return {"actor_id": current_user.id, "today": clock.today()}


def _entry(row: Institution) -> str:
    return url_for("institutions.institution", institution_id=row.id)


def _history(row: Institution) -> Sequence[tuple[ledger.Entry, dict[str, Any]]]:
    """Return what the ledger says of an entry, the newest first, with the details of each."""
    return [(entry, json.loads(entry.details)) for entry in ledger.entries(row)][::-1]
