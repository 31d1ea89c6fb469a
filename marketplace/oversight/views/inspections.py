"""The pages of random inspections (G9): the plan, its draw, and what was found; plan, draw and results are public."""

from flask import Response, request, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user

from accounts import queries as accounts
from accounts.models import Agency
from kernel import clock, law
from kernel.acts import act
from kernel.errors import NotFound
from kernel.languages import reading
from kernel.permissions import allows, requires
from kernel.web import page
from marketplace.oversight.inspections import checking, operations, queries, sheet
from marketplace.oversight.inspections.forms import (
    DrawInspectionsForm,
    EnterCheckForm,
    LayDownForm,
    PlanInspectionsForm,
    inspect_form,
)
from marketplace.oversight.inspections.models import InspectionPlan
from marketplace.oversight.inspections.permissions import Can
from marketplace.oversight.inspections.queries import InspectionFile
from marketplace.oversight.rating_words import CHECKED
from marketplace.oversight.views.blueprint import Answer, blueprint, desk
from marketplace.selection.figures import figures


@blueprint.get("/inspections")
@requires(Can.READ_PLAN)
def checks() -> Answer:
    """Show the plans of random inspections, the newest first."""
    found = queries.plans(request.args.get("after"))
    key = getattr(getattr(current_user, "organisation", None), "authority_key", None)
    is_planned = key is not None and queries.plan_of(key, clock.today().year) is not None
    return page("marketplace/oversight/checks.html", found=found, is_planned=is_planned)


@blueprint.route("/inspections/new", methods=["GET", "POST"])
@requires(Can.PLAN)
def plan_inspections() -> Answer:
    """Publish the plan of a year, with the commitment to its draw."""
    form = PlanInspectionsForm(year=clock.today().year)
    if form.validate_on_submit():
        with act(form) as done:
            row = operations.publish(form.year.data, form.source.data, desk=desk(), now=clock.now())
            done.at(_page_of(row), gettext("The plan is published. Publish the list next."))
        if done:
            return done.redirect()
    return page("marketplace/oversight/plan_inspections.html", form=form)


@blueprint.get("/inspections/<string:number>")
@requires(Can.READ_PLAN, subject=queries.plan)
def inspection_plan(row: InspectionPlan) -> Answer:
    """Show a plan: its commitment, who is drawn among, the figure, the records, and who was drawn."""
    return _shown(row, LayDownForm())


@blueprint.post("/inspections/<string:number>/list")
@requires(Can.DRAW, subject=queries.plan)
def publish_list(row: InspectionPlan) -> Answer:
    """Lay down and publish the agencies and inspectors that are drawn among."""
    form = LayDownForm()
    if form.validate_on_submit():
        with act(form) as done:
            operations.lay_down(row, desk=desk(), now=clock.now())
            done.at(_page_of(row), gettext("The list is published. The draw waits for the public figure."))
        if done:
            return done.redirect()
    return _shown(row, form)


@blueprint.route("/inspections/<string:number>/draw", methods=["GET", "POST"])
@requires(Can.DRAW, subject=queries.plan)
def draw_inspections(row: InspectionPlan) -> Answer:
    """Enter the public figure and draw."""
    form = DrawInspectionsForm()
    if form.validate_on_submit():
        with act(form) as done:
            found = operations.draw_now(row, form.value.data.strip(), desk=desk(), now=clock.now())
            said = ngettext("%(num)s agency was drawn.", "%(num)s agencies were drawn.", found)
            done.at(_page_of(row), said)
        if done:
            return done.redirect()
    figure, due = figures()[row.source], operations.due(row)
    return page("marketplace/oversight/draw_inspections.html", form=form, row=row, figure=figure, due=due)


@blueprint.get("/inspections/<string:number>/records/<int:round_number>")
@requires(Can.READ_PLAN, subject=lambda number, **_further: queries.plan(number))
def inspection_record(row: InspectionPlan) -> Response:
    """Hand out the record of a draw, to be computed again by anyone."""
    wanted = (request.view_args or {})["round_number"]
    made = next((one for one in queries.draws_of(row.id) if one.round == wanted), None)
    if made is None:
        raise NotFound
    answer = Response(made.record.encode(), mimetype="application/json")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{row.number}-{wanted}.json")
    return answer


@blueprint.route("/inspections/<string:number>/agencies/<int:agency_id>/sheet", methods=["GET", "POST"])
@requires(Can.INSPECT, subject=queries.inspection_file)
def inspect(file: InspectionFile) -> Answer:
    """Enter what an inspection found, point by point, with reasons."""
    form = inspect_form()
    if form.validate_on_submit():
        with act(form) as done:
            operations.enter_result(file, form.marks(), form.on.data, form.remark.data or "", desk=desk())
            done.at(_result_of(file), gettext("The result is entered; the agency was told."))
        if done:
            return done.redirect()
    return page("marketplace/oversight/inspect.html", form=form, file=file, items=sheet.items())


@blueprint.get("/inspections/<string:number>/agencies/<int:agency_id>")
@requires(Can.READ, subject=queries.inspection_file)
def inspection(file: InspectionFile) -> Answer:
    """Show an inspection: who was drawn for it, and what was found, point by point."""
    return page(
        "marketplace/oversight/inspection.html",
        file=file,
        marks=operations.marks_of(file.row),
        items={item.key: item for item in sheet.items()},
        whole=sheet.whole(),
        may_inspect=allows(current_user, Can.INSPECT, file) and not file.is_told,
    )


@blueprint.route("/agencies/<int:agency_id>/checks/new", methods=["GET", "POST"])
@requires(Can.CHECK, subject=accounts.agency)
def enter_check(agency: Agency) -> Answer:
    """Enter a check of licences and staff, or of the archive, made during the year."""
    form = EnterCheckForm()
    if form.validate_on_submit():
        with act(form) as done:
            checking.enter(agency, form.found(), desk=desk())
            said = gettext("The check is on the agency's credit file; the agency was told.")
            done.at(url_for("oversight.standing", agency_id=agency.id), said)
        if done:
            return done.redirect()
    full = [(name, checking.most(one, clock.today(), law.book())) for one, name in CHECKED.items()]
    return page("marketplace/oversight/enter_check.html", form=form, agency=agency, full=full)


def _shown(row: InspectionPlan, form: LayDownForm) -> Answer:
    found = queries.inspections_of(row.id, request.args.get("after"))
    grades = queries.grades_of(row)
    return page(
        "marketplace/oversight/inspection_plan.html",
        form=form,
        row=row,
        found=found,
        counts=[(grade, list(grades.values()).count(grade)) for grade in "ABNCD"],
        labels=sorted(grades),
        grades=grades,
        figure=figures()[row.source].called(reading()),
        due=operations.due(row),
        draws=queries.draws_of(row.id),
        whole=sheet.whole(),
        may_draw=allows(current_user, Can.DRAW, row),
        now=clock.now(),
    )


def _page_of(row: InspectionPlan) -> str:
    return url_for("oversight.inspection_plan", number=row.number)


def _result_of(file: InspectionFile) -> str:
    return url_for("oversight.inspection", number=file.row.plan.number, agency_id=file.agency_id)
