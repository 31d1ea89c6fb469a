"""Reads of joint survey days, in a fixed number of statements however many there are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, select

from accounts import queries as accounts
from accounts.kinds import Kind
from accounts.models import Organisation, User
from kernel.db import db
from kernel.files import StoredFile
from kernel.paging import Key, Page, page
from kernel.rulebook import Rulebook
from kernel.workdays import Calendar, Reckoned
from marketplace.admission.catalogue import items
from marketplace.delivery import queries as delivery
from marketplace.projects import queries as projects
from marketplace.projects.models import Project
from marketplace.surveys import rules
from marketplace.surveys.models import (
    OpinionFile,
    SurveyDay,
    SurveyMove,
    SurveyOpinion,
    SurveyRequest,
    SurveySeat,
)
from marketplace.surveys.rules import Outcome, Seat, Survey
from marketplace.surveys.vocabulary import Coming, Part, State, View

RECENT = timedelta(days=60)  # how far back a workbench or a job looks for survey days
MOST = 200


@dataclass(frozen=True)
class Site:
    """A project whose site is to be seen, and the agencies with running orders of it."""

    project: Project
    agencies: frozenset[int]


@dataclass(frozen=True)
class Line:
    """One seat of a day as its page lists it: who is asked, what was answered, and every version of the opinion."""

    row: SurveySeat
    seat: Seat
    opinions: Sequence[SurveyOpinion]

    @property
    def opinion(self) -> SurveyOpinion | None:
        """Return the opinion that counts: the last one."""
        return self.opinions[-1] if self.opinions else None


@dataclass(frozen=True)
class Found:
    """A survey day as it stands today: its row, what the rules make of it, its seats, requests and moves."""

    row: SurveyDay
    on: Reckoned
    survey: Survey
    state: State
    outcome: Outcome | None
    lines: Sequence[Line]
    requests: Sequence[SurveyRequest] = ()
    moves: Sequence[SurveyMove] = field(default=())

    @property
    def project(self) -> Project:
        """Return the project whose site is seen."""
        return self.row.project

    @property
    def bodies(self) -> set[int]:
        """Return the organisations that are asked to come."""
        return {line.row.organisation_id for line in self.lines}

    @property
    def askers(self) -> set[int]:
        """Return the organisations that asked for the day."""
        return {request.organisation_id for request in self.requests}

    @property
    def first_asker(self) -> int | None:
        """Return the organisation that asked for the day first and has not said since that nobody of it comes."""
        stayed_away = {line.row.organisation_id for line in self.lines if line.seat.coming is Coming.NO}
        askers = (request.organisation_id for request in self.requests)
        return next((body_id for body_id in askers if body_id not in stayed_away), None)

    def line_of(self, body_id: int) -> Line | None:
        """Return the seat of an organisation, or None."""
        return next((line for line in self.lines if line.row.organisation_id == body_id), None)


def survey_day(survey_id: int) -> SurveyDay | None:
    """Return a survey day, or None."""
    return db.session.get(SurveyDay, survey_id)


def seat(seat_id: int) -> SurveySeat | None:
    """Return a seat with its survey day, or None."""
    return db.session.get(SurveySeat, seat_id)


def site(project_id: int, today: date) -> Site | None:
    """Return the site of a project with the agencies at work there, or None."""
    project = projects.project(project_id)
    if project is None:
        return None
    needs = [need.id for need in projects.needs_of(project_id)]
    orders = [order for rows in delivery.orders_of_needs(needs).values() for order in rows]
    return Site(project, frozenset(order.agency_id for order in delivery.running(orders, today)))


def open_day_of(project_id: int, calendar: Calendar, book: Rulebook, today: date) -> Found | None:
    """Return the survey day of a project that is still to come, or None."""
    chosen = select(SurveyDay).where(SurveyDay.project_id == project_id).order_by(SurveyDay.id.desc())
    found = found_days(db.session.scalars(chosen.limit(1)).all(), calendar, book, today)
    return next((one for one in found if one.state.is_open), None)


def days_of(project_id: int, calendar: Calendar, book: Rulebook, today: date) -> list[Found]:
    """Return the survey days of a project, the newest first."""
    chosen = select(SurveyDay).where(SurveyDay.project_id == project_id).order_by(SurveyDay.id.desc())
    return found_days(db.session.scalars(chosen.limit(MOST)).all(), calendar, book, today)


def days_for(organisation: Organisation, today: date, after: str | None = None) -> Page[SurveyDay]:
    """Return a page of the survey days to which an organisation is asked, the latest first; who watches sees all."""
    chosen = select(SurveyDay)
    if organisation.kind not in (Kind.SUPERVISOR, Kind.MANAGING_OFFICE):
        chosen = chosen.where(SurveyDay.id.in_(_seats_of(organisation.id)))
    if organisation.kind == Kind.SERVICE_CENTRE:
        chosen = chosen.where(SurveyDay.project_id.in_(projects.helped_projects(organisation.id, today)))
    return page(chosen, [Key(SurveyDay.set_on, downwards=True), Key(SurveyDay.id, downwards=True)], after)


def waiting_for(body_id: int, calendar: Calendar, book: Rulebook, today: date) -> list[Found]:
    """Return the recent survey days to which an organisation is asked and that are still to come, the next first."""
    chosen = select(SurveyDay).where(
        SurveyDay.id.in_(_seats_of(body_id)),
        SurveyDay.set_on >= today - RECENT,
        SurveyDay.cancelled_on.is_(None),
    )
    rows = db.session.scalars(chosen.order_by(SurveyDay.set_on, SurveyDay.id).limit(MOST)).all()
    return [one for one in found_days(rows, calendar, book, today) if one.state.is_open]


def on_the_same_day(found: Found) -> Sequence[SurveyDay]:
    """Return the other surveys of a day to which somebody of this one is asked too, by hour."""
    chosen = (
        select(SurveyDay)
        .where(
            SurveyDay.set_on == found.row.set_on,
            SurveyDay.id != found.row.id,
            SurveyDay.cancelled_on.is_(None),
            SurveyDay.id.in_(
                select(SurveySeat.survey_id).where(SurveySeat.organisation_id.in_(found.bodies))
            ),
        )
        .order_by(SurveyDay.hour, SurveyDay.id)
    )
    return db.session.scalars(chosen.limit(MOST)).all()


def to_announce(day: date) -> Sequence[int]:
    """Return the ids of the recent survey days of which something may have to be told, the earliest first."""
    chosen = select(SurveyDay.id).where(SurveyDay.set_on >= day - RECENT, SurveyDay.cancelled_on.is_(None))
    return db.session.scalars(chosen.order_by(SurveyDay.set_on, SurveyDay.id)).all()


def found_day(row: SurveyDay, calendar: Calendar, book: Rulebook, today: date) -> Found:
    """Return a survey day as it stands on a day."""
    return found_days([row], calendar, book, today)[0]


def found_days(rows: Sequence[SurveyDay], calendar: Calendar, book: Rulebook, today: date) -> list[Found]:
    """Return survey days as they stand on a day, in four statements."""
    ids = [row.id for row in rows]
    lines = _lines(ids)
    requests = _by_survey(
        select(SurveyRequest).where(SurveyRequest.survey_id.in_(ids)).order_by(SurveyRequest.id)
    )
    moves = _by_survey(select(SurveyMove).where(SurveyMove.survey_id.in_(ids)).order_by(SurveyMove.id))
    found = []
    for row in rows:
        on = rules.holds_on(row.set_on, calendar)
        seats = tuple(line.seat for line in lines[row.id])
        survey = Survey(on.day, rules.answer_by(on.day, calendar, book), row.cancelled_on, seats)
        stands = rules.state(survey, today, book)
        came_to = rules.outcome(survey, today, book)
        found.append(Found(row, on, survey, stands, came_to, lines[row.id], requests[row.id], moves[row.id]))
    return found


def authorities_of(project_id: int) -> list[Organisation]:
    """Return the authorities that have joined and whose items the project needs."""
    catalogue = items()
    keys = {catalogue[need.item_code].authority for need in projects.needs_of(project_id)}
    return [body for body in accounts.of_kind(Kind.AUTHORITY) if body.authority_key in keys]


def subjects(row: SurveySeat, today: date) -> list[str]:
    """Return what an opinion of a seat can belong to: the approvals of the authority, the services of the agency."""
    needs = projects.needs_of(row.survey.project_id)
    if row.part == Part.AUTHORITY:
        known = [items()[need.item_code] for need in needs]
        mine = [item for item in known if item.authority == row.organisation.authority_key]
        return list(dict.fromkeys(item.related_approval for item in mine if item.related_approval))
    orders = delivery.orders_of_needs([need.id for need in needs])
    at_work = delivery.running([one for rows in orders.values() for one in rows], today)
    return list(dict.fromkeys(one.need.title for one in at_work if one.agency_id == row.organisation_id))


def photos_of(found: Found) -> Mapping[int, Sequence[OpinionFile]]:
    """Return the photos of a day by the seat with whose opinions they came, the oldest first."""
    seats = {one.id: line.row.id for line in found.lines for one in line.opinions}
    chosen = select(OpinionFile).where(OpinionFile.opinion_id.in_(seats))
    photos: dict[int, list[OpinionFile]] = defaultdict(list)
    for one in db.session.scalars(chosen.order_by(OpinionFile.opinion_id, OpinionFile.file_id)):
        photos[seats[one.opinion_id]].append(one)
    return photos


def photo(survey_id: int, file_id: int) -> StoredFile | None:
    """Return a photo that came with an opinion of a day, or None."""
    chosen = (
        select(StoredFile)
        .join(OpinionFile, OpinionFile.file_id == StoredFile.id)
        .join(SurveyOpinion, SurveyOpinion.id == OpinionFile.opinion_id)
        .join(SurveySeat, SurveySeat.id == SurveyOpinion.seat_id)
        .where(SurveySeat.survey_id == survey_id, StoredFile.id == file_id)
    )
    return db.session.scalars(chosen).first()


def people_of_seats(lines: Iterable[Line]) -> Mapping[int, User]:
    """Return who entered opinions, by id, in one statement."""
    return accounts.people(one.actor_id for line in lines for one in line.opinions)


def _lines(ids: Sequence[int]) -> dict[int, list[Line]]:
    seats = db.session.scalars(
        select(SurveySeat).where(SurveySeat.survey_id.in_(ids)).order_by(SurveySeat.id)
    ).all()
    opinions: dict[int, list[SurveyOpinion]] = defaultdict(list)
    chosen = select(SurveyOpinion).where(SurveyOpinion.seat_id.in_([row.id for row in seats]))
    for one in db.session.scalars(chosen.order_by(SurveyOpinion.id)):
        opinions[one.seat_id].append(one)
    found: dict[int, list[Line]] = defaultdict(list)
    for row in seats:
        found[row.survey_id].append(Line(row, _seat(row, opinions[row.id]), opinions[row.id]))
    order = list(Part)
    for lines in found.values():
        lines.sort(key=lambda line: (order.index(line.seat.part), line.row.id))
    return found


def _seat(row: SurveySeat, opinions: Sequence[SurveyOpinion]) -> Seat:
    last = opinions[-1] if opinions else None
    return Seat(
        row.organisation_id,
        Part(row.part),
        Coming(row.coming) if row.coming else None,
        View(last.view) if last else None,
        last.text if last else "",
        tuple(last.approvals.splitlines()) if last else (),
    )


def _by_survey(chosen: Select[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.scalars(chosen):
        found[row.survey_id].append(row)
    return found


def _seats_of(body_id: int) -> Select[Any]:
    return select(SurveySeat.survey_id).where(SurveySeat.organisation_id == body_id)
