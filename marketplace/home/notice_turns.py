"""Whose turn it is on open notices and their results, for the workbenches, in a fixed number of statements."""

from collections.abc import Iterator
from datetime import date, datetime

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


def turns(body: Organisation, now: datetime, calendar: Calendar, book: Rulebook) -> Iterator[Task]:
    """Return what waits for an organisation on open notices."""
    today, kind = local_day(now), Kind(body.kind)
    if kind in (Kind.OWNER, Kind.AGENCY):
        yield from _to_confirm(body, today, calendar, book)
    if kind is Kind.OWNER:
        yield from _owned(body, now, book)
    if kind is Kind.OPERATOR:
        yield from _draws(Desk(None, now, calendar, book))
    if kind in (Kind.OWNER, Kind.AUTHORITY):
        yield from _texts(body, Desk(None, now, calendar, book))
    if kind in (Kind.AUTHORITY, Kind.MANAGING_OFFICE):
        yield from _objections(body, calendar, book)
    if kind is Kind.MANAGING_OFFICE:
        for row in outages.waiting():
            yield notice_tasks.to_answer_outage(figures()[row.source].name, row.first_on, row.last_on, row.id)


def _to_confirm(body: Organisation, today: date, calendar: Calendar, book: Rulebook) -> Iterator[Task]:
    for award in notices.awards_to_confirm(body.id):
        found = awards.stand_of(award, today, calendar, book)
        is_agency = body.id == award.agency_id
        if found.stage is Stage.TO_CONFIRM and found.by and not _confirmed(award, is_agency=is_agency):
            need = award.notice.need
            yield notice_tasks.to_confirm(need.title, need.project.name, award.id, found.by, agency=is_agency)


def _confirmed(award: Award, *, is_agency: bool) -> bool:
    return bool(award.agency_confirmed_on if is_agency else award.owner_confirmed_on)


def _owned(body: Organisation, now: datetime, book: Rulebook) -> Iterator[Task]:
    rows = notices.undecided(body.id)
    courses, chains = notices.courses(rows, book), notices.chains_of(row.id for row in rows)
    for row in rows:
        course, project = courses[row.id], row.need.project.name
        found, opening = state(course, now), course.opening(now)
        if found is State.CLOSED and course.sealed and opening and now >= opening:
            yield notice_tasks.to_open(row.need.title, project, row.number)
        elif found is State.OPENED and chains[row.id].fixed_at:
            few = len(chains[row.id].labels.splitlines()) < course.least
            task = notice_tasks.to_choose_among_few if few else notice_tasks.to_publish
            yield task(row.need.title, project, row.number)


def _draws(by: Desk) -> Iterator[Task]:
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


def _objections(body: Organisation, calendar: Calendar, book: Rulebook) -> Iterator[Task]:
    for row in objecting.waiting_at(body):
        by = awarding.answer_by(row.made_on, calendar, book)
        title = row.award.notice.need.title
        yield notice_tasks.to_answer_objection(title, row.organisation.name, row.id, by)
