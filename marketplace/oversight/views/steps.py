"""The pages on which a step of a case is taken (P5, P5b, P5c, P13): each opens only to whom the table names."""

from flask import request
from werkzeug.wrappers import Response

from blacklist import issuing, limits, proceedings
from blacklist.models import CaseStep
from blacklist.vocabulary import Act
from kernel import clock, law
from kernel.acts import act
from kernel.letters import written
from kernel.permissions import requires
from kernel.reading import say_it
from kernel.web import page
from marketplace.oversight import operations, queries
from marketplace.oversight.case_file import CaseFile
from marketplace.oversight.case_forms import (
    AnnounceHearingForm,
    AskReviewForm,
    DecideForm,
    DecideReviewForm,
    DefendForm,
    HoldHearingForm,
    NameReviewerForm,
    NoteForm,
    OpineForm,
    ReasonForm,
    SaidForm,
)
from marketplace.oversight.permissions import Can
from marketplace.oversight.views.blueprint import (
    Answer,
    blueprint,
    case_file,
    desk,
    must_be_open,
    page_of,
)
from marketplace.oversight.words import DONE, WORDS

FORMS: dict[Act, type[SaidForm]] = {
    Act.RECEIVE: SaidForm,
    Act.ASK_MORE: NoteForm,
    Act.SAY_NO_MORE: NoteForm,
    Act.ASK_HEARING: NoteForm,
    Act.DROP_HEARING: NoteForm,
    Act.SEND_BACK: ReasonForm,
    Act.RECEIVE_DECISION: SaidForm,
    Act.SUSPEND: ReasonForm,
    Act.CORRECT: ReasonForm,
}
_SIMPLE = ",".join(f'"{deed}"' for deed in FORMS)
_DEFENCE = (Act.DEFEND, Act.SAY_NO_MORE, Act.HOLD_HEARING)


def _taken(file: CaseFile, deed: Act, form: SaidForm) -> Response | None:
    """Take the step that was sent; return the way to its result, or None where the form is to be shown."""
    must_be_open(file, deed)
    if not form.validate_on_submit():
        return None
    with act(form) as done:
        operations.take(file.case, deed, form.said(), desk())
        done.at(page_of(file.case.id), say_it(DONE[deed]))
    return done.redirect() if done else None


@blueprint.route(f"/cases/<int:case_id>/<any({_SIMPLE}):word>", methods=["GET", "POST"])
@requires(Can.ACT, subject=case_file)
def step(file: CaseFile) -> Answer:
    """Take a step that needs a word at most."""
    deed = Act((request.view_args or {})["word"])
    form = FORMS[deed]()
    answer = _taken(file, deed, form)
    asked = WORDS[deed]
    return answer or page("marketplace/oversight/step.html", form=form, file=file, deed=deed, asked=asked)


@blueprint.route("/cases/<int:case_id>/charge", methods=["GET", "POST"])
@requires(Can.ACT, subject=case_file)
def charge(file: CaseFile) -> Answer:
    """Serve the charge; before it goes out it is shown as it will read."""
    form = SaidForm()
    answer = _taken(file, Act.CHARGE, form)
    if answer:
        return answer
    letter = written(issuing.charge_in_draft(file.case, desk()))
    return page("marketplace/oversight/charge.html", form=form, file=file, letter=letter)


@blueprint.route("/cases/<int:case_id>/defend", methods=["GET", "POST"])
@requires(Can.ACT, subject=case_file)
def defend(file: CaseFile) -> Answer:
    """State the defence."""
    form = DefendForm()
    answer = _taken(file, Act.DEFEND, form)
    return answer or page("marketplace/oversight/defend.html", form=form, file=file)


@blueprint.route("/cases/<int:case_id>/announce-hearing", methods=["GET", "POST"])
@requires(Can.ACT, subject=case_file)
def announce_hearing(file: CaseFile) -> Answer:
    """Announce the hearing."""
    form = AnnounceHearingForm().led_by(proceedings.may_lead(file.case, file.course.parts))
    answer = _taken(file, Act.ANNOUNCE_HEARING, form)
    first = limits.first_hearing_day(clock.today(), law.calendar(), law.book())
    return answer or page("marketplace/oversight/announce_hearing.html", form=form, file=file, first=first)


@blueprint.route("/cases/<int:case_id>/hold-hearing", methods=["GET", "POST"])
@requires(Can.ACT, subject=case_file)
def hold_hearing(file: CaseFile) -> Answer:
    """Enter the record of the hearing."""
    form = HoldHearingForm()
    answer = _taken(file, Act.HOLD_HEARING, form)
    return answer or page("marketplace/oversight/hold_hearing.html", form=form, file=file)


@blueprint.route("/cases/<int:case_id>/opine", methods=["GET", "POST"])
@requires(Can.ACT, subject=case_file)
def opine(file: CaseFile) -> Answer:
    """Give the opinion."""
    form = OpineForm().fitting(file.case.kind)
    answer = _taken(file, Act.OPINE, form)
    return answer or page(
        "marketplace/oversight/opine.html", form=form, file=file, said=_said(file, *_DEFENCE)
    )


@blueprint.route("/cases/<int:case_id>/decide", methods=["GET", "POST"])
@requires(Can.ACT, subject=case_file)
def decide(file: CaseFile) -> Answer:
    """Decide the case; what would follow is shown before."""
    form = DecideForm().fitting(file.case.kind)
    answer = _taken(file, Act.DECIDE, form)
    return answer or page(
        "marketplace/oversight/decide.html",
        form=form,
        file=file,
        following=queries.if_upheld(file.case, clock.today(), law.book()),
        names=queries.measure_names(),
        said=_said(file, *_DEFENCE, Act.OPINE, Act.SEND_BACK),
    )


@blueprint.route("/cases/<int:case_id>/ask-review", methods=["GET", "POST"])
@requires(Can.ACT, subject=case_file)
def ask_review(file: CaseFile) -> Answer:
    """Ask for a review of the decision."""
    form = AskReviewForm()
    answer = _taken(file, Act.ASK_REVIEW, form)
    return answer or page("marketplace/oversight/ask_review.html", form=form, file=file)


@blueprint.route("/cases/<int:case_id>/name-reviewer", methods=["GET", "POST"])
@requires(Can.ACT, subject=case_file)
def name_reviewer(file: CaseFile) -> Answer:
    """Enter whom the city government named to review."""
    form = NameReviewerForm().chosen_from(proceedings.may_review(file.course.parts))
    answer = _taken(file, Act.NAME_REVIEWER, form)
    return answer or page("marketplace/oversight/name_reviewer.html", form=form, file=file)


@blueprint.route("/cases/<int:case_id>/decide-review", methods=["GET", "POST"])
@requires(Can.ACT, subject=case_file)
def decide_review(file: CaseFile) -> Answer:
    """Decide the review; what setting aside would undo is shown before."""
    form, decision = DecideReviewForm(), proceedings.decision_of(file.case.id)
    answer = _taken(file, Act.DECIDE_REVIEW, form)
    return answer or page(
        "marketplace/oversight/decide_review.html",
        form=form,
        file=file,
        change=queries.if_set_aside(decision, clock.today(), law.book()) if decision else None,
        names=queries.measure_names(),
        said=_said(file, Act.ASK_REVIEW),
    )


def _said(file: CaseFile, *acts: Act) -> list[CaseStep]:
    """Return the steps of some kinds with their words, for who weighs them."""
    rows = proceedings.steps_of([file.case.id])[file.case.id]
    return [row for row in rows if row.act in acts]
