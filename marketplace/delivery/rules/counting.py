"""C1, C5, T3, T5: the start day, the due day, and every day between with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kernel.rulebook import applies
from kernel.sentences import Sentence, say
from kernel.workdays import ONE_DAY, Calendar, Kind, Reckoned, Spans
from marketplace.delivery.rules.history import Commitment
from marketplace.delivery.rules.pauses import Uncounted


@dataclass(frozen=True)
class Day:
    """A calendar day after the start: why it is counted or not, its kind, and its number where it counts."""

    date: date
    why: Sentence
    kind: Kind
    number: int | None = None
    is_paused: bool = False

    @property
    def counted(self) -> bool:
        """Tell whether the day is counted."""
        return self.number is not None

    @property
    def is_workday(self) -> bool:
        """Tell whether the day is a working day, counted or paused (T2)."""
        return self.kind not in _OFF


@applies("C1")
def start_on(commitment: Commitment, today: date) -> date | None:
    """Return the clock's start day, or None while it has not come.

    C1: the later of the contract's effective day and the day on which the owner's materials were complete.
    A day that lies ahead has not started the clock; on the start day itself the clock has started, with
    nothing counted.
    """
    if commitment.complete_on is None:
        return None
    start = max(commitment.effective_on, commitment.complete_on)
    return start if start <= today else None


@applies("C1", "C5")
def due_on(start: date, promise: int, uncounted: Sequence[Uncounted], calendar: Calendar) -> Reckoned:
    """Return the due day, and whether it is provisional (T5).

    The last of `promise` working days after the start day (T3), not counting the days of any pause; pauses
    that overlap are one (C5).
    """
    return calendar.add(start, promise, Spans(tuple(days.span for days in uncounted)))


@applies("C5")
def days(
    start: date, due: date, promise: int, uncounted: Sequence[Uncounted], calendar: Calendar
) -> tuple[Day, ...]:
    """Return every calendar day after the start up to and including the due day, with its reason."""
    found, number = [], 0
    for offset in range(1, (due - start).days + 1):
        day = start + ONE_DAY * offset
        kind = calendar.kind(day)
        why = next((days.why for days in uncounted if days.covers(day)), None)
        if why is not None:
            found.append(Day(day, why, kind, is_paused=True))
        elif not calendar.is_workday(day):
            found.append(Day(day, _OFF[kind], kind))
        else:
            number += 1
            found.append(Day(day, _counted(kind, number, promise), kind, number))
    return tuple(found)


_OFF = {
    Kind.WEEKEND: say("Not counted: a weekend."),
    Kind.HOLIDAY: say("Not counted: a statutory holiday."),
}


def _counted(kind: Kind, number: int, promise: int) -> Sentence:
    if kind is Kind.MAKE_UP:
        return say(
            "Working day %(number)s of %(promise)s, a weekend day made a working day.",
            number=number,
            promise=promise,
        )
    return say("Working day %(number)s of %(promise)s.", number=number, promise=promise)
