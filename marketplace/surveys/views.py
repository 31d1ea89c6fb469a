"""The pages of the joint survey day: asked for, answered, moved, held on the site, told the next day."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from accounts import queries as accounts
from accounts.kinds import Kind
from accounts.models import Organisation
from accounts.views.blueprint import me
from kernel import clock, law
from kernel.acts import act
from kernel.files import StoredFile, hand_out, send
from kernel.letters import in_chinese
from kernel.pdf import pdf
from kernel.permissions import requires
from kernel.places import shows
from kernel.web import page
from marketplace.projects.models import Project
from marketplace.projects.presence import behalf
from marketplace.surveys import operations, queries, rules, sheet
from marketplace.surveys.forms import AskSurveyForm, OpinionForm, ReasonForm, SeatForm
from marketplace.surveys.models import SurveySeat
from marketplace.surveys.operations import Desk
from marketplace.surveys.permissions import Can
from marketplace.surveys.queries import Found, Site
from marketplace.surveys.vocabulary import Coming, Part

blueprint = Blueprint("surveys", __name__)
Answer = Response | tuple[str, int]


def _site(project_id: int) -> Site | None:
    return queries.site(project_id, clock.today())


def _found(survey_id: int) -> Found | None:
    row = queries.survey_day(survey_id)
    return queries.found_day(row, law.calendar(), law.book(), clock.today()) if row else None


@dataclass(frozen=True)
class Photographed:
    """A photo and the survey day that it was taken on: who may read the day may look at it."""

    photo: StoredFile
    day: Found

    @property
    def project(self) -> Project:
        """Return the project whose site is seen."""
        return self.day.project

    @property
    def bodies(self) -> set[int]:
        """Return the organisations that are asked to come."""
        return self.day.bodies


def _photographed(survey_id: int, file_id: int) -> Photographed | None:
    found, photo = _found(survey_id), queries.photo(survey_id, file_id)
    return Photographed(photo, found) if found and photo else None


@blueprint.get("/surveys")
@requires(Can.LIST)
def surveys() -> Answer:
    """Show the survey days to which my organisation is asked, the latest first."""
    today = clock.today()
    rows = queries.days_for(current_user.organisation, today, request.args.get("after"))
    found = queries.found_days(rows.rows, law.calendar(), law.book(), today)
    return page("marketplace/surveys/surveys.html", rows=rows, found=found)


@blueprint.get("/surveys/<int:survey_id>")
@shows("survey_day", "surveys.survey", survey_id="id")
@requires(Can.READ, subject=_found)
def survey(found: Found) -> Answer:
    """Show a survey day: when and where, who comes, what was thought, what it came to."""
    return page(
        "marketplace/surveys/survey.html",
        found=found,
        people=queries.people_of_seats(found.lines),
        photos=queries.photos_of(found),
        others=queries.on_the_same_day(found),
        least=law.book().whole("J2.least", found.on.day),
        may_move=rules.refusal_to_move(found.survey, clock.today(), law.book()) is None,
    )


@blueprint.route("/projects/<int:project_id>/survey", methods=["GET", "POST"])
@requires(Can.ASK, subject=_site)
def ask_survey(site: Site) -> Answer:
    """Ask for the survey day of a project, or join the one that is being arranged."""
    standing = queries.open_day_of(site.project.id, law.calendar(), law.book(), clock.today())
    form = _ask_form(site, standing)
    if form.validate_on_submit():
        with act(form) as done:
            row = operations.ask(site, form.wish(), _desk())
            done.at(_page_of(row.id), _("The survey day is asked for; everyone is told."))
        if done:
            return done.redirect()
    return page("marketplace/surveys/ask_survey.html", form=form, **_proposal(site, standing))


@blueprint.route("/surveys/seats/<int:seat_id>", methods=["GET", "POST"])
@requires(Can.ANSWER, subject=queries.seat)
def answer_seat(row: SurveySeat) -> Answer:
    """Answer who comes."""
    form = SeatForm(coming=row.coming, person=row.person, phone=row.phone)
    if form.validate_on_submit():
        with act(form) as done:
            person, phone = form.person.data or "", form.phone.data or ""
            operations.answer(row, Coming(form.coming.data), person, phone, _desk())
            done.at(_page_of(row.survey_id), _("Your answer is entered."))
        if done:
            return done.redirect()
    found = _found(row.survey_id)
    refused = rules.refusal_to_answer(found.survey, clock.today(), law.book()) if found else None
    return page("marketplace/surveys/answer_seat.html", form=form, seat=row, found=found, refused=refused)


@blueprint.route("/surveys/<int:survey_id>/move", methods=["GET", "POST"])
@requires(Can.MOVE, subject=_found)
def move_survey(found: Found) -> Answer:
    """Move a survey day to the next such Wednesday."""
    form = ReasonForm()
    if form.validate_on_submit():
        with act(form) as done:
            operations.move(found.row, form.reason.data, _desk())
            done.at(_page_of(found.row.id), _("The survey day is moved; everyone is asked again."))
        if done:
            return done.redirect()
    to = rules.moved_to(found.on.day, clock.today(), law.calendar(), law.book())
    refused = rules.refusal_to_move(found.survey, clock.today(), law.book())
    return page("marketplace/surveys/move_survey.html", form=form, found=found, to=to, refused=refused)


@blueprint.route("/surveys/<int:survey_id>/cancel", methods=["GET", "POST"])
@requires(Can.MOVE, subject=_found)
def cancel_survey(found: Found) -> Answer:
    """Cancel a survey day."""
    form = ReasonForm()
    if form.validate_on_submit():
        with act(form) as done:
            operations.cancel(found.row, form.reason.data, _desk())
            done.at(_page_of(found.row.id), _("The survey day is cancelled; everyone is told."))
        if done:
            return done.redirect()
    refused = rules.refusal_to_move(found.survey, clock.today(), law.book())
    return page("marketplace/surveys/cancel_survey.html", form=form, found=found, refused=refused)


@blueprint.route("/surveys/seats/<int:seat_id>/opinion", methods=["GET", "POST"])
@requires(Can.GIVE_OPINION, subject=queries.seat)
def give_opinion(row: SurveySeat) -> Answer:
    """Enter my organisation's opinion on the day, or complete it."""
    found = _found(row.survey_id)
    form = _opinion_form(found, row)
    if form.validate_on_submit():
        with act(form) as done:
            operations.give_opinion(row, form.thought(), _desk())
            done.at(_page_of(row.survey_id), _("Your opinion is entered. You can complete it until 24:00."))
        if done:
            return done.redirect()
    refused = rules.refusal_of_opinion(found.survey, clock.today(), law.book()) if found else None
    return page("marketplace/surveys/give_opinion.html", form=form, seat=row, found=found, refused=refused)


