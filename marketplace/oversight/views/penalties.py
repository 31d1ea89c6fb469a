"""The pages of external records (G2): penalties and court dishonesty, entered one by one or from a sheet."""

import io

from flask import Response, request, send_file, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user

from kernel import clock
from kernel.acts import act
from kernel.permissions import requires
from kernel.web import page
from marketplace.admission import lists
from marketplace.oversight.penalties import operations, queries, sheet
from marketplace.oversight.penalties.forms import (
    ConfirmRecordsForm,
    EnterRecordForm,
    ImportRecordsForm,
    SetRecordAsideForm,
)
from marketplace.oversight.penalties.models import ExternalRecord, RecordImport
from marketplace.oversight.penalties.permissions import Can
from marketplace.oversight.penalties.vocabulary import WEIGHTS, RecordKind
from marketplace.oversight.views.blueprint import Answer, blueprint, desk

KINDS = {one.value: one.label for one in RecordKind}
WEIGHT_NAMES = {one.value: label for one, label in WEIGHTS.items()}
SHOWN = 200  # lines of a sheet on one page, the wrong ones at the head


@blueprint.get("/records")
@requires(Can.LIST)
def external_records() -> Answer:
    """Show the external records of the reader's authority, those about its agency, or all."""
    found = queries.records(current_user, request.args.get("after"))
    return page("marketplace/oversight/external_records.html", found=found, kinds=KINDS, weights=WEIGHT_NAMES)


@blueprint.route("/records/new", methods=["GET", "POST"])
@requires(Can.ENTER)
def enter_record() -> Answer:
    """Enter a penalty or a court dishonesty record with its source and number (G2)."""
    form = EnterRecordForm()
    if form.validate_on_submit():
        with act(form) as done:
            words = " ".join(form.agency.data.split())
            operations.enter(words, form.found(), actor=desk().actor, today=clock.today())
            done.at(_list(), gettext("The record is on the agency's credit file; the agency was told."))
        if done:
            return done.redirect()
    return page("marketplace/oversight/enter_record.html", form=form)


@blueprint.route("/records/<int:record_id>/set-aside", methods=["GET", "POST"])
@requires(Can.SET_ASIDE, subject=queries.record)
def set_record_aside(row: ExternalRecord) -> Answer:
    """Set a record that was entered wrongly aside, with reasons."""
    form = SetRecordAsideForm()
    if form.validate_on_submit():
        with act(form) as done:
            operations.set_aside(row, form.reason.data, actor_id=current_user.id, today=clock.today())
            done.at(_list(), gettext("The record was set aside; the agency was told."))
        if done:
            return done.redirect()
    return page("marketplace/oversight/set_record_aside.html", form=form, row=row, kinds=KINDS)


@blueprint.route("/records/import", methods=["GET", "POST"])
@requires(Can.ENTER)
def import_records() -> Answer:
    """Bring a sheet of external records; nothing is laid in yet."""
    form = ImportRecordsForm()
    if form.validate_on_submit():
        with act(form) as done:
            row = operations.bring(form.file.data, actor=desk().actor, now=clock.now())
            done.at(url_for("oversight.records_preview", import_id=row.id))
        if done:
            return done.redirect()
    brought = queries.record_imports(current_user.organisation.authority_key)
    return page("marketplace/oversight/import_records.html", form=form, brought=brought)


@blueprint.get("/records/import/template.csv")
@requires(Can.ENTER)
def records_template() -> Response:
    """Hand out the empty sheet."""
    made = io.BytesIO(lists.template(sheet.COLUMNS).encode())
    return send_file(made, "text/csv", as_attachment=True, download_name="外部信用记录导入模板.csv")


@blueprint.get("/records/imports/<int:import_id>")
@requires(Can.READ_IMPORT, subject=queries.record_import)
def records_preview(row: RecordImport) -> Answer:
    """Show what a sheet would lay in, with each mistake in its cell."""
    return _previewed(row, ConfirmRecordsForm())


@blueprint.post("/records/imports/<int:import_id>/confirm")
@requires(Can.READ_IMPORT, subject=queries.record_import)
def confirm_records(row: RecordImport) -> Answer:
    """Lay in the records of a sheet."""
    form = ConfirmRecordsForm()
    if form.validate_on_submit():
        with act(form) as done:
            entered = operations.confirm(row, actor=desk().actor, today=clock.today()).entered
            said = ngettext("%(num)s record was laid in.", "%(num)s records were laid in.", entered)
            done.at(url_for("oversight.records_preview", import_id=row.id), said)
        if done:
            return done.redirect()
    return _previewed(row, form)


def _previewed(row: RecordImport, form: ConfirmRecordsForm) -> Answer:
    lines = operations.compared(row, clock.today())
    return page(
        "marketplace/oversight/records_preview.html",
        form=form,
        row=row,
        columns=sheet.COLUMNS,
        lines=lists.wrong_first(lines)[:SHOWN],
        more=max(0, len(lines) - SHOWN),
        wrong=sum(line.is_wrong for line in lines),
        new=sum(not line.is_known and not line.is_wrong for line in lines),
    )


def _list() -> str:
    return url_for("oversight.external_records")
