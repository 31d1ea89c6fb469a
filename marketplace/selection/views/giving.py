"""The page on which a giver lodges the SHA-256 of its text for the randomness of a draw, and reveals the text after."""

from datetime import date, datetime

from flask import url_for
from flask_babel import gettext as _

from kernel.acts import act
from kernel.forms import ActForm
from kernel.permissions import requires
from kernel.web import page
from marketplace.selection import contributing, contributions, notices, succeeding
from marketplace.selection.desk import Desk
from marketplace.selection.draw_tables import Contribution
from marketplace.selection.offer_forms import LodgeForm, RevealForm
from marketplace.selection.permissions import Can
from marketplace.selection.procedure import Act, opens, state
from marketplace.selection.views.blueprint import Answer, blueprint, desk

LODGE, REVEAL, NOTHING = "lodge", "reveal", ""


@blueprint.route("/notices/contributions/<int:contribution_id>", methods=["GET", "POST"])
@requires(Can.CONTRIBUTE, subject=contributions.contribution)
def contribution(row: Contribution) -> Answer:
    """Lodge the SHA-256 of the own text before the closing, or reveal the text after it."""
    by = desk()
    stage = _stage(row, by)
    form = {LODGE: LodgeForm, REVEAL: RevealForm}.get(stage, ActForm)()
    if stage and form.validate_on_submit():
        with act(form) as done:
            done.at(url_for("selection.contribution", contribution_id=row.id), _do(row, stage, form, by))
        if done:
            return done.redirect()
    return page(
        "marketplace/selection/contribution.html",
        form=form,
        row=row,
        notice=row.notice,
        stage=stage,
        **_dates(row, by),
    )


def _dates(row: Contribution, by: Desk) -> dict[str, date | datetime | None]:
    """Return until when it can be lodged, and revealed, and since when the draw is void."""
    course = notices.course_of(row.notice, by.book)
    return {
        "closing": course.closing(by.now),
        "reveal_by": contributions.reveal_by(course, by),
        "ended_at": contributions.ended_at(course, by),
        "void_at": succeeding.void_since(row.notice, by),
    }


def _stage(row: Contribution, by: Desk) -> str:
    """Return what the giver can do now."""
    course = notices.course_of(row.notice, by.book)
    found = state(course, by.now)
    if opens(found, Act.LODGE):
        return LODGE
    may_reveal = opens(found, Act.REVEAL) and not contributions.ended_at(course, by)
    return REVEAL if may_reveal and row.is_withheld else NOTHING


def _do(row: Contribution, stage: str, form: ActForm, by: Desk) -> str:
    """Lodge or reveal, and return what is said of it."""
    told: str = _("The text is revealed.")
    if stage == LODGE:
        contributing.lodge(row, form["digest"].data, desk=by)
        told = _("The SHA-256 is lodged. Keep the text until the closing has passed.")
    else:
        contributing.reveal(row, form["text"].data, desk=by)
    return told
