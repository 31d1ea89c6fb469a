"""The pages of one draft: what it says and why, its checks and objections, rulings on evidence, the second check."""

from collections.abc import Mapping

from flask import Blueprint, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from blacklist.limits import first_hearing_day
from credit import checking, objections, round_queries
from credit.checking import Finding
from credit.drafting import Desk
from credit.evidence import Checked
from credit.models import Check, Draft, Objection, ObjectionPaper
from credit.vocabulary import Answer as Answered
from kernel import clock, law
from kernel.acts import act
from kernel.errors import NotYours
from kernel.files import send
from kernel.forms import ActForm
from kernel.permissions import requires
from kernel.places import shows
from kernel.web import page
from marketplace.admission.catalogue import authorities
from marketplace.oversight import rating_words as words
from marketplace.oversight.draft_file import Shown, Told, draft_file, evidence, leaders, lost_points
from marketplace.oversight.round_forms import (
    ADMIT,
    SET_ASIDE,
    AnswerForm,
    CheckForm,
    HearingForm,
    ObjectionForm,
    RecordForm,
    RemarkForm,
    RulingForm,
)
from marketplace.oversight.round_permissions import Can

blueprint = Blueprint("drafts", __name__)
Answer = Response | tuple[str, int]
AT = "/rating-rounds/<int:year>/agencies/<int:agency_id>"
OBJECTION = f"{AT}/objections/<int:objection_id>"


def desk() -> Desk:
    """Return who acts here and now."""
    return Desk(current_user.id, clock.today(), law.calendar(), law.book())


@blueprint.get(AT)
@shows("rating_draft", "drafts.rating_draft", year="year", agency_id="agency_id")
@requires(Can.READ_DRAFT, subject=round_queries.draft)
def rating_draft(draft: Draft) -> Answer:
    """Show a draft: the grade, every lost point with its evidence, the objections, and what may be done."""
    found = draft_file(draft, current_user.id, law.calendar(), law.book(), clock.today())
    return page(
        "marketplace/oversight/rating_draft.html",
        form=ActForm(),
        found=found,
        draft=draft,
        words=words,
        authorities=authorities(),
    )


@blueprint.route(f"{AT}/check", methods=["GET", "POST"])
@requires(Can.CHECK, subject=round_queries.draft)
def rating_check(draft: Draft) -> Answer:
    """Answer an authority's checks of licences and staff and of the archive, with reasons."""
    checks = {Checked(row.of): row for row in round_queries.checks_of(draft.id, _own_key())}
    if not checks:
        raise NotYours
    form = CheckForm.of(checks, checking.full_points(draft, law.book()))
    if form.validate_on_submit():
        with act(form) as done:
            _answer(draft, checks, form)
            following = url_for("rounds.rating_drafts", year=draft.round.year, show="checks")
            done.at(following, gettext("The checks are answered."))
        if done:
            return done.redirect()
    return page(
        "marketplace/oversight/rating_check.html",
        form=form,
        draft=draft,
        evidence=evidence(draft),
        words=words,
    )


@blueprint.route(f"{AT}/objection", methods=["GET", "POST"])
@requires(Can.OBJECT, subject=round_queries.draft)
def object_to_rating(draft: Draft) -> Answer:
    """Object to a draft, with evidence, and ask for a hearing where a removal would follow."""
    found = draft_file(draft, current_user.id, law.calendar(), law.book(), clock.today())
    form = ObjectionForm.about_one_of(lost_points(found), hearing=draft.measure == objections.REMOVAL)
    if form.validate_on_submit():
        with act(form) as done:
            objections.make_objection(draft, form.said(), desk())
            done.at(_page_of(draft), gettext("The objection is made. You are told of the answer."))
        if done:
            return done.redirect()
    return page(
        "marketplace/oversight/object_to_rating.html", form=form, found=found, draft=draft, words=words
    )


@blueprint.get(f"{OBJECTION}/papers/<int:paper_id>")
@requires(Can.READ_PAPER, subject=lambda **address: _paper(**address))
def objection_paper(found: Told) -> Answer:
    """Download what came with an objection."""
    return send(found.paper.file)


@blueprint.route(f"{OBJECTION}/answer", methods=["GET", "POST"])
@requires(Can.ANSWER, subject=lambda **address: _objection(**address))
def answer_objection(row: Objection) -> Answer:
    """Answer an objection with reasons."""
    form = AnswerForm()
    if form.validate_on_submit():
        with act(form) as done:
            objections.answer(row, Answered(form.answer.data), form.reasons.data, desk())
            done.at(_page_of(row.draft), gettext("The objection is answered; the agency has been told."))
        if done:
            return done.redirect()
    return page("marketplace/oversight/answer_objection.html", form=form, row=row, words=words)


