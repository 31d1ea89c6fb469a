"""T1–T6, C1, C3–C10: the commitment clock, a pure function of dated records, calendar, rulebook and day.

The answer is as of the day asked for: what was asked, answered, delivered, accepted, rejected, contested or
ended later is not known yet. Two things may be known ahead: a later effective day that the contract names,
and a pause's first and last day. The same records always give the same answer, whoever asks and however
often (T6).
"""

from dataclasses import dataclass
from datetime import date

from kernel.rulebook import Rulebook, applies
from kernel.sentences import Sentence
from kernel.workdays import Calendar, Reckoned
from marketplace.delivery.rules import asking, counting, deliveries, extensions, lights, looking
from marketplace.delivery.rules.asking import Asked, Matter
from marketplace.delivery.rules.counting import Day
from marketplace.delivery.rules.deliveries import Examined
from marketplace.delivery.rules.history import Commitment, Events
from marketplace.delivery.rules.lights import Light, Position
from marketplace.delivery.rules.pauses import AskedPause
from marketplace.delivery.rules.states import State

PAUSE, EXTENSION = "pause", "extension"


@dataclass(frozen=True)
class Judged:
    """A request with its state, for a table: who waits until when, and how many working days it moves."""

    what: str
    index: int
    state: State
    why: Sentence
    answer_by: date
    due_then: date | None
    working_days: int


@dataclass(frozen=True)
class Ignored:
    """A request that broke its rule, by its place among those of its kind."""

    what: str
    index: int
    rule: str


@dataclass(frozen=True)
class Clock:
    """The answer of the commitment clock as of a day."""

    due: date | None
    light: Light
    left: int | None
    late: bool
    extended: int
    provisional: bool
    days: tuple[Day, ...]
    ignored: tuple[Ignored, ...]
    start_on: date | None
    promise: int
    requests: tuple[Judged, ...]
    deliveries: tuple[Examined, ...]
    overrun_on: date | None
    next_look_on: date | None
    has_provisional_limits: bool

    @property
    def is_certain(self) -> bool:
        """Tell whether no date lies in an unannounced year, so that a case may be opened on it (T5)."""
        return not self.provisional and not self.has_provisional_limits


@applies("C1", "C5", "C8", "T1", "T6")
def reckon(commitment: Commitment, events: Events, calendar: Calendar, book: Rulebook, today: date) -> Clock:
    """Return due day, light, days left and every day's reason as of a day.

    C1: n working days after the start day, plus extensions (C7), not counting pauses (C3-C6). C8: the first
    light that applies; *left* is the counted days after `today` up to and including the due day. T5:
    provisional where a day up to the due day lies in an unannounced year. Days are working days and local
    dates of Asia/Shanghai. Raises LookupError where the rulebook has no figure for a day.
    """
    matter = Matter(commitment, events, calendar, book)
    asked = asking.asked(matter, today)
    due, start = matter.due(asked, today), counting.start_on(commitment, today)
    extended = matter.extended(asked, today)
    days: tuple[Day, ...] = ()
    if start and due:
        uncounted = matter.uncounted(asked, today)
        days = counting.days(start, due.day, commitment.promise + extended, uncounted, calendar)
    found = matter.examined(today)
    requests = _requests(asked, days, today)
    position = _position(matter, asked, due, days, today)
    lit = lights.light(position)
    return Clock(
        due=position.due,
        light=lit,
        left=position.left if lit.is_running else None,
        late=lights.is_late(position),
        extended=extended,
        provisional=due.provisional if due else False,
        days=days,
        ignored=_ignored(requests),
        start_on=start,
        promise=commitment.promise + extended,
        requests=requests,
        deliveries=found,
        overrun_on=lights.overrun_on(position),
        next_look_on=looking.next_look_on(matter, asked, position, days),
        has_provisional_limits=_has_provisional_limits(asked, found),
    )


def _position(
    matter: Matter, asked: Asked, due: Reckoned | None, days: tuple[Day, ...], today: date
) -> Position:
    return Position(
        today=today,
        due=due.day if due else None,
        left=sum(day.counted and day.date > today for day in days),
        soon=lights.soon(matter.commitment.promise + matter.extended(asked, today), today, matter.book),
        ended_on=matter.commitment.ended_on,
        stood=deliveries.standing(matter.examined(today)),
        is_paused=asked.is_paused(today),
        is_waiting=asked.is_waiting(today),
    )


def _requests(asked: Asked, days: tuple[Day, ...], today: date) -> tuple[Judged, ...]:
    pauses = [_judged_pause(pause, days, today) for pause in sorted(asked.pauses, key=lambda p: p.index)]
    others = []
    for request in sorted(asked.extensions, key=lambda r: r.index):
        state, why = extensions.outcome(request, asked.extensions, today)
        moved = request.extension.days if state.is_counted else 0
        others.append(
            Judged(EXTENSION, request.index, state, why, request.answer_by.day, request.due_then, moved)
        )
    return (*pauses, *others)


def _judged_pause(pause: AskedPause, days: tuple[Day, ...], today: date) -> Judged:
    state, why = pause.outcome(today)
    uncounted = pause.uncounted(today)
    moved = sum(day.is_workday and any(spell.covers(day.date) for spell in uncounted) for day in days)
    return Judged(PAUSE, pause.index, state, why, pause.answer_by.day, pause.due_then, moved)


@applies("C4", "C7")
def _ignored(requests: tuple[Judged, ...]) -> tuple[Ignored, ...]:
    rules = {PAUSE: "C4", EXTENSION: "C7"}
    return tuple(Ignored(r.what, r.index, rules[r.what]) for r in requests if r.state is State.IGNORED)


@applies("T5")
def _has_provisional_limits(asked: Asked, found: tuple[Examined, ...]) -> bool:
    limits = [
        *(limit for pause in asked.pauses for limit in (pause.ask_by, pause.answer_by)),
        *(request.answer_by for request in asked.extensions),
        *(limit for e in found for limit in (e.accept_by, e.contest_by)),
    ]
    return any(limit.provisional for limit in limits if limit is not None)
