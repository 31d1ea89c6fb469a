"""The pages of the yearly round: all rounds, one at a glance, its steps, its drafts, and the second person's list."""

from flask import Blueprint, request, url_for
from flask_babel import gettext
from flask_login import current_user
from sqlalchemy import ColumnElement
from werkzeug.wrappers import Response

from accounts.kinds import Kind
from credit import checking, round_queries, weighing
from credit import rounds as operations
from credit.drafting import Desk
from credit.models import Draft, Round
from credit.vocabulary import State
from kernel import clock, law
from kernel.acts import act
from kernel.forms import ActForm
from kernel.permissions import requires
from kernel.places import shows
from kernel.reading import say_it
from kernel.web import page
from marketplace.admission.catalogue import authorities
from marketplace.oversight import round_steps
from marketplace.oversight.rating_words import MEASURES
from marketplace.oversight.round_forms import DetermineForm, OpenRoundForm, SecondsForm
from marketplace.oversight.round_permissions import Can

blueprint = Blueprint("rounds", __name__)
Answer = Response | tuple[str, int]
_STEPS = ",".join(f'"{name}"' for name in round_steps.STEPS)
ALL, OBJECTED, SECOND, DEFICIENT, LATE = "all", "objected", "second", "deficient", "late"


def desk() -> Desk:
    """Return who acts here and now."""
    return Desk(current_user.id, clock.today(), law.calendar(), law.book())


@blueprint.get("/rating-rounds")
@requires(Can.LIST)
def rating_rounds() -> Answer:
    """Show all rounds."""
    return _listed(OpenRoundForm(year=clock.today().year - 1))


@blueprint.post("/rating-rounds/open")
@requires(Can.RUN)
def open_rating_round() -> Answer:
    """Open the round that rates a year."""
    form = OpenRoundForm()
    if form.validate_on_submit():
        with act(form) as done:
            row = operations.open_round(form.year.data, desk())
            done.at(_page_of(row), gettext("The round is open."))
        if done:
            return done.redirect()
    return _listed(form)


@blueprint.get("/rating-rounds/<int:year>")
@shows("rating_round", "rounds.rating_round", year="year")
@requires(Can.LIST, subject=round_queries.round_of)
def rating_round(row: Round) -> Answer:
    """Show a round at a glance: how far it is, by authority, and what may be done next."""
    return _shown(row, ActForm())


@blueprint.post(f"/rating-rounds/<int:year>/<any({_STEPS}):step>")
@requires(Can.RUN, subject=lambda year, step: _with_step(year, step))
def step(found: tuple[Round, str]) -> Answer:
    """Take the next step of a round, or compute again what is out of date."""
    row, name = found
    form = ActForm()
    if form.validate_on_submit():
        with act(form) as done:
            said = round_steps.STEPS[name](row, desk())
            done.at(_page_of(row), say_it(said))
        if done:
            return done.redirect()
    return _shown(row, form)


@blueprint.route("/rating-rounds/<int:year>/determine", methods=["GET", "POST"])
@requires(Can.RUN, subject=round_queries.round_of)
def determine_ratings(row: Round) -> Answer:
    """Determine the ratings of all agencies on this day."""
    form = DetermineForm()
    if form.validate_on_submit():
        with act(form) as done:
            said = round_steps.determine(row, form.document.data, desk())
            done.at(_page_of(row), say_it(said))
        if done:
            return done.redirect()
    found = round_queries.drafts(row, Draft.measure == "removal")
    return page(
        "marketplace/oversight/determine_ratings.html", form=form, glance=_glance(row), removals=found.rows
    )


@blueprint.get("/rating-rounds/<int:year>/drafts")
@requires(Can.LIST, subject=round_queries.round_of)
def rating_drafts(row: Round) -> Answer:
    """Show the drafts of a round that concern the reader, narrowed to what waits or to the deficient."""
    shown = request.args.get("show", ALL)
    key = current_user.organisation.authority_key if current_user.is_of(Kind.AUTHORITY) else None
    narrowed = _narrowed(row, shown, key)
    if key:
        narrowed.append(round_queries.checked_by(key))
    found = round_queries.drafts(row, *narrowed, after=request.args.get("after"))
    return page(
        "marketplace/oversight/rating_drafts.html",
        row=row,
        found=found,
        shown=shown,
        key=key,
        measures=MEASURES,
    )


@blueprint.route("/rating-rounds/<int:year>/second", methods=["GET", "POST"])
@requires(Can.SECOND, subject=round_queries.round_of)
def second_checks(row: Round) -> Answer:
    """Confirm drafts as the second person: every A and D, and the measure that would follow."""
    found = round_queries.drafts(row, round_queries.waits_for_second(), after=request.args.get("after"))
    form = SecondsForm()
    form.drafts.choices = [(draft.id, draft.agency.name) for draft in found.rows]
    if form.validate_on_submit():
        with act(form) as done:
            for draft in found.rows:
                if draft.id in form.drafts.data:
                    checking.confirm(draft, desk())
            done.at(url_for("rounds.second_checks", year=row.year), gettext("The drafts are confirmed."))
        if done:
            return done.redirect()
    return page(
        "marketplace/oversight/second_checks.html", form=form, row=row, found=found, measures=MEASURES
    )


def _narrowed(row: Round, shown: str, key: str | None) -> list[ColumnElement[bool]]:
    waiting = [round_queries.waits_for(key)] if key and shown == "checks" else []
    return {
        OBJECTED: [round_queries.has_open_objection()],
        SECOND: [round_queries.waits_for_second()],
        DEFICIENT: [Draft.grade == "D"],
        LATE: [weighing.has_late_evidence(row)],
    }.get(shown, waiting)


def _with_step(year: int, name: str) -> tuple[Round, str] | None:
    row = round_queries.round_of(year)
    return (row, name) if row else None


def _listed(form: OpenRoundForm) -> Answer:
    states = {str(state): state for state in State}
    return page(
        "marketplace/oversight/rating_rounds.html", form=form, found=round_queries.rounds(), states=states
    )


def _glance(row: Round) -> round_steps.Glance:
    return round_steps.glance(row, law.calendar(), law.book(), clock.today())


def _shown(row: Round, form: ActForm) -> Answer:
    return page(
        "marketplace/oversight/rating_round.html",
        form=form,
        glance=_glance(row),
        today=clock.today(),
        authorities=authorities(),
        again=round_steps.AGAIN,
    )


def _page_of(row: Round) -> str:
    return url_for("rounds.rating_round", year=row.year)
