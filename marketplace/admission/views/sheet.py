"""The pages on which the operator lays in today's agencies from a sheet."""

import io

from flask import Response, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from kernel import clock, files, law
from kernel.acts import act
from kernel.permissions import requires
from kernel.web import page
from marketplace.admission import imports, preview, queries, sheets
from marketplace.admission.forms import ConfirmForm, ImportForm
from marketplace.admission.models import AgencyImport
from marketplace.admission.permissions import Can
from marketplace.admission.views.blueprint import Answer, blueprint, by


@blueprint.route("/admission/import", methods=["GET", "POST"])
@requires(Can.IMPORT)
def import_file() -> Answer:
    """Bring a sheet of today's agencies; nothing is laid in yet."""
    form = ImportForm()
    if form.validate_on_submit():
        with act(form) as done:
            upload, document = form.file.data, form.document.data
            row = imports.bring(upload, document, actor_id=by()["actor_id"], now=clock.now())
            done.at(url_for("admission.import_preview", import_id=row.id))
        if done:
            return done.redirect()
    found = queries.imports(request.args.get("after"))
    return page("marketplace/admission/import_file.html", form=form, found=found)


@blueprint.get("/admission/import/template.xlsx")
@requires(Can.IMPORT)
def import_template() -> Response:
    """Hand out the empty sheet."""
    return send_file(
        io.BytesIO(sheets.template()),
        files.TYPES["xlsx"],
        as_attachment=True,
        download_name="机构导入模板.xlsx",
    )


@blueprint.get("/admission/imports/<int:import_id>")
@requires(Can.IMPORT, subject=queries.agency_import)
def import_preview(row: AgencyImport) -> Answer:
    """Show what a sheet would lay in, every row, with each mistake in its cell."""
    return _previewed(row, ConfirmForm())


@blueprint.post("/admission/imports/<int:import_id>/confirm")
@requires(Can.IMPORT, subject=queries.agency_import)
def import_confirm(row: AgencyImport) -> Answer:
    """Lay in the agencies of a sheet."""
    form = ConfirmForm()
    if form.validate_on_submit():
        with act(form) as done:
            entered = imports.confirm(row, **by()).entered
            said = ngettext("%(num)s agency is laid in.", "%(num)s agencies are laid in.", entered)
            said = said if entered else _("Every agency of this sheet was here already: nothing was changed.")
            done.at(url_for("admission.import_preview", import_id=row.id), said)
        if done:
            return done.redirect()
    return _previewed(row, form)


def _previewed(row: AgencyImport, form: ConfirmForm) -> Answer:
    found = imports.compared(row, clock.today(), law.book())
    shown = preview.shown(found, request.args)
    return page("marketplace/admission/import_preview.html", form=form, row=row, found=found, shown=shown)
