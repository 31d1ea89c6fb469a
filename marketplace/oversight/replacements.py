"""The pages by which a rating that was set aside on review is replaced (P2): rated again, published, determined."""

from flask import Blueprint, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from credit import replacing, round_queries
from credit.drafting import Desk
from credit.models import Draft
from kernel import clock, law
from kernel.acts import act
from kernel.permissions import requires
from kernel.reading import say_it
from kernel.sentences import say
from kernel.web import page
from marketplace.oversight import round_steps
from marketplace.oversight.round_forms import DetermineForm, RemarkForm
from marketplace.oversight.round_permissions import Can

blueprint = Blueprint("replacements", __name__)
Answer = Response | tuple[str, int]
AT = "/rating-rounds/<int:year>/agencies/<int:agency_id>"


def desk() -> Desk:
    """Return who acts here and now."""
    return Desk(current_user.id, clock.today(), law.calendar(), law.book())


@blueprint.route(f"{AT}/rate-again", methods=["GET", "POST"])
@requires(Can.RUN, subject=round_queries.draft)
def rate_again(draft: Draft) -> Answer:
    """Rate an agency again whose rating was set aside."""
    form = RemarkForm()
    if form.validate_on_submit():
        with act(form) as done:
            replacing.reopen(draft, form.reason.data, desk())
            done.at(_page_of(draft), gettext("The draft is computed anew and told to the agency."))
        if done:
            return done.redirect()
    by = replacing.replace_by(draft, law.calendar(), law.book())
    return page("marketplace/oversight/rate_again.html", form=form, draft=draft, by=by)


@blueprint.post(f"{AT}/publish-again")
@requires(Can.RUN, subject=round_queries.draft)
def publish_again(draft: Draft) -> Answer:
    """Publish the draft that replaces a rating, before it is determined."""
    with act() as done:
        until = replacing.publish(draft, desk())
        said = say_it(say("The ratings are on public display until %(day)s.", day=until))
        done.at(_page_of(draft), said)
    return done.redirect()


@blueprint.route(f"{AT}/determine-again", methods=["GET", "POST"])
@requires(Can.RUN, subject=round_queries.draft)
def determine_again(draft: Draft) -> Answer:
    """Determine the rating that replaces one set aside."""
    form = DetermineForm()
    if form.validate_on_submit():
        with act(form) as done:
            round_steps.determine_again(draft, form.document.data, desk())
            done.at(_page_of(draft), gettext("The rating is determined."))
        if done:
            return done.redirect()
    return page("marketplace/oversight/determine_again.html", form=form, draft=draft)


def _page_of(draft: Draft) -> str:
    return url_for("drafts.rating_draft", year=draft.round.year, agency_id=draft.agency_id)
