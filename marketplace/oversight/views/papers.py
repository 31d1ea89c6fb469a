"""The pages of an agency's standing and of what was decided about it on paper (P1–P5, P13).

Decisions from before the platform, and ratings until their round is run here, come in by an authorised act with their
document and are in force once a second officer has confirmed them; the standing of any day is computed from them.
"""

from collections.abc import Callable
from datetime import date

from flask import request, url_for
from flask_babel import gettext

from accounts import queries as accounts
from accounts.models import Agency
from blacklist import queries
from blacklist.models import Decision
from kernel import clock, law
from kernel.acts import act
from kernel.forms import ActForm
from kernel.permissions import requires
from kernel.places import tells_more
from kernel.sentences import say
from kernel.web import page
from marketplace.oversight.case_file import Decided
from marketplace.oversight.paper_forms import EnterRatingForm, EnterVetoForm, SetAsideForm
from marketplace.oversight.papers import operations
from marketplace.oversight.papers import queries as papers
from marketplace.oversight.papers.models import PaperDecision
from marketplace.oversight.permissions import Can
from marketplace.oversight.queries import if_set_aside, measure_names
from marketplace.oversight.views.blueprint import Answer, blueprint, desk


@blueprint.get("/agencies/<int:agency_id>/standing")
@tells_more(
    "organisation",
    say("Standing and decisions"),
    "oversight.standing",
    needs=Can.READ_STANDING,
    agency_id="id",
)
@requires(Can.READ_STANDING, subject=accounts.agency)
def standing(agency: Agency) -> Answer:
    """Show an agency's standing on any day, as known on it, and every decision that it rests on."""
    on, misread = _asked(request.args.get("on", ""), clock.today())
    decisions = queries.decisions_of(agency.id)
    cases = queries.decided_of(row for row, _ in decisions)
    return page(
        "marketplace/oversight/standing.html",
        agency=agency,
        on=on,
        misread=misread,
        found=queries.standing(agency.id, on, law.book()),
        decisions=decisions,
        cases={key: Decided(row.agency_id, row.authority_key) for key, row in cases.items()},
        back=queries.readmissions(agency.id),
        waiting=papers.waiting_about(agency.id),
        form=ActForm(),
    )


@blueprint.route("/agencies/<int:agency_id>/standing/ratings/new", methods=["GET", "POST"])
@requires(Can.ENTER, subject=accounts.agency)
def enter_rating(agency: Agency) -> Answer:
    """Enter a rating that was determined on paper, with its document (G7, P1, P2)."""
    form = EnterRatingForm()
    return _entered(form, lambda: form.told(agency)) or page(
        "marketplace/oversight/enter_rating.html", form=form, agency=agency
    )


@blueprint.route("/agencies/<int:agency_id>/standing/vetoes/new", methods=["GET", "POST"])
@requires(Can.ENTER, subject=accounts.agency)
def enter_veto(agency: Agency) -> Answer:
    """Enter a veto that was decided on paper, with its document (P4)."""
    form = EnterVetoForm()
    return _entered(form, lambda: form.told(agency)) or page(
        "marketplace/oversight/enter_veto.html", form=form, agency=agency
    )


@blueprint.route("/decisions/<int:decision_id>/set-aside", methods=["GET", "POST"])
@requires(Can.SET_ASIDE, subject=queries.decision)
def set_aside(decision: Decision) -> Answer:
    """Enter that a decision was set aside on paper: by a review, a reconsideration or a court (P13)."""
    form = SetAsideForm()
    answer = _entered(form, lambda: form.told(decision))
    if answer:
        return answer
    agency, change = accounts.agency(decision.agency_id), if_set_aside(decision, clock.today(), law.book())
    shown = {"agency": agency, "decision": decision, "change": change, "names": measure_names()}
    return page("marketplace/oversight/set_aside.html", form=form, **shown)


@blueprint.post("/papers/<int:paper_id>/confirm")
@requires(Can.CONFIRM, subject=papers.paper_decision)
def confirm_paper(row: PaperDecision) -> Answer:
    """Confirm what another officer entered (P5)."""
    with act() as done:
        operations.confirm(row, desk())
        done.at(_standing_of(row.agency_id), gettext("Confirmed; the standing is computed anew."))
    return done.redirect()


@blueprint.post("/papers/<int:paper_id>/drop")
@requires(Can.CONFIRM, subject=papers.paper_decision)
def drop_paper(row: PaperDecision) -> Answer:
    """Drop what was entered wrongly, before it is confirmed."""
    with act() as done:
        operations.drop(row, desk())
        done.at(_standing_of(row.agency_id), gettext("Dropped; nothing follows from it."))
    return done.redirect()


def _entered(form: ActForm, told: Callable[[], PaperDecision]) -> Answer | None:
    """Enter what was sent; return the way to its result, or None where the form is to be shown."""
    if not form.validate_on_submit():
        return None
    row = told()
    with act(form) as done:
        operations.enter(row, desk())
        done.at(
            _standing_of(row.agency_id), gettext("Entered; it holds once a second officer has confirmed it.")
        )
    return done.redirect() if done else None


def _asked(text: str, today: date) -> tuple[date, bool]:
    try:
        return (date.fromisoformat(text) if text else today), False
    except ValueError:
        return today, True


def _standing_of(agency_id: int) -> str:
    return url_for("oversight.standing", agency_id=agency_id)
