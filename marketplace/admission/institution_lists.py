"""The pages on which the managing office lays in a list of associations and institutions (S6)."""

import io

from flask import Blueprint, Response, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user

from kernel import clock
from kernel.acts import act
from kernel.permissions import requires
from kernel.web import page
from marketplace.admission import catalogue, lists
from marketplace.admission.redcap import bringing, queries, sheet, vocabulary
from marketplace.admission.redcap.forms import BringForm, ConfirmListForm
from marketplace.admission.redcap.models import InstitutionSheet
from marketplace.admission.redcap.permissions import Can
from marketplace.admission.views.blueprint import Answer

blueprint = Blueprint("institution_lists", __name__)
SHOWN = 200  # lines of a list on one page, the wrong ones at the head


@blueprint.route("/red-cap/sheets", methods=["GET", "POST"])
@requires(Can.KEEP)
def institution_bring() -> Answer:
    """Bring a list; nothing is laid in yet."""
    form = BringForm()
    if form.validate_on_submit():
        with act(form) as done:
            by = {"actor_id": current_user.id, "now": clock.now()}
            row = bringing.bring(form.file.data, form.document.data, **by)
            done.at(url_for("institution_lists.institution_preview", sheet_id=row.id))
        if done:
            return done.redirect()
    return page("marketplace/admission/institution_bring.html", form=form, brought=queries.sheets())


@blueprint.get("/red-cap/sheets/template.csv")
@requires(Can.KEEP)
def institution_template() -> Response:
    """Hand out the empty sheet."""
    made = io.BytesIO(lists.template(sheet.COLUMNS).encode())
    return send_file(made, "text/csv", as_attachment=True, download_name="脱钩台账导入模板.csv")


@blueprint.get("/red-cap/sheets/<int:sheet_id>")
@requires(Can.KEEP, subject=queries.sheet_of)
def institution_preview(row: InstitutionSheet) -> Answer:
    """Show what a list would lay in and what it would change, with each mistake in its cell."""
    return _previewed(row, ConfirmListForm())


@blueprint.post("/red-cap/sheets/<int:sheet_id>/confirm")
@requires(Can.KEEP, subject=queries.sheet_of)
def institution_confirm(row: InstitutionSheet) -> Answer:
    """Lay in what is new and what has changed of a list."""
    form = ConfirmListForm()
    if form.validate_on_submit():
        with act(form) as done:
            bringing.confirm(row, actor_id=current_user.id, today=clock.today())
            done.at(
                url_for("institution_lists.institution_preview", sheet_id=row.id), _("The list is laid in.")
            )
        if done:
            return done.redirect()
    return _previewed(row, form)


def _previewed(row: InstitutionSheet, form: ConfirmListForm) -> Answer:
    found = bringing.compared(row, clock.today())
    return page(
        "marketplace/admission/institution_preview.html",
        form=form,
        row=row,
        found=sorted(found, key=bringing.urgency)[:SHOWN],
        more=max(0, len(found) - SHOWN),
        wrong=sum(one.line.is_wrong for one in found),
        new=sum(one.is_new for one in found),
        changing=sum(not one.is_new and not one.is_same for one in found),
        columns=sheet.COLUMNS,
        names=vocabulary.COLUMNS,
        shown=vocabulary.shown,
        authorities=catalogue.authorities(),
    )
