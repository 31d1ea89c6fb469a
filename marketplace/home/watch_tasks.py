"""What waits of complaints (K1) and of random inspections (G9), for a workbench."""

from collections.abc import Iterator
from datetime import date

from accounts.kinds import Kind
from accounts.models import User
from kernel.rulebook import Rulebook
from kernel.sentences import say
from kernel.workdays import Calendar
from marketplace.home.tasks import Task
from marketplace.oversight.complaints import queries, rules
from marketplace.oversight.complaints.models import Complaint
from marketplace.oversight.complaints.queries import Shelf
from marketplace.oversight.complaints.vocabulary import State
from marketplace.oversight.inspections import queries as inspections
from marketplace.oversight.inspections.models import Inspection

MOST = 20


def waiting(person: User, today: date, calendar: Calendar, book: Rulebook) -> Iterator[Task]:
    """Yield what waits for a person: complaints to answer or to comment on, inspections to make."""
    if person.organisation.kind in (Kind.AGENCY, Kind.OWNER):
        for row in queries.complaints(person, Shelf.ABOUT).rows:
            if row.state is State.TAKEN_UP and row.taken_on and not row.commented_on:
                until = rules.comment_until(row.taken_on, calendar, book).day
                if today <= until:
                    yield _to_comment(row, until)
        return
    found = queries.complaints(person, Shelf.OPEN)
    for row in found.rows:
        yield _to_answer(row, rules.deadlines(row.made_on, calendar, book))
    if found.following:
        yield Task(
            title=say("Complaints"),
            text=say("More of them wait than stand here."),
            endpoint="oversight.complaints",
            act=say("See them all"),
            can_wait=True,
        )
    for one in inspections.to_inspect(person, MOST):
        yield _to_inspect(one)


def _to_answer(row: Complaint, days: rules.Deadlines) -> Task:
    received = row.state is State.RECEIVED
    return Task(
        title=say("Complaint %(number)s", number=row.number),
        about=row.about_name,
        text=say("Say whether the complaint is taken up, with reasons where it is not.")
        if received
        else say("Answer the complaint with reasons."),
        endpoint="oversight.complaint",
        act=say("Read the complaint"),
        by=days.take_up.day if received else days.answer.day,
        silence=say("Silence ends nothing: the complaint stays open and is marked as late."),
        address={"number": row.number},
    )


def _to_comment(row: Complaint, until: date) -> Task:
    return Task(
        title=say("A complaint about you was taken up"),
        about=row.number,
        text=say("You may say something to it before it is answered."),
        endpoint="oversight.complaint",
        act=say("Read the complaint"),
        by=until,
        silence=say("Without a comment it is answered on what lies there."),
        address={"number": row.number},
    )


def _to_inspect(row: Inspection) -> Task:
    return Task(
        title=say("Inspect %(agency)s", agency=row.agency.name),
        about=row.plan.number,
        text=say("You were drawn to inspect it: enter what you find."),
        endpoint="oversight.inspection",
        act=say("Open the inspection"),
        silence=say("Without a result the year's rating goes without this inspection."),
        address={"number": row.plan.number, "agency_id": row.agency_id},
        agency_id=row.agency_id,
    )
