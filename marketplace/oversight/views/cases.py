"""The pages of cases: the desk, what was decided, one case with its files and letters, and opening one by hand."""

from flask import Response, request
from flask_babel import gettext
from flask_login import current_user

from accounts import queries as accounts
from accounts.kinds import Kind
from blacklist import proceedings, queries
from blacklist.models import CasePaper
from kernel import clock, issued, law
from kernel.acts import act
from kernel.errors import NotFound
from kernel.files import hand_out, send
from kernel.forms import ActForm
from kernel.issued import IssuedLetter
from kernel.letters import written
from kernel.pdf import pdf
from kernel.permissions import requires
from kernel.places import shows, tells_more
from kernel.sentences import say
from kernel.web import page
from marketplace.oversight import desk as desks
from marketplace.oversight import operations, sheet
from marketplace.oversight.case_file import CaseFile, Opening
from marketplace.oversight.case_forms import OpenCaseForm
from marketplace.oversight.permissions import Can
from marketplace.oversight.views.blueprint import Answer, blueprint, case_file, desk, opening, page_of


@blueprint.get("/cases")
@requires(Can.LIST)
def cases() -> Answer:
    """Show the cases on which something may be done: what waits for the reader, what is late, each step."""
    words = _words()
    found = desks.desk(current_user, words, law.calendar(), law.book(), clock.today())
    return page("marketplace/oversight/cases.html", found=found, words=words)


@blueprint.get("/cases/decided")
@requires(Can.LIST)
def decided_cases() -> Answer:
    """Show the cases that were decided, the newest first."""
    body, words = current_user.organisation, _words()
    key = body.authority_key if body.kind == Kind.AUTHORITY else None
    about = body.id if body.kind == Kind.AGENCY else None
    found = queries.decided_cases(key, about, words, request.args.get("after"))
    seen = proceedings.seen(found.rows, law.calendar(), law.book(), clock.today())
    return page("marketplace/oversight/decided_cases.html", found=found, seen=seen, words=words)


@blueprint.get("/cases/new")
@requires(Can.OPEN, subject=opening)
def new_case(_opening: Opening) -> Answer:
    """Find the agency about which a case is to be opened."""
    words = _words()
    found = accounts.organisations(Kind.AGENCY, words, request.args.get("after")) if words else None
    return page("marketplace/oversight/new_case.html", found=found, words=words)


@blueprint.route("/cases/new/<int:agency_id>", methods=["GET", "POST"])
@tells_more(
    "service_order",
    say("Open a case for a serious violation"),
    "oversight.open_case",
    needs=Can.OPEN,
    agency_id="agency_id",
)
@requires(Can.OPEN, subject=opening)
def open_case(found: Opening) -> Answer:
    """Open a case by hand for a serious violation (P4)."""
    form = OpenCaseForm().opening_for(found.authorities)
    if form.validate_on_submit():
        with act(form) as done:
            row = operations.open_by_hand(found.about, form.finding(), form.said(), desk(), form.key())
            done.at(page_of(row.id), gettext("The case is open. Serve the charge: it is the next step."))
        if done:
            return done.redirect()
    return page("marketplace/oversight/open_case.html", form=form, agency=found.about)


@blueprint.get("/cases/<int:case_id>")
@shows("veto_case", "oversight.case", case_id="id")
@requires(Can.READ, subject=case_file)
def case(file: CaseFile) -> Answer:
    """Show a case: where it stands, what it rests on, what was done, and what the reader may do today."""
    shown = sheet.sheet(file, law.calendar())
    return page("marketplace/oversight/case.html", case=file.case, file=file, sheet=shown, receipt=ActForm())


@blueprint.get("/cases/<int:case_id>/papers/<int:paper_id>")
@requires(Can.READ, subject=case_file)
def paper(file: CaseFile) -> Response:
    """Download a file of the case, where the reader may see what it came with."""
    row = proceedings.paper((request.view_args or {})["paper_id"])
    if row is None or not _belongs(file, row):
        raise NotFound
    return send(row.file)


@blueprint.get("/cases/<int:case_id>/letters/<int:letter_id>")
@requires(Can.READ, subject=case_file)
def letter(file: CaseFile) -> Answer:
    """Show a letter of the case as it was issued."""
    row = _letter(file)
    return page(
        "marketplace/oversight/letter.html",
        case=file.case,
        row=row,
        letter=written(issued.letter_of(row)),
        withdrawal=issued.withdrawal_of(row),
    )


@blueprint.get("/cases/<int:case_id>/letters/<int:letter_id>/pdf")
@requires(Can.READ, subject=case_file)
def letter_pdf(file: CaseFile) -> Response:
    """Hand a letter of the case out as PDF."""
    row = _letter(file)
    return hand_out(pdf(issued.letter_of(row)), "application/pdf", f"{row.number}.pdf")


def _words() -> str:
    return " ".join(request.args.get("words", "").split())


def _belongs(file: CaseFile, row: CasePaper) -> bool:
    steps = {step.id: step for step in proceedings.steps_of([file.case.id])[file.case.id]}
    known = row.step_id is None or row.step_id in steps
    return row.case_id == file.case.id and known and sheet.may_see(file, steps.get(row.step_id or 0))


def _letter(file: CaseFile) -> IssuedLetter:
    """Return the letter that the address names; raise NotFound where it is none of the case, or still closed."""
    steps = {step.entry_id: step for step in proceedings.steps_of([file.case.id])[file.case.id]}
    wanted = (request.view_args or {})["letter_id"]
    row = next((one for one in issued.of(file.case) if one.id == wanted), None)
    if row is None or not sheet.may_see(file, steps.get(row.entry_id)):
        raise NotFound
    return row
