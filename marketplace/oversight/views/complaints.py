"""The pages of complaints and tips (K1, K2): made and followed by anyone, answered by whose business they are."""

from collections.abc import Iterable
from datetime import timedelta

from flask import Response, request, session, url_for
from flask_babel import gettext
from flask_login import current_user

from accounts import queries as accounts
from accounts import tokens
from accounts.attempts import Limit
from accounts.views.blueprint import held_back, too_many
from kernel import clock, law
from kernel.acts import act
from kernel.errors import NotFound, Refused
from kernel.files import send
from kernel.permissions import allows, public, requires
from kernel.sentences import say
from kernel.web import page
from marketplace.admission.catalogue import items
from marketplace.oversight.complaints import operations, queries, rules
from marketplace.oversight.complaints.forms import (
    AnswerComplaintForm,
    CommentComplaintForm,
    ComplainForm,
    FollowComplaintForm,
    TakeUpComplaintForm,
)
from marketplace.oversight.complaints.models import Complaint
from marketplace.oversight.complaints.permissions import Can
from marketplace.oversight.complaints.vocabulary import Office, State, Topic
from marketplace.oversight.views.blueprint import Answer, blueprint, desk

# A person complains seldom; an office shares one address. Whoever tries codes gets nowhere in a lifetime.
COMPLAIN = Limit("complain", 10, timedelta(hours=1))
FOLLOW = Limit("follow-complaint", 30, timedelta(hours=1))
BROWSER = "complainant"  # what this browser holds, so that it alone is shown the receipt
NAMES = {
    "topics": {one.value: one.label for one in Topic},
    "offices": {one.value: one.label for one in Office},
}
WRONG = say("There is no complaint with this number and code. Compare both with the receipt.")


@blueprint.route("/complain", methods=["GET", "POST"])
@public
def complain() -> Answer:
    """Complain, or give a tip: anyone may, signed in or not."""
    form, template = _complain_form(), "marketplace/oversight/complain.html"
    token = session.setdefault(BROWSER, tokens.new())
    if form.validate_on_submit():
        wait = held_back(COMPLAIN)
        if wait:
            return too_many(template, wait, form=form)
        with act(form) as done:
            operations.make(form.told(), token, made_by=_signed(form), now=clock.now())
            done.at(url_for("oversight.complaint_receipt"))
        if done:
            return done.redirect()
    return page(template, form=form)


@blueprint.get("/complain/receipt")
@public
def complaint_receipt() -> Answer:
    """Show the receipts of what this browser sent: number, code, and by when the answer comes."""
    rows = queries.receipts(session.get(BROWSER, ""))
    if not rows:
        raise NotFound
    return page(
        "marketplace/oversight/complaint_receipt.html",
        rows=rows,
        codes={row.id: operations.code_of(row) for row in rows},
        days=_deadlines_of(rows),
    )


@blueprint.route("/complain/follow", methods=["GET", "POST"])
@public
def follow_complaint() -> Answer:
    """Show where a complaint stands to whoever has its number and code."""
    form, template, row = FollowComplaintForm(), "marketplace/oversight/follow_complaint.html", None
    if form.validate_on_submit():
        wait = held_back(FOLLOW)
        if wait:
            return too_many(template, wait, form=form)
        row = operations.followed(form.number.data, form.code.data)
        if row is None:
            form.refusal = Refused("", WRONG, field="code")
    return page(template, form=form, row=row, days=_deadlines(row) if row else None)


@blueprint.get("/complaints")
@requires(Can.LIST)
def complaints() -> Answer:
    """Show the complaints that the reader answers, is told of, or has made."""
    shelves = queries.shelves(current_user)
    shelf = next((one for one in shelves if one == request.args.get("show")), shelves[0])
    found = queries.complaints(current_user, shelf, request.args.get("after"))
    return page(
        "marketplace/oversight/complaints.html",
        found=found,
        shelf=shelf,
        shelves=shelves,
        days=_deadlines_of(found.rows),
        **NAMES,
        today=clock.today(),
    )