@blueprint.route(f"{OBJECTION}/hearing", methods=["GET", "POST"])
@requires(Can.ANSWER, subject=lambda **address: _objection(**address))
def announce_rating_hearing(row: Objection) -> Answer:
    """Announce the hearing that an agency asked for."""
    form = HearingForm()
    form.leader.choices = leaders(row.draft)
    if form.validate_on_submit():
        with act(form) as done:
            hearing = objections.Hearing(form.day.data, form.place.data, form.leader.data)
            objections.announce_hearing(row, hearing, desk())
            done.at(_page_of(row.draft), gettext("The hearing is announced; the agency has been told."))
        if done:
            return done.redirect()
    first = first_hearing_day(clock.today(), law.calendar(), law.book())
    return page("marketplace/oversight/announce_rating_hearing.html", form=form, row=row, first=first)


@blueprint.route(f"{OBJECTION}/record", methods=["GET", "POST"])
@requires(Can.ANSWER, subject=lambda **address: _objection(**address))
def record_rating_hearing(row: Objection) -> Answer:
    """Enter the record of a hearing, as the one who led it."""
    form = RecordForm()
    if form.validate_on_submit():
        with act(form) as done:
            objections.hold_hearing(row, form.record.data, desk())
            done.at(_page_of(row.draft), gettext("The record is entered."))
        if done:
            return done.redirect()
    return page("marketplace/oversight/record_rating_hearing.html", form=form, row=row)


@blueprint.route(f"{AT}/evidence/<int:evidence_id>", methods=["GET", "POST"])
@requires(Can.RULE, subject=lambda **address: _evidence(**address))
def rule_on_evidence(found: tuple[Draft, Shown]) -> Answer:
    """Set a piece of evidence aside, admit it, or replace it, by a reasoned act."""
    draft, shown = found
    form = RulingForm().about(shown.fact, counts=shown.weighed.counts)
    if form.validate_on_submit():
        with act(form) as done:
            _rule(draft, shown, form)
            done.at(_page_of(draft), gettext("It is done; the draft has been computed again."))
        if done:
            return done.redirect()
    return page(
        "marketplace/oversight/rule_on_evidence.html", form=form, draft=draft, shown=shown, words=words
    )


@blueprint.post(f"{AT}/confirm")
@requires(Can.SECOND, subject=round_queries.draft)
def confirm_rating(draft: Draft) -> Answer:
    """Confirm a draft as the second person."""
    with act() as done:
        checking.confirm(draft, desk())
        done.at(_page_of(draft), gettext("The draft is confirmed."))
    return done.redirect()


@blueprint.route(f"{AT}/send-back", methods=["GET", "POST"])
@requires(Can.SECOND, subject=round_queries.draft)
def send_rating_back(draft: Draft) -> Answer:
    """Send a draft back as the second person, with what is to be looked at again."""
    form = RemarkForm()
    if form.validate_on_submit():
        with act(form) as done:
            checking.send_back(draft, form.reason.data, desk())
            done.at(_page_of(draft), gettext("The draft is sent back."))
        if done:
            return done.redirect()
    return page("marketplace/oversight/send_rating_back.html", form=form, draft=draft)


@blueprint.route(f"{AT}/resubmit", methods=["GET", "POST"])
@requires(Can.RULE, subject=round_queries.draft)
def resubmit_rating(draft: Draft) -> Answer:
    """Lay a draft that was sent back before the second person again, with an answer."""
    form = RemarkForm()
    if form.validate_on_submit():
        with act(form) as done:
            checking.resubmit(draft, form.reason.data, desk())
            done.at(_page_of(draft), gettext("The draft lies before the second person again."))
        if done:
            return done.redirect()
    return page("marketplace/oversight/resubmit_rating.html", form=form, draft=draft)


def _answer(draft: Draft, checks: Mapping[Checked, Check], form: CheckForm) -> None:
    for of, row in checks.items():
        checking.answer_check(row, draft, Finding(*form.found(of)), desk())


def _own_key() -> str:
    return str(current_user.organisation.authority_key)


def _page_of(draft: Draft) -> str:
    return url_for("drafts.rating_draft", year=draft.round.year, agency_id=draft.agency_id)


def _rule(draft: Draft, shown: Shown, form: RulingForm) -> None:
    record, reason = shown.weighed.record, form.reason.data
    if form.ruling.data == SET_ASIDE:
        checking.set_aside(draft, record, reason, desk())
    elif form.ruling.data == ADMIT:
        checking.admit(draft, record, reason, desk())
    else:
        checking.replace(draft, record, form.right(shown.fact), reason, desk())


def _objection(year: int, agency_id: int, objection_id: int) -> Objection | None:
    row = round_queries.objection(objection_id)
    fits = row is not None and (row.draft.round.year, row.draft.agency_id) == (year, agency_id)
    return row if fits else None


def _paper(year: int, agency_id: int, objection_id: int, paper_id: int) -> Told | None:
    row = _objection(year, agency_id, objection_id)
    papers: list[ObjectionPaper] = round_queries.papers_of([objection_id])[objection_id] if row else []
    return next((Told(row.draft, paper) for paper in papers if row and paper.id == paper_id), None)


def _evidence(year: int, agency_id: int, evidence_id: int) -> tuple[Draft, Shown] | None:
    draft = round_queries.draft(year, agency_id)
    rows = evidence(draft) if draft else []
    return next(((draft, one) for one in rows if draft and one.weighed.record.id == evidence_id), None)
