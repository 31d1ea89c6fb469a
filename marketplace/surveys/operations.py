"""The verbs of a joint survey day: ask, join, answer, move, cancel, and give an opinion on the day (J1–J3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from werkzeug.datastructures import FileStorage

from accounts.kinds import Kind
from accounts.models import Organisation, User
from accounts.operations import tell
from kernel import clock, files, ledger
from kernel.db import db, lock
from kernel.errors import Refused
from kernel.rulebook import Rulebook
from kernel.sentences import Sentence, say
from kernel.workdays import Calendar
from marketplace.projects import queries as projects
from marketplace.projects.helping import Behalf, Deed, Proof, prove
from marketplace.projects.models import Project
from marketplace.projects.vocabulary import Step
from marketplace.surveys import queries, rules
from marketplace.surveys.models import (
    OpinionFile,
    SurveyDay,
    SurveyMove,
    SurveyOpinion,
    SurveyRequest,
    SurveySeat,
)
from marketplace.surveys.queries import Found, Site
from marketplace.surveys.vocabulary import Coming, Part, View

PARTS = {
    Kind.AUTHORITY: Part.AUTHORITY,
    Kind.AGENCY: Part.AGENCY,
    Kind.OWNER: Part.OWNER,
    Kind.SERVICE_CENTRE: Part.ASSISTANT,
}


@dataclass(frozen=True)
class Desk:
    """Who acts, for whom, on which day, and by which calendar and rulebook."""

    person: User
    today: date
    calendar: Calendar
    book: Rulebook
    behalf: Behalf | None = None

    def asks_as(self, project: Project) -> int:
        """Return for which organisation the person asks: a case assistant for the owner of the project."""
        return project.owner_id if self.behalf else self.person.organisation_id


@dataclass(frozen=True)
class Wish:
    """What is asked for: the approval or service that needs the site, the hour, where one meets, whom to ask besides."""

    text: str
    hour: str
    place: str
    besides: tuple[int, ...] = ()


def ask(site: Site, wish: Wish, desk: Desk) -> SurveyDay:
    """Ask for the survey day of a project, or join the one about which answers are awaited (J1)."""
    project = lock(site.project)
    found = queries.open_day_of(project.id, desk.calendar, desk.book, desk.today)
    refused = rules.refusal_to_ask(found.survey if found else None, desk.today, desk.book)
    if refused:
        raise refused
    row = found.row if found else _new(project, wish, desk)
    told = say("Joint survey day asked for: %(name)s", name=project.name)
    proof = _proof(desk, project, told, row)
    request = SurveyRequest(
        survey_id=row.id,
        organisation_id=desk.asks_as(project),
        actor_id=desk.person.id,
        text=wish.text,
        at=clock.now(),
    )
    new = _seated(row, _asked(site, wish, desk) - (found.bodies if found else set()))
    seats = _comes(row, new, found, desk)
    details = proof.with_details(
        {"project": project.id, "on": row.set_on, "asked": sorted(s.organisation_id for s in seats)}
    )
    ledger.record(
        row,
        "surveys.day.asked",
        actor_id=desk.person.id,
        rule="J1",
        details=details,
        also=seats,
        proves=(request, *proof.rows),
    )
    _invite(row, new, desk)
    return row


def answer(row: SurveySeat, coming: Coming, person: str, phone: str, desk: Desk) -> SurveySeat:
    """Answer who comes; may be changed until the last day for it (J2)."""
    survey = lock(row.survey)
    lock(row)
    found = queries.found_day(survey, desk.calendar, desk.book, desk.today)
    _pass(rules.refusal_to_answer(found.survey, desk.today, desk.book))
    if coming is Coming.OTHER and not person:
        raise Refused("J2", say("Say who comes instead."), field="person")
    is_owners = row.organisation_id == survey.project.owner_id
    told = say("Joint survey day answered: %(what)s", what=coming.label)
    helped = Desk(desk.person, desk.today, desk.calendar, desk.book, desk.behalf if is_owners else None)
    proof = _proof(helped, survey.project, told, survey)
    row.coming, row.answered_at = coming, clock.now()
    row.person, row.phone = (person, phone) if coming is not Coming.NO else ("", "")
    details = proof.with_details({"survey": survey.id, "coming": coming.value})
    ledger.record(
        row, "surveys.seat.answered", actor_id=desk.person.id, rule="J2", details=details, proves=proof.rows
    )
    return row


def move(row: SurveyDay, reason: str, desk: Desk) -> SurveyDay:
    """Move a survey day to the next such Wednesday, with the reason; everyone but who moves it is asked anew (J1)."""
    found = _held(row, desk)
    _pass(rules.refusal_to_move(found.survey, desk.today, desk.book))
    before, row.set_on = found.on.day, rules.moved_to(found.on.day, desk.today, desk.calendar, desk.book).day
    told = say("Joint survey day moved to %(day)s: %(reason)s", day=row.set_on, reason=reason)
    proof = _proof(desk, row.project, told, row)
    moved = SurveyMove(
        survey_id=row.id,
        actor_id=desk.person.id,
        from_on=before,
        to_on=row.set_on,
        reason=reason,
        at=clock.now(),
    )
    seats = [line.row for line in found.lines]
    mine = desk.asks_as(row.project)
    for seat in seats:
        if seat.organisation_id != mine:
            seat.coming = seat.answered_at = None
            seat.person = seat.phone = ""
    details = proof.with_details({"from": before, "to": row.set_on})
    ledger.record(
        row,
        "surveys.day.moved",
        actor_id=desk.person.id,
        rule="J1",
        details=details,
        also=seats,
        proves=(moved, *proof.rows),
    )
    sentence = say(
        "The joint survey day of %(name)s moves from %(old)s to %(new)s (%(why)s): say again who comes.",
        name=row.project.name, old=before, new=row.set_on, why=reason,
    )  # fmt: skip
    _tell(row, found.bodies - {mine}, sentence)
    return row


def cancel(row: SurveyDay, reason: str, desk: Desk) -> SurveyDay:
    """Cancel a survey day with the reason; the project may ask for another one."""
    found = _held(row, desk)
    _pass(rules.refusal_to_move(found.survey, desk.today, desk.book))
    told = say("Joint survey day cancelled: %(reason)s", reason=reason)
    proof = _proof(desk, row.project, told, row)
    row.cancelled_on, row.reason = desk.today, reason
    ledger.record(
        row,
        "surveys.day.cancelled",
        actor_id=desk.person.id,
        rule="J1",
        details=proof.with_details({"on": desk.today}),
        proves=proof.rows,
    )
    sentence = say(
        "The joint survey day of %(name)s on %(day)s is cancelled: %(why)s",
        name=row.project.name, day=found.on.day, why=reason,
    )  # fmt: skip
    _tell(row, found.bodies - {desk.asks_as(row.project)}, sentence)
    return row


@dataclass(frozen=True)
class Thought:
    """What somebody thinks of the site, the approvals or services to which that belongs, and photos of the site."""

    view: View
    text: str
    approvals: tuple[str, ...] = ()
    photos: tuple[FileStorage, ...] = ()


def give_opinion(row: SurveySeat, thought: Thought, desk: Desk) -> SurveyOpinion:
    """Enter the opinion of an organisation on the day, or complete it; every version stays (J3)."""
    survey = lock(row.survey)
    found = queries.found_day(survey, desk.calendar, desk.book, desk.today)
    _pass(rules.refusal_of_opinion(found.survey, desk.today, desk.book))
    _pass(rules.refusal_of_words(Part(row.part), thought.view, thought.text, thought.approvals))
    opinion = SurveyOpinion(
        seat_id=row.id,
        actor_id=desk.person.id,
        view=thought.view,
        text=thought.text,
        approvals="\n".join(thought.approvals),
        at=clock.now(),
    )
    photos = files.store_all(thought.photos, desk.person.id, "photos")
    hashes = [one.sha256 for one in photos]
    ledger.record(
        row,
        "surveys.opinion.given",
        actor_id=desk.person.id,
        rule="J3",
        details={"survey": survey.id, "view": thought.view.value, "files_sha256": hashes},
        proves=(opinion,),
    )
    db.session.add_all(OpinionFile(opinion_id=opinion.id, file_id=one.id) for one in photos)
    return opinion


def _new(project: Project, wish: Wish, desk: Desk) -> SurveyDay:
    row = SurveyDay(
        project=project,
        asked_on=desk.today,
        set_on=rules.propose(desk.today, desk.calendar, desk.book).day,
        hour=wish.hour,
        place=wish.place,
        created_at=clock.now(),
    )
    ledger.record(row, "surveys.day.set", actor_id=desk.person.id, rule="J1", details={"on": row.set_on})
    return row


def _asked(site: Site, wish: Wish, desk: Desk) -> set[int]:
    """Return everyone who is asked to come: who asks, owner, agencies at work, authorities, the helping centre."""
    authorities = {body.id for body in queries.authorities_of(site.project.id)}
    parties = {
        desk.person.organisation_id,
        site.project.owner_id,
        *site.agencies,
        *authorities,
        *wish.besides,
    }
    return parties | projects.centres_helping(site.project, desk.today)


def _seated(row: SurveyDay, bodies: Iterable[int]) -> list[SurveySeat]:
    chosen = [db.session.get_one(Organisation, body_id) for body_id in sorted(bodies)]
    return [
        SurveySeat(survey=row, organisation=body, organisation_id=body.id, part=PARTS[Kind(body.kind)])
        for body in chosen
    ]


def _comes(row: SurveyDay, new: list[SurveySeat], found: Found | None, desk: Desk) -> list[SurveySeat]:
    """Count who asks as coming, since asking is the answer; return the seats that the entry speaks of."""
    mine = desk.asks_as(row.project)
    line = found.line_of(mine) if found else None
    seats = [*new, lock(line.row)] if line else new
    for seat in seats:
        if seat.organisation_id == mine and not seat.coming:
            seat.coming, seat.answered_at = Coming.YES, clock.now()
    return seats


def _invite(row: SurveyDay, seats: Iterable[SurveySeat], desk: Desk) -> None:
    by = rules.answer_by(row.set_on, desk.calendar, desk.book)
    sentence = say(
        "Joint survey day of %(name)s on %(day)s at %(hour)s: say by %(by)s who comes.",
        name=row.project.name, day=row.set_on, hour=row.hour, by=by,
    )  # fmt: skip
    _tell(row, {seat.organisation_id for seat in seats if not seat.coming}, sentence)


def _held(row: SurveyDay, desk: Desk) -> Found:
    lock(row)
    return queries.found_day(row, desk.calendar, desk.book, desk.today)


def _proof(desk: Desk, project: Project, told: Sentence, row: SurveyDay) -> Proof:
    deed = Deed(Step.SURVEY, project.owner_id, project.id, told, f"/surveys/{row.id}")
    return prove(desk.behalf, deed)


def _pass(refused: Refused | None) -> None:
    if refused:
        raise refused


def _tell(row: SurveyDay, bodies: Iterable[int], sentence: Sentence) -> None:
    for body_id in sorted(bodies):
        tell(body_id, sentence, link=f"/surveys/{row.id}")
