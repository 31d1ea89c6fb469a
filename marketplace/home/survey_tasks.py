"""What waits for an organisation about joint survey days: who comes, and on the day its opinion."""

from collections.abc import Iterator
from datetime import date

from accounts.models import User
from kernel.permissions import allows
from kernel.rulebook import Rulebook
from kernel.sentences import say
from kernel.workdays import Calendar
from marketplace.home.tasks import Task
from marketplace.projects import presence
from marketplace.surveys import queries
from marketplace.surveys.permissions import Can
from marketplace.surveys.queries import Found, Line
from marketplace.surveys.vocabulary import State


def waiting(person: User, today: date, calendar: Calendar, book: Rulebook) -> Iterator[Task]:
    """Yield what a person can do about the survey days to which the own organisation is asked."""
    days = queries.waiting_for(person.organisation_id, calendar, book, today)
    presence.lay_mandates_of(person, (found.project.owner_id for found in days))
    for found in days:
        if allows(person, Can.READ, found):
            yield from _of(found, person)


def _of(found: Found, person: User) -> Iterator[Task]:
    own = found.line_of(person.organisation_id)
    if found.state is State.TODAY and own and allows(person, Can.GIVE_OPINION, own.row):
        yield _to_think(found, own)
        return
    open_seats = [line for line in unanswered(found) if allows(person, Can.ANSWER, line.row)]
    if open_seats:
        yield from (to_answer(found, line) for line in open_seats)
    else:
        yield _to_come(found)


def unanswered(found: Found) -> list[Line]:
    """Return the seats of which nobody has said who comes, while it can be said."""
    return [line for line in found.lines if not line.seat.coming] if found.state is State.ASKING else []


def to_answer(found: Found, line: Line) -> Task:
    """Return the task of an organisation that has not said who comes."""
    return Task(
        title=say("Joint survey day on %(day)s", day=found.on.day),
        about=f"{found.project.name} · {line.row.organisation.name}",
        text=say("Say who comes, at %(hour)s to %(place)s.", hour=found.row.hour, place=found.row.place),
        endpoint="surveys.survey",
        act=say("Say who comes"),
        by=found.survey.answer_by,
        silence=say("No answer counts as not coming."),
        address={"survey_id": found.row.id},
    )


def _to_think(found: Found, line: Line) -> Task:
    return Task(
        title=say("Joint survey day today at %(hour)s", hour=found.row.hour),
        about=found.project.name,
        text=say("Complete your opinion; it is signed anew.") if line.opinion else say("Enter your opinion."),
        endpoint="surveys.give_opinion",
        act=say("Enter the opinion"),
        by=found.on.day,
        silence=say("Without an opinion the sheet says so; no application is held up."),
        address={"seat_id": line.row.id},
        can_wait=line.opinion is not None,
    )


def _to_come(found: Found) -> Task:
    return Task(
        title=say("Joint survey day on %(day)s", day=found.on.day),
        about=found.project.name,
        text=say("At %(hour)s, %(place)s.", hour=found.row.hour, place=found.row.place),
        endpoint="surveys.survey",
        act=say("Look at it"),
        by=found.on.day,
        address={"survey_id": found.row.id},
        can_wait=True,
    )
