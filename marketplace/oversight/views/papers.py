"""The pages of an agency's standing and of what was decided about it on paper (P1–P4, P13).

Decisions from before the platform, and ratings until their round is run here, come in by an authorised act with their
document; the standing of any day is computed from them.
"""

from datetime import date

from flask import request, url_for
from flask_babel import gettext
from flask_login import current_user
from wtforms import Form

from accounts import queries as accounts
from accounts.models import Agency
from blacklist import operations, queries
from blacklist.findings import Grade, Overdue, Rated, SeriousViolation, VetoKind, Violation
from blacklist.models import Decision
from credit import operations as credit
from credit import queries as ratings
from kernel import clock, law
from kernel.acts import act
from kernel.errors import Refused
from kernel.permissions import requires
from kernel.places import tells_more
from kernel.sentences import say
from kernel.web import page
from kernel.workdays import ONE_DAY
from marketplace.delivery.operations.release import release
from marketplace.oversight.paper_forms import EnterRatingForm, EnterVetoForm, SetAsideForm
from marketplace.oversight.permissions import Can
from marketplace.oversight.views.blueprint import Answer, blueprint

BEFORE_THE_PLATFORM = 0  # the number of an order that the platform never had


@blueprint.get("/agencies/<int:agency_id>/standing")
@tells_more("organisation", say("Standing and decisions"), "oversight.standing", agency_id="id")
@requires(Can.READ_STANDING, subject=accounts.agency)
def standing(agency: Agency) -> Answer:
    """Show an agency's standing on any day, as known on it, and every decision that it rests on."""
    today = clock.today()
    on, misread = _asked(request.args.get("on", ""), today)
    return page(
        "marketplace/oversight/standing.html",
        agency=agency,
        on=on,
        misread=misread,
        found=queries.standing(agency.id, on, law.book()),
        decisions=queries.decisions_of(agency.id),
        back=queries.readmissions(agency.id),
        today=today,
    )


@blueprint.route("/agencies/<int:agency_id>/standing/ratings/new", methods=["GET", "POST"])
@requires(Can.ENTER, subject=accounts.agency)
def enter_rating(agency: Agency) -> Answer:
    """Enter a rating that was determined on paper, with its document (G7, P1, P2)."""
    form = EnterRatingForm()
    if form.validate_on_submit():
        with act(form) as done:
            _must_be_past(form.determined_on.data, "determined_on")
            rated = Rated(
                form.year.data, Grade(form.grade.data), Grade(form.by_score.data or form.grade.data)
            )
            credit.take_over_rating(
                agency,
                rated,
                form.determined_on.data,
                form.document.data,
                actor_id=current_user.id,
                book=law.book(),
            )
            _release(agency)
            done.at(
                _standing_of(agency.id), gettext("The rating was entered; the standing is computed anew.")
            )
        if done:
            return done.redirect()
    return page("marketplace/oversight/enter_rating.html", form=form, agency=agency)


@blueprint.route("/agencies/<int:agency_id>/standing/vetoes/new", methods=["GET", "POST"])
@requires(Can.ENTER, subject=accounts.agency)
def enter_veto(agency: Agency) -> Answer:
    """Enter a veto that was decided on paper, with its document (P4)."""
    form = EnterVetoForm()
    if form.validate_on_submit():
        with act(form) as done:
            _must_be_past(form.decided_on.data, "decided_on")
            operations.take_over_decision(
                agency,
                _finding(form),
                form.decided_on.data,
                form.document.data,
                actor_id=current_user.id,
                book=law.book(),
            )
            _release(agency)
            done.at(_standing_of(agency.id), gettext("The veto was entered; the standing is computed anew."))
        if done:
            return done.redirect()
    return page("marketplace/oversight/enter_veto.html", form=form, agency=agency)


@blueprint.route("/decisions/<int:decision_id>/set-aside", methods=["GET", "POST"])
@requires(Can.SET_ASIDE, subject=queries.decision)
def set_aside(decision: Decision) -> Answer:
    """Enter that a decision was set aside on paper: by a review, a reconsideration or a court (P13)."""
    form, agency = SetAsideForm(), accounts.agency(decision.agency_id)
    if agency and form.validate_on_submit():
        with act(form) as done:
            _must_be_past(form.on.data, "on")
            _set_aside(agency, decision, form)
            done.at(
                _standing_of(agency.id),
                gettext("The decision was set aside; what followed is computed anew."),
            )
        if done:
            return done.redirect()
    return page("marketplace/oversight/set_aside.html", form=form, agency=agency, decision=decision)


def _set_aside(agency: Agency, decision: Decision, form: Form) -> None:
    book, on, document = law.book(), form.on.data, form.document.data
    known = (
        row for row in ratings.ratings_of(agency.id) if row.year == decision.year and not row.set_aside_on
    )
    row = next(known, None)
    if row is not None:
        credit.set_rating_aside(row, on, document, agency=agency, actor_id=current_user.id, book=book)
    else:
        operations.set_aside(agency, decision, on, document, actor_id=current_user.id, book=book)


def _finding(form: Form) -> Overdue | SeriousViolation:
    if form.kind.data == VetoKind.OVERDUE:
        return Overdue(BEFORE_THE_PLATFORM, form.fact_on.data - ONE_DAY, 1)
    if not form.violation.data:
        raise Refused("P4", say("Say which serious violation it was."), field="violation")
    return SeriousViolation(Violation(form.violation.data), form.fact_on.data)


def _asked(text: str, today: date) -> tuple[date, bool]:
    try:
        return (date.fromisoformat(text) if text else today), False
    except ValueError:
        return today, True


def _must_be_past(day: date, field: str) -> None:
    if day > clock.today():
        raise Refused("P1", say("What was decided on paper cannot lie ahead."), field=field)


def _release(agency: Agency) -> None:
    release(agency, actor_id=current_user.id, today=clock.today(), book=law.book())


def _standing_of(agency_id: int) -> str:
    return url_for("oversight.standing", agency_id=agency_id)
