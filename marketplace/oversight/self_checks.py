"""The page on which an agency checks itself before its draft, where the rulebook has that step (G7)."""

from flask import Blueprint, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from credit import round_queries, self_checking
from credit.drafting import Desk
from credit.models import Draft
from kernel import clock, law
from kernel.acts import act
from kernel.errors import NotFound
from kernel.permissions import requires
from kernel.web import page
from marketplace.oversight.round_forms import SelfCheckForm
from marketplace.oversight.round_permissions import Can

blueprint = Blueprint("self_checks", __name__)
Answer = Response | tuple[str, int]


@blueprint.route("/rating-rounds/<int:year>/agencies/<int:agency_id>/self-check", methods=["GET", "POST"])
@requires(Can.SELF_CHECK, subject=round_queries.draft)
def self_check(draft: Draft) -> Answer:
    """Let an agency give itself points in each dimension and say what it found."""
    desk = Desk(current_user.id, clock.today(), law.calendar(), law.book())
    until = self_checking.open_until(draft, desk.calendar, desk.book, desk.today)
    if until is None and draft.self_checked_on is None:
        raise NotFound
    form = SelfCheckForm.of(draft.declared)
    if form.validate_on_submit():
        with act(form) as done:
            self_checking.declare(draft, form.declared(), desk)
            here = url_for("self_checks.self_check", year=draft.round.year, agency_id=draft.agency_id)
            done.at(here, gettext("Your own check is on file."))
        if done:
            return done.redirect()
    full = self_checking.full_points(draft)
    return page("marketplace/oversight/self_check.html", form=form, draft=draft, until=until, full=full)
