"""The pages of a re-entry: the agency's own, the desk's list, and one application with check and decision (P9)."""

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from blacklist import queries as blacklist
from kernel import clock, files, law
from kernel.acts import act
from kernel.permissions import requires
from kernel.places import shows
from kernel.web import page
from marketplace.admission import catalogue, queries, reentries, returning
from marketplace.admission.models import Reentry
from marketplace.admission.permissions import Can
from marketplace.admission.reentry_forms import (
    ADMIT,
    IN_ORDER,
    CheckReentryForm,
    DecideReentryForm,
    ReentryForm,
)
from marketplace.admission.returning import ReentryFile
from marketplace.admission.sections import unqualified
from marketplace.admission.views.blueprint import Answer, agency, blueprint, by


@blueprint.get("/admission/reentry")
@requires(Can.READ_OWN)
def reentry() -> Answer:
    """Show whether and from when my agency may apply for re-entry, and how its applications stand."""
    return _own_page(ReentryForm(data={"rectification": _last_words()}))


@blueprint.post("/admission/reentry/apply")
@requires(Can.REENTER)
def apply_for_reentry() -> Answer:
    """Apply for re-entry, with what was put right and the commitment letter signed anew."""
    form = ReentryForm()
    if form.validate_on_submit():
        with act(form) as done:
            reentries.apply_for(agency(), form.rectification.data, form.uploads(), **by())
            done.at(url_for("admission.reentry"), _("The application for re-entry is made."))
        if done:
            return done.redirect()
    return _own_page(form)


@blueprint.get("/admission/reentries")
@requires(Can.LIST_REENTRIES)
def reentry_list() -> Answer:
    """Show the applications for re-entry that wait for the form check, or for the decision."""
    state = returning.CHECKED if request.args.get("for") == "decision" else returning.SUBMITTED
    found = returning.waiting(state, request.args.get("after"))
    calendar, book = law.calendar(), law.book()
    due = {row.id: returning.check_due(row, calendar, book).day for row in found.rows}
    return page(
        "marketplace/admission/reentry_list.html", found=found, state=state, due=due, today=clock.today()
    )


@blueprint.get("/admission/reentries/<int:reentry_id>")
@shows("reentry", "admission.reentry_case", reentry_id="id")
@requires(Can.READ_REENTRY, subject=returning.reentry)
def reentry_case(row: Reentry) -> Answer:
    """Show an application for re-entry with its papers, the reasons of the lockout, and what can be listed again."""
    return _case(row, CheckReentryForm(), DecideReentryForm())


@blueprint.post("/admission/reentries/<int:reentry_id>/check")
@requires(Can.CHECK_REENTRY, subject=returning.reentry)
def check_reentry(row: Reentry) -> Answer:
    """Answer the form of an application."""
    form = CheckReentryForm()
    if form.validate_on_submit():
        with act(form) as done:
            check = reentries.pass_check if form.decision.data == IN_ORDER else reentries.hand_back
            check(row, form.remark.data, actor_id=current_user.id, today=clock.today())
            done.at(url_for("admission.reentry_list"), _("The answer is given; the agency has been told."))
        if done:
            return done.redirect()
    return _case(row, form, DecideReentryForm())


@blueprint.post("/admission/reentries/<int:reentry_id>/decide")
@requires(Can.DECIDE_REENTRY, subject=returning.reentry)
def decide_reentry(row: Reentry) -> Answer:
    """Readmit an agency or refuse it, with reasons."""
    form = DecideReentryForm()
    if form.validate_on_submit():
        with act(form) as done:
            _decide(row, form)
            done.at(url_for("admission.reentry_case", reentry_id=row.id), _("The decision is made."))
        if done:
            return done.redirect()
    return _case(row, CheckReentryForm(), form)


@blueprint.get("/admission/reentries/<int:reentry_id>/files/<int:file_id>")
@requires(Can.READ_REENTRY, subject=returning.paper)
def reentry_file(found: ReentryFile) -> Response:
    """Hand out a file that came with an application."""
    return files.send(found.file)


def _decide(row: Reentry, form: DecideReentryForm) -> None:
    reasons, document = form.reasons.data, form.document.data
    if form.decision.data == ADMIT:
        reentries.admit(row, reasons, document, calendar=law.calendar(), **by())
    else:
        reentries.refuse(row, reasons, document, **by())


def _last_words() -> str:
    """Return what the last application said, where it was returned or refused: to be mended, not typed again."""
    rows = returning.reentries_of(agency().id)
    again = rows and rows[0].state in (returning.RETURNED, returning.REFUSED)
    return rows[0].rectification if again else ""


def _own_page(form: ReentryForm) -> Answer:
    today, calendar, book = clock.today(), law.calendar(), law.book()
    rows = returning.reentries_of(agency().id)
    held, listed = queries.qualifications_of(agency().id), queries.services_of(agency().id)
    return page(
        "marketplace/admission/reentry.html",
        form=form,
        agency=agency(),
        standing=blacklist.standing(agency().id, today, book),
        refused=returning.refusal(agency().id, today, book),
        rows=rows,
        open_row=next((row for row in rows if row.state in returning.OPEN), None),
        closed=unqualified(listed, held, today),
        services=listed,
        items=catalogue.items(),
        publicity=queries.in_publicity([agency().id], calendar, book, today).get(agency().id),
        in_words=reentries.in_words,
        today=today,
    )


def _case(row: Reentry, check: CheckReentryForm, decide: DecideReentryForm) -> Answer:
    today, book = clock.today(), law.book()
    found = queries.brought(row.agency_id)
    return page(
        "marketplace/admission/reentry_case.html",
        form=check if row.state == returning.SUBMITTED else decide,
        row=row,
        found=found,
        standing=blacklist.standing(row.agency_id, today, book),
        closed=unqualified(found.services, found.qualifications, today),
        papers=returning.papers_of(row.id),
        due=returning.check_due(row, law.calendar(), book),
        items=catalogue.items(),
        kinds=catalogue.qualification_kinds(),
        in_words=reentries.in_words,
        today=today,
    )
