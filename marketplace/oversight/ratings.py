"""The public pages of ratings, and the credit file: what is published, one agency's report, all its evidence."""

from datetime import date

from flask import Blueprint, request
from flask_login import current_user
from werkzeug.wrappers import Response

from accounts import queries as accounts
from accounts.models import Agency, Organisation
from credit import queries, round_queries
from credit.drafting import state_of
from credit.procedure import public_until
from credit.vocabulary import State
from kernel import clock, issued, law
from kernel.errors import NotFound
from kernel.files import hand_out
from kernel.pdf import pdf
from kernel.permissions import public, requires
from kernel.places import tells_more
from kernel.sentences import say
from kernel.web import page
from marketplace.oversight import published, rating_files, rating_report
from marketplace.oversight import rating_words as words
from marketplace.oversight.credit_files import credit_file
from marketplace.oversight.round_permissions import Can

blueprint = Blueprint("ratings", __name__)
Answer = Response | tuple[str, int]


@blueprint.get("/ratings")
@public
def published_ratings() -> Answer:
    """Show the ratings of a year that are determined, or that are on public display before they are."""
    shelf = published.shelf(request.args.get("year", type=int), request.args.get("grade", ""))
    found = shelf.page(request.args.get("after"))
    return page(
        "marketplace/oversight/published_ratings.html",
        shelf=shelf,
        found=found,
        names=accounts.names(row.agency_id for row in found.rows),
        until=_ends(shelf.on_display.published_on) if shelf.on_display else None,
    )


@blueprint.get("/agencies/<int:agency_id>/ratings/<int:year>")
@public
def rating_report_of(agency_id: int, year: int) -> Answer:
    """Show the report of a rating: grade, dimensions beside the industry's median, every lost point and why."""
    draft = round_queries.draft(year, agency_id)
    if draft is None or state_of(draft) not in published.PUBLIC:
        raise NotFound
    today, known = clock.today(), queries.ratings_of(agency_id)
    rating = next((row for row in known if row.year == year), None)
    return page(
        "marketplace/oversight/rating_report_of.html",
        draft=draft,
        report=rating_report.of_draft(draft, law.book()),
        rating=rating,
        letter=rating_files.letter_of(rating) if rating else None,
        earlier=rating_report.earlier(known, year, today),
        until=_ends(draft.public_from) if state_of(draft) is State.PUBLICITY else None,
        today=today,
        words=words,
    )


@blueprint.get("/agencies/<int:agency_id>/ratings/<int:year>/pdf")
@public
def rating_pdf(agency_id: int, year: int) -> Response:
    """Hand out the report of a determined rating as PDF, with the code by which it is checked."""
    rating = queries.rating_in_force(agency_id, year)
    letter = rating_files.letter_of(rating) if rating else None
    if letter is None:
        raise NotFound
    return hand_out(pdf(issued.letter_of(letter)), "application/pdf", f"{letter.number}.pdf")


@blueprint.get("/credit-file")
@requires(Can.READ_OWN_FILE)
def own_credit_file() -> Answer:
    """Show an agency its credit file: every piece of evidence, and a score as if the year ended today."""
    return _file(current_user.organisation)


@blueprint.get("/agencies/<int:agency_id>/credit-file")
@tells_more("organisation", say("Credit file"), "ratings.credit_file_of", agency_id="id")
@requires(Can.READ_FILE, subject=accounts.agency)
def credit_file_of(agency: Agency) -> Answer:
    """Show an official the credit file of an agency."""
    return _file(agency)


def _file(agency: Organisation) -> Answer:
    today = clock.today()
    year = min(request.args.get("year", today.year, type=int), today.year)
    found = credit_file(agency, year, law.calendar(), law.book(), today, request.args.get("after"))
    return page("marketplace/oversight/own_credit_file.html", found=found, words=words, today=today)


def _ends(public_from: date | None) -> date | None:
    """Return the last day of a publicity."""
    return public_until(public_from, law.calendar(), law.book()).day if public_from else None
