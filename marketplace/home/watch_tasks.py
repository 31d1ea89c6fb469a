"""What waits of complaints (K1) and of random inspections with their plan (G9), for a workbench."""

from collections.abc import Iterator, Mapping
from datetime import date

from accounts.kinds import Kind
from accounts.models import User
from kernel.clock import local_day
from kernel.rulebook import Rulebook
from kernel.sentences import Sentence, say
from kernel.workdays import Calendar
from marketplace.home.tasks import Task
from marketplace.oversight.complaints import queries, rules
from marketplace.oversight.complaints.models import Complaint
from marketplace.oversight.complaints.queries import Shelf
from marketplace.oversight.complaints.vocabulary import Office, State
from marketplace.oversight.inspections import queries as inspections
from marketplace.oversight.inspections.models import Inspection, InspectionPlan
from marketplace.oversight.inspections.operations import due

MOST = 20


def waiting(person: User, today: date, calendar: Calendar, book: Rulebook) -> Iterator[Task]:
    """Yield what waits for a person: complaints to answer or to comment on, inspections to make."""
    if person.organisation.kind in (Kind.AGENCY, Kind.OWNER):
        yield from _about(person, today, calendar, book)
        return
    found = queries.complaints(person, Shelf.OPEN)
    for row in found.rows:
        yield to_answer(row, calendar, book)
    if found.following:
        yield Task(
            title=say("Complaints"),
            text=say("More of them wait than stand here."),
            endpoint="oversight.complaints",
            act=say("See them all"),
            can_wait=True,
        )
    if person.organisation.kind == Kind.AUTHORITY:
        yield from _of_plan(person.organisation.authority_key or "", today)
    for one in inspections.to_inspect(person, MOST):
        yield _to_inspect(one)


def _about(person: User, today: date, calendar: Calendar, book: Rulebook) -> Iterator[Task]:
    for row in queries.complaints(person, Shelf.ABOUT).rows:
        task = to_comment(row, today, calendar, book)
        if task:
            yield task


def to_answer(row: Complaint, calendar: Calendar, book: Rulebook) -> Task:
    """Return what the office of a complaint owes: to say whether it is taken up, or the answer (K1)."""
    received, days = row.state is State.RECEIVED, rules.deadlines(row.made_on, calendar, book)
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


def to_comment(row: Complaint, today: date, calendar: Calendar, book: Rulebook) -> Task | None:
    """Return what the one complained of may say, where it is told and waited for (K1)."""
    if row.state is not State.TAKEN_UP or row.commented_on or row.office == Office.SUPERVISOR:
        return None
    until = rules.comment_until(row.taken_on or row.made_on, calendar, book).day
    if today > until:
        return None
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
        by=_year_end(row.plan.year),
        silence=say("Without a result the year's rating goes without this inspection."),
        address={"number": row.plan.number, "agency_id": row.agency_id},
        agency_id=row.agency_id,
    )


def _of_plan(key: str, today: date) -> Iterator[Task]:
    """Yield the next step of an authority's plan of this year, where agencies list an item of its (G9)."""
    plan = inspections.plan_of(key, today.year)
    if plan is None:
        if inspections.to_be_drawn(key, today):
            said = say("Of each grade a share is inspected in a year: no plan is published yet.")
            act = say("Publish the plan of a year")
            yield _step(today.year, said, act, "oversight.plan_inspections", {})
        return
    figure = due(plan)
    address = {"number": plan.number}
    if not plan.listed_at:
        said = say("The list of agencies and inspectors is published next.")
        yield _step(plan.year, said, say("Publish the list"), "oversight.inspection_plan", address)
    elif not plan.drawn_at and figure and local_day(figure.at) <= today:
        said = say("The public figure appears on the day of the draw: enter it and draw.")
        yield _step(plan.year, said, say("Enter it and draw"), "oversight.inspection_plan", address)


def to_inspect_all(plan: InspectionPlan, number: int) -> Task:
    """Return what an authority still owes of its plan: so many inspections without a result (G9)."""
    said = say("%(number)s inspections of the year have no result yet.", number=number)
    address = {"number": plan.number}
    return _step(plan.year, said, say("Open the inspection"), "oversight.inspection_plan", address)


def _step(year: int, said: Sentence, act: Sentence, endpoint: str, address: Mapping[str, object]) -> Task:
    return Task(
        title=say("Random inspections of %(year)s", year=str(year)),
        text=said,
        endpoint=endpoint,
        act=act,
        by=_year_end(year),
        address=address,
        can_wait=True,
    )


def _year_end(year: int) -> date:
    return date(year, 12, 31)
