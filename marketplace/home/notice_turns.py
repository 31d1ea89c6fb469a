"""Whose turn it is on open notices and their results, for the workbenches, in a fixed number of statements."""

from collections.abc import Callable, Iterator
from datetime import datetime

from accounts.kinds import Kind
from accounts.models import Organisation
from kernel.clock import local_day
from kernel.rulebook import Rulebook
from kernel.workdays import Calendar
from marketplace.home import notice_tasks
from marketplace.home.tasks import Task
from marketplace.selection import awarding, awards, contributions, draws_made, notices, objecting, outages
from marketplace.selection.awarding import Stage
from marketplace.selection.desk import Desk
from marketplace.selection.draw_tables import DrawChain
from marketplace.selection.figures import figures
from marketplace.selection.models import Award
from marketplace.selection.procedure import Act, Course, State, opens, state
from marketplace.selection.smallworks import queries as small_works
from marketplace.selection.smallworks import rules as small_rules


def turns(body: Organisation, now: datetime, calendar: Calendar, book: Rulebook) -> Iterator[Task]:
    """Return what waits for an organisation on open notices, in the order of the table below."""
    by, kind = Desk(None, now, calendar, book), Kind(body.kind)
    for kinds, found in _TURNS:
        if kind in kinds:
            yield from found(body, by)


def _to_confirm(body: Organisation, by: Desk) -> Iterator[Task]:
    for award in notices.awards_to_confirm(body.id):
        found = awards.stand_of(award, by.today, by.calendar, by.book)
        is_agency = body.id == award.agency_id
        if found.stage is Stage.TO_CONFIRM and found.by and not _confirmed(award, is_agency=is_agency):
            need = award.notice.need
            yield notice_tasks.to_confirm(need.title, need.project.name, award.id, found.by, agency=is_agency)


def _confirmed(award: Award, *, is_agency: bool) -> bool:
    return bool(award.agency_confirmed_on if is_agency else award.owner_confirmed_on)


def _works_to_check(_body: Organisation, by: Desk) -> Iterator[Task]:
    for row in small_works.to_check():
        last = notices.check_by(row.submitted_at, by.calendar) if row.submitted_at else None
        yield notice_tasks.to_check_small_works(row.title, row.project.owner.name, row.number, last)


def _outages(_body: Organisation, _by: Desk) -> Iterator[Task]:
    for row in outages.waiting():
        yield notice_tasks.to_answer_outage(figures()[row.source].name, row.first_on, row.last_on, row.id)


def _works(body: Organisation, by: Desk) -> Iterator[Task]:
    for row in small_works.unfinished(body.id):
        found = small_rules.stage(row.course, by.now, by.today, by.book)
        if found in notice_tasks.OF_SMALL_WORKS:
            yield notice_tasks.of_small_works(found, row.title, row.project.name, row.number)


def _owned(body: Organisation, by: Desk) -> Iterator[Task]:
    rows, now = notices.undecided(body.id), by.now
    courses, chains = notices.courses(rows, by.book), notices.chains_of(row.id for row in rows)
    for row in rows:
        course, project = courses[row.id], row.need.project.name
        found, opening = state(course, now), course.opening(now)
        if found is State.CLOSED and course.sealed and opening and now >= opening:
            yield notice_tasks.to_open(row.need.title, project, row.number)
        elif found is State.OPENED and chains[row.id].fixed_at:
            few = len(chains[row.id].labels.splitlines()) < course.least
            task = notice_tasks.to_choose_among_few if few else notice_tasks.to_publish
            yield task(row.need.title, project, row.number)


def _draws(_body: Organisation, by: Desk) -> Iterator[Task]:
    rows = notices.undecided()
    courses, chains = notices.courses(rows, by.book), notices.chains_of(row.id for row in rows)
    waiting = [row for row in rows if _is_drawn(courses[row.id], chains[row.id], by.now)]
    coming = draws_made.comings(waiting, courses, by)
    for row in waiting:
        found = coming[row.id]
        day, figure = found.known_on(), found.due is not None
        if day:
            yield notice_tasks.to_draw(row.need.title, row.owner.name, row.number, day, figure=figure)


def _is_drawn(course: Course, chain: DrawChain, now: datetime) -> bool:
    few = len(chain.labels.splitlines()) < course.least
    return state(course, now) is State.OPENED and chain.fixed_at is not None and not few


def _texts(body: Organisation, by: Desk) -> Iterator[Task]:
    """Return the texts for a draw that a body has still to lodge, or to reveal within their term."""
    rows = contributions.asked_of(body.id, by.now)
    courses = notices.courses((row.notice for row in rows), by.book)
    for row in rows:
        course, need = courses[row.notice_id], row.notice.need
        found, closing, last = (
            state(course, by.now),
            course.closing(by.now),
            contributions.reveal_by(course, by),
        )
        if opens(found, Act.LODGE) and row.lodged_at is None and closing:
            yield notice_tasks.to_lodge(need.title, need.project.name, row.id, local_day(closing))
        if opens(found, Act.REVEAL) and row.is_withheld and last and by.today <= last:
            yield notice_tasks.to_reveal(need.title, need.project.name, row.id, last)


def _objections(body: Organisation, by: Desk) -> Iterator[Task]:
    for row in objecting.waiting_at(body):
        day = awarding.answer_by(row.made_on, by.calendar, by.book)
        title = row.award.notice.need.title
        yield notice_tasks.to_answer_objection(title, row.organisation.name, row.id, day)


_TURNS: tuple[tuple[tuple[Kind, ...], Callable[[Organisation, Desk], Iterator[Task]]], ...] = (
    ((Kind.OWNER, Kind.AGENCY), _to_confirm),
    ((Kind.OWNER,), _owned),
    ((Kind.OWNER,), _works),
    ((Kind.OPERATOR,), _draws),
    ((Kind.OPERATOR,), _works_to_check),
    ((Kind.OWNER, Kind.AUTHORITY), _texts),
    ((Kind.AUTHORITY, Kind.MANAGING_OFFICE), _objections),
    ((Kind.MANAGING_OFFICE,), _outages),
)
