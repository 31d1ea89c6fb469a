"""T6: the next day on which an answer of the clock may change by the passing of time alone.

It is a hint for a job, recomputed on every look and never believed: a job that never runs changes no answer.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from kernel.rulebook import applies
from kernel.workdays import ONE_DAY
from marketplace.delivery.rules import extensions
from marketplace.delivery.rules.asking import Asked, Matter
from marketplace.delivery.rules.counting import Day
from marketplace.delivery.rules.deliveries import Examined, Fate
from marketplace.delivery.rules.lights import Light, Position, light
from marketplace.delivery.rules.pauses import AskedPause
from marketplace.delivery.rules.states import State


@applies("T6")
def next_look_on(matter: Matter, asked: Asked, position: Position, days: Sequence[Day]) -> date | None:
    """Return the next day on which due day, light, marks or the state of a request may change, or None.

    Nothing changes before that day unless something is entered; the days left alone change with every counted
    day. Of a closed matter, ended or accepted, only the state of a request may still change.
    """
    today, lit = position.today, light(position)
    coming = [*_silences(asked, today)]
    if lit not in (Light.ENDED, Light.ACCEPTED):
        coming += [
            *_start(matter),
            *(day for found in matter.examined(today) for day in _limits(found, today)),
        ]
        coming += [day for pause in asked.pauses for day in _turns(pause, today)]
    if lit.is_running and position.due:
        coming += _course(position.due, position.soon, days)
    return min((day for day in coming if day > today), default=None)


def _start(matter: Matter) -> Iterator[date]:
    if matter.commitment.complete_on:
        yield max(matter.commitment.effective_on, matter.commitment.complete_on)


def _silences(asked: Asked, today: date) -> Iterator[date]:
    for pause in asked.pauses:
        if pause.outcome(today).state is State.WAITING:
            yield pause.answer_by.day + ONE_DAY
    for request in asked.extensions:
        if extensions.outcome(request, asked.extensions, today).state is State.WAITING:
            yield request.answer_by.day + ONE_DAY


def _turns(pause: AskedPause, today: date) -> Iterator[date]:
    """Name the days on which a counting pause begins and ends; an open one moves the due day every day."""
    if pause.counts(today):
        yield pause.pause.first_on
        yield from (spell.span.last + ONE_DAY for spell in pause.uncounted(today))


def _limits(examined: Examined, today: date) -> Iterator[date]:
    """Name the day after an owner's silence; a contest moves the due day every day."""
    if examined.fate is Fate.DELIVERED:
        yield examined.accept_by.day + ONE_DAY
    if examined.fate is Fate.CONTESTED:
        yield today + ONE_DAY


def _course(due: date, soon: int, days: Sequence[Day]) -> Iterator[date]:
    """Name the day from which the commitment is due soon, the due day, and the day after it."""
    counted = [day.date for day in days if day.counted]
    yield from counted[-soon - 1 :][:1]
    yield due
    yield due + ONE_DAY
