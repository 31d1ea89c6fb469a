"""C3, C4, C5, C7: what a request would do to the due day, said before it is sent and before it is answered."""

from dataclasses import dataclass
from datetime import date

from kernel.sentences import Sentence
from marketplace.delivery import course as courses
from marketplace.delivery import queries
from marketplace.delivery.course import Course
from marketplace.delivery.events import (
    Event,
    ExtensionAnswered,
    ExtensionAsked,
    LastDayEntered,
    PauseAnswered,
    PauseAsked,
)
from marketplace.delivery.kinds import Side
from marketplace.delivery.models import Order
from marketplace.delivery.operations.desk import Desk
from marketplace.delivery.rules.history import Answer
from marketplace.delivery.rules.reckoning import EXTENSION, PAUSE, Clock
from marketplace.delivery.rules.states import State

IMAGINED, IMAGINED_ANSWER = -1, -2  # ids of events that nobody has entered
YES = {PauseAsked: PauseAnswered(Answer.CONFIRMED), ExtensionAsked: ExtensionAnswered(agreed=True)}


@dataclass(frozen=True)
class Effect:
    """What a request would do: the due day now, the one if it is granted today, and why it would not count, if so."""

    before: date | None
    after: date | None
    is_provisional: bool
    answerer: Side = Side.OWNER
    problem: Sentence | None = None


def of_asking(order: Order, fact: PauseAsked | ExtensionAsked, desk: Desk) -> Effect:
    """Say what a pause or an extension would do if it were asked for and granted today; nothing is entered."""
    now, known = _known(order, desk)
    asked = Event(IMAGINED, fact, desk.today, desk.side)
    waiting = _imagined(now, [*known, asked], desk)
    what = PAUSE if isinstance(fact, PauseAsked) else EXTENSION
    judged = [request for request in _clock(waiting).requests if request.what == what][-1]
    problem = judged.why if judged.state is State.IGNORED else None
    answerer = waiting.answerers.get(IMAGINED, Side.OWNER)
    return _effect(now, [*known, asked], asked, desk, answerer=answerer, problem=problem)


def of_granting(order: Order, asked: Event, desk: Desk) -> Effect:
    """Say what a request that waits would do if it were granted today; nothing is entered."""
    now, known = _known(order, desk)
    return _effect(now, known, asked, desk)


def of_ending(order: Order, pause_id: int, fact: LastDayEntered, desk: Desk) -> Effect:
    """Say what a last day would do to the due day if it were entered today; nothing is entered."""
    now, known = _known(order, desk)
    entered = Event(IMAGINED, fact, desk.today, desk.side, pause_id)
    then = _clock(_imagined(now, [*known, entered], desk))
    return Effect(_clock(now).due, then.due, then.provisional)


def _effect(
    now: Course,
    known: list[Event],
    asked: Event,
    desk: Desk,
    answerer: Side = Side.OWNER,
    problem: Sentence | None = None,
) -> Effect:
    granted = Event(IMAGINED_ANSWER, YES[type(asked.fact)], desk.today, answerer, asked.id)
    then = _clock(_imagined(now, [*known, granted], desk))
    return Effect(_clock(now).due, then.due, then.provisional, answerer, problem)


def _known(order: Order, desk: Desk) -> tuple[Course, list[Event]]:
    now = queries.clock_of(order, desk.calendar, desk.book, desk.today)
    return now, [queries.as_event(row) for row in queries.events_of([order.id])[order.id]]


def _imagined(now: Course, events: list[Event], desk: Desk) -> Course:
    return courses.course(now.terms, events, desk.calendar, desk.book, desk.today)


def _clock(found: Course) -> Clock:
    """Return the clock by which a request is judged in the end: who lists nothing has had it run since the hand-over.

    C2: before that is known there is no due day yet; an effect that took this for the truth would promise too much.
    """
    return found.silent or found.clock
