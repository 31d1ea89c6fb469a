"""What waits in cases: the step that the procedure opens today to this very person, by its own last day (P5, P13)."""

from collections.abc import Iterator
from datetime import date

from accounts.kinds import Kind
from accounts.models import User
from blacklist.proceedings import Seen
from blacklist.vocabulary import Act
from kernel.rulebook import Rulebook
from kernel.sentences import Sentence, say
from kernel.workdays import Calendar
from marketplace.home import tasks
from marketplace.home.tasks import Task
from marketplace.oversight import desk
from marketplace.oversight.words import stands

MOST = 20
# An agency need not ask for a review; that it can, and until when, it has to know.
_MAY = (Act.ASK_REVIEW,)


def waiting(person: User, today: date, calendar: Calendar, book: Rulebook) -> Iterator[Task]:
    """Yield the cases that wait for a person; one on which it can do nothing today is no task."""
    found = desk.desk(person, "", calendar, book, today)
    if person.is_of(Kind.AGENCY):
        steps = [(line.seen, line.awaited or line.may(*_MAY)) for line in found.lines]
        mine = [_charged(seen, act) for seen, act in steps if act]
    else:
        mine = [_of_case(line.seen, line.awaited) for line in found.mine if line.awaited]
    yield from mine[:MOST]
    if len(mine) > MOST:
        yield tasks.more(say("Cases"), "oversight.cases")


def _charged(seen: Seen, act: Act) -> Task:
    title = say("Case %(number)s is open about you", number=seen.case.number)
    return _task(title, seen, act)


def _of_case(seen: Seen, act: Act) -> Task:
    case = seen.case
    title = say("%(agency)s: case %(number)s", agency=case.agency.name, number=case.number)
    return _task(title, seen, act, say("Nothing is decided by itself.")).of_agency(case.agency_id)


def _task(title: Sentence, seen: Seen, act: Act, silence: Sentence | None = None) -> Task:
    return Task(
        title=title,
        text=stands(seen.course),
        endpoint="oversight.case",
        act=act.label,
        by=_by(seen, act),
        silence=silence,
        address={"case_id": seen.case.id},
        can_wait=act in _MAY,
    )


def _by(seen: Seen, act: Act) -> date | None:
    """Return the last day of a step: while a hearing is awaited, the defence still has its own."""
    if act is Act.DEFEND and seen.course.defence:
        return seen.course.defence.until.day
    return seen.course.due.day if seen.course.due else None