@blueprint.get("/complaints/<string:number>")
@requires(Can.READ, subject=queries.complaint)
def complaint(row: Complaint) -> Answer:
    """Show a complaint: to the one complained of its substance alone."""
    whole, answers = allows(current_user, Can.READ_WHOLE, row), allows(current_user, Can.ANSWER, row)
    until = operations.comment_waits_until(row, desk()) if row.state is State.TAKEN_UP else None
    return page(
        "marketplace/oversight/complaint.html",
        row=row,
        whole=whole,
        papers=queries.papers_of(row.id) if whole else [],
        contact=operations.contact_of(row) if answers else "",
        item=items().get(row.item_code),
        **NAMES,
        days=_deadlines(row),
        until=until,
        may_answer=answers,
        may_comment=allows(current_user, Can.COMMENT, row)
        and row.state is State.TAKEN_UP
        and not row.comment,
        today=clock.today(),
    )


@blueprint.get("/complaints/<string:number>/papers/<int:paper_id>")
@requires(Can.READ_WHOLE, subject=lambda number, **_further: queries.complaint(number))
def complaint_paper(row: Complaint) -> Response:
    """Download a file that came with a complaint."""
    found = queries.paper((request.view_args or {})["paper_id"])
    if found is None or found.complaint_id != row.id:
        raise NotFound
    return send(found.file)


@blueprint.route("/complaints/<string:number>/take-up", methods=["GET", "POST"])
@requires(Can.ANSWER, subject=queries.complaint)
def take_up_complaint(row: Complaint) -> Answer:
    """Take a complaint up, or say why it is not (K1)."""
    form = TakeUpComplaintForm()
    if form.validate_on_submit():
        with act(form) as done:
            if form.taken.data == "yes":
                operations.take_up(row, form.told.data or "", desk())
            else:
                operations.not_take_up(row, form.reason.data or "", desk())
            done.at(_page_of(row), gettext("The complainant can read it now."))
        if done:
            return done.redirect()
    return page("marketplace/oversight/take_up_complaint.html", form=form, row=row, days=_deadlines(row))


@blueprint.route("/complaints/<string:number>/comment", methods=["GET", "POST"])
@requires(Can.COMMENT, subject=queries.complaint)
def comment_complaint(row: Complaint) -> Answer:
    """Say something to a complaint about oneself, before it is answered."""
    form = CommentComplaintForm()
    if form.validate_on_submit():
        with act(form) as done:
            operations.comment(row, form.text.data, actor_id=current_user.id, today=clock.today())
            done.at(_page_of(row), gettext("Your comment lies before who answers the complaint."))
        if done:
            return done.redirect()
    return page("marketplace/oversight/comment_complaint.html", form=form, row=row)


@blueprint.route("/complaints/<string:number>/answer", methods=["GET", "POST"])
@requires(Can.ANSWER, subject=queries.complaint)
def answer_complaint(row: Complaint) -> Answer:
    """Answer a complaint with reasons (K1)."""
    form = AnswerComplaintForm(fact_on=row.fact_on)
    if form.validate_on_submit():
        with act(form) as done:
            operations.answer(row, form.finding(), desk())
            done.at(_page_of(row), gettext("The complaint is answered."))
        if done:
            return done.redirect()
    return page("marketplace/oversight/answer_complaint.html", form=form, row=row, days=_deadlines(row))


def _complain_form() -> ComplainForm:
    """Return the form, begun with whom the address names; a stranger has nothing to leave unsigned."""
    who = request.args.get("who", "")
    body = accounts.agency(int(who)) if who.isdecimal() and len(who) < len(str(2**31)) else None
    form = ComplainForm(about="agency" if body else None, name=body.name if body else None)
    if not current_user.is_authenticated:
        del form.unsigned
    return form


def _signed(form: ComplainForm) -> int | None:
    if not current_user.is_authenticated or form.unsigned.data:
        return None
    signed: int = current_user.id
    return signed


def _deadlines(row: Complaint) -> rules.Deadlines:
    return _deadlines_of([row])[row.id]


def _deadlines_of(found: Iterable[Complaint]) -> dict[int, rules.Deadlines]:
    calendar, book = law.calendar(), law.book()  # read once: a list would ask for them row by row
    return {row.id: rules.deadlines(row.made_on, calendar, book) for row in found}


def _page_of(row: Complaint) -> str:
    return url_for("oversight.complaint", number=row.number)
