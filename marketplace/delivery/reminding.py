"""M1: which reminders hold of an order as of a day, and for which side: whoever's turn it is. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from kernel.rulebook import Rulebook, applies
from kernel.workdays import Calendar
from marketplace.delivery.course import Course
from marketplace.delivery.rules.reminding import Step, of_answer, of_commitment
from marketplace.delivery.turn import Turn
from marketplace.delivery.turns import turns

WORK = "delivery.deliver"


@dataclass(frozen=True)
class Reminder:
    """A turn of one side whose last day comes near, and which of its reminders holds."""

    turn: Turn
    step: Step


@applies("M1")
def reminders(found: Course, calendar: Calendar, book: Rulebook) -> Iterator[Reminder]:
    """Yield the reminders that hold of an order: for the agency while the clock runs, else for who owes something."""
    for turn in turns(found):
        if turn.by is None:
            continue
        step = (
            of_commitment(found.clock, found.today, book)
            if turn.endpoint == WORK and found.clock.due
            else of_answer(turn.since, turn.by, found.today, calendar, book)
        )
        if step:
            yield Reminder(turn, step)
