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
    void = succeeding.void_since(row.notice, by)
    stage = _stage(row, void, by)
    form = {LODGE: LodgeForm, REVEAL: RevealForm}.get(stage, ActForm)()
    if stage and form.validate_on_submit():
        with act(form) as done:
            done.at(url_for("selection.contribution", contribution_id=row.id), _do(row, stage, form, by))
        if done:
            return done.redirect()
    dates = _dates(row, by) | {"void_at": void}
    return page(
        "marketplace/selection/contribution.html", form=form, row=row, notice=row.notice, stage=stage, **dates
    )


def _dates(row: Contribution, by: Desk) -> dict[str, date | datetime | None]:
    """Return until when it can be lodged, and revealed."""
    closing = notices.course_of(row.notice, by.book).closing(by.now)
    return {"closing": closing, "reveal_by": contributions.reveal_by(row.notice, by)}


def _stage(row: Contribution, void: datetime | None, by: Desk) -> str:
    """Return what the giver can do now."""
    found = state(notices.course_of(row.notice, by.book), by.now)
    if opens(found, Act.LODGE):
        return LODGE
    return REVEAL if opens(found, Act.REVEAL) and row.is_withheld and not void else NOTHING


def _do(row: Contribution, stage: str, form: ActForm, by: Desk) -> str:
    """Lodge or reveal, and return what is said of it."""
    told: str = _("The text is revealed.")
    if stage == LODGE:
        contributing.lodge(row, form["digest"].data, desk=by)
        told = _("The SHA-256 is lodged. Keep the text until the closing has passed.")
    else:
        contributing.reveal(row, form["text"].data, desk=by)
    return told
