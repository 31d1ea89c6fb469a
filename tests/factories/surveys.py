"""Joint survey days for tests, asked for by the verb itself."""

from kernel import clock, law
from kernel.db import transaction
from marketplace.surveys import operations, queries
from marketplace.surveys.operations import Desk, Thought, Wish
from marketplace.surveys.vocabulary import Coming, View
from tests import personas
from tests.factories import projects

APPROVAL = "环评审批（报告表）"  # what the item B02 is for


def project(item="B02"):
    """Return a project that needs something of the authority 生态环境, which has joined."""
    personas.other_authority()
    return projects.need(personas.owner(), item_code=item).project


def desk(person):
    """Return who acts today."""
    return Desk(person, clock.today(), law.calendar(), law.book())


def asked(person, project=None, text="用地选址需现场核对"):
    """Ask for the survey day of a project."""
    project = project or projects.project(person)
    with transaction():
        site = queries.site(project.id, clock.today())
        return operations.ask(site, Wish(text, "09:00", "项目部门口"), desk(person))


def seat_of(row, person):
    """Return the seat of a person's organisation."""
    return found(row).line_of(person.organisation_id).row


def answered(row, person, coming=Coming.YES):
    """Answer who comes."""
    seat, by = seat_of(row, person), desk(person)
    with transaction():
        return operations.answer(seat, coming, "江雪" if coming is Coming.OTHER else "", "", by)


def thought(row, person, view=View.AGREE, text="", approvals=(APPROVAL,)):
    """Enter an opinion today."""
    seat, by = seat_of(row, person), desk(person)
    with transaction():
        return operations.give_opinion(seat, Thought(view, text, tuple(approvals)), by)


def found(row):
    """Return a survey day as it stands today."""
    return queries.found_day(row, law.calendar(), law.book(), clock.today())