@blueprint.get("/surveys/<int:survey_id>/sheet.pdf")
@requires(Can.READ, subject=_found)
def sheet_file(found: Found) -> Response:
    """Hand out the sheet of opinions as PDF."""
    people, photos = queries.people_of_seats(found.lines), queries.photos_of(found)
    letter = sheet.letter(found, people, photos, clock.today())
    return hand_out(pdf(letter), "application/pdf", f"{in_chinese(letter).title}.pdf")


@blueprint.get("/surveys/<int:survey_id>/photos/<int:file_id>")
@requires(Can.READ, subject=_photographed)
def photo(found: Photographed) -> Response:
    """Hand out a photo that came with an opinion."""
    return send(found.photo)


def _ask_form(site: Site, standing: Found | None) -> AskSurveyForm:
    hours: tuple[str, ...] = law.book().value("J1.hours", clock.today())
    form = AskSurveyForm(place=site.project.address).of(hours, _others(site))
    return form.joining() if standing else form


def _proposal(site: Site, standing: Found | None) -> dict[str, object]:
    """Return what the page of asking shows: the day that is proposed, or the one that is there already."""
    today, calendar, book = clock.today(), law.calendar(), law.book()
    return {
        "project": site.project,
        "standing": standing,
        "proposed": rules.propose(today, calendar, book),
        "refused": rules.refusal_to_ask(standing.survey if standing else None, today, book),
    }


def _desk() -> Desk:
    return Desk(me(), clock.today(), law.calendar(), law.book(), behalf())


def _others(site: Site) -> list[Organisation]:
    asked = {body.id for body in queries.authorities_of(site.project.id)} | {current_user.organisation_id}
    return [body for body in accounts.of_kind(Kind.AUTHORITY) if body.id not in asked]


def _opinion_form(found: Found | None, row: SurveySeat) -> OpinionForm:
    """Return the form with what was entered last; where there is but one thing to judge, that is ticked."""
    subjects = queries.subjects(row, clock.today())
    entered = _entered(found, row) or {"approvals": subjects if len(subjects) == 1 else []}
    others = [one for one in entered["approvals"] if one not in subjects]
    return OpinionForm(data=entered | {"other": others[0] if others else ""}).of(Part(row.part), subjects)


def _entered(found: Found | None, row: SurveySeat) -> dict[str, Any] | None:
    line = found.line_of(row.organisation_id) if found else None
    last = line.opinion if line else None
    if last is None:
        return None
    return {"view": last.view, "text": last.text, "approvals": last.approvals.splitlines()}


def _page_of(survey_id: int) -> str:
    return url_for("surveys.survey", survey_id=survey_id)
