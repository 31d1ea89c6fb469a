"""What waits for a case assistant: delegations to answer, what may be done for an owner, what the owner must do itself."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from accounts.models import Organisation, User
from kernel.rulebook import Rulebook
from kernel.sentences import say
from kernel.workdays import Calendar
from marketplace.delivery import waiting as orders
from marketplace.delivery.helped import may_do
from marketplace.delivery.models import Order
from marketplace.delivery.waiting import Waiting
from marketplace.home import tasks
from marketplace.home.tasks import Task
from marketplace.projects import presence
from marketplace.selection.models import Award


def to_answer(owner: str, delegation_id: int, first: date) -> Task:
    """Return the task of a case assistant whom an owner asks to act for it."""
    return Task(
        title=say("%(owner)s asks you to act for it", owner=owner),
        text=say(
            "Accept the delegation, or decline it with the reason; it is to begin on %(day)s.", day=first
        ),
        endpoint="projects.delegation",
        act=say("Read the delegation"),
        silence=say("Until you accept, nothing can be done under it."),
        address={"delegation_id": delegation_id},
    )


def waiting(
    person: User, centre: Organisation, today: date, calendar: Calendar, book: Rulebook
) -> Iterator[Task]:
    """Yield what waits for the owners that the centre helps: what the person may do, and what to remind the owner of."""
    waits = orders.turns_of(centre, calendar, book, today)
    presence.lay_mandates_of(person, (found.subject.owner_id for found in waits))
    for found in waits:
        task = tasks.of_turn(found.title, f"{found.owner} · {found.project}", found.number, found.turn)
        yield task if _may(person, found) else _remind(task, found)


def _may(person: User, found: Waiting) -> bool:
    return person.acts and may_do(found.turn.endpoint, found.subject)


def _remind(task: Task, found: Waiting) -> Task:
    """Return the same thing as one of which the owner is reminded: it stays the owner's, or was not delegated."""
    return replace(
        task,
        text=say("The owner's own step, remind it: %(what)s", what=found.turn.deeds[0].label),
        **_page_of(found.subject),
        can_wait=True,
    )


def _page_of(subject: Order | Award) -> dict[str, Any]:
    """Return where one reads of it: an award has no order before its contract is filed."""
    if isinstance(subject, Order):
        told, address = say("Look at the order"), {"number": subject.number}
        return {"endpoint": "delivery.show", "address": address, "act": told}
    return {
        "endpoint": "selection.result",
        "address": {"award_id": subject.id},
        "act": say("Read the result"),
    }
