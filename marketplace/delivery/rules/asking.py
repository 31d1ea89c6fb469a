"""C4, C7: every request is judged by the due day of the day on which it was asked for.

"Due day" in C4 and C7 is the one computed at the asking from what counted then. Requests are therefore
judged in the order of their asking, each from what is known on its day. Among requests of one day no order
is known: each is judged by the due day without itself, and none makes another timely.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kernel.rulebook import Rulebook, applies
from kernel.workdays import Calendar, Reckoned
from marketplace.delivery.rules import counting, deliveries, extensions, pauses
from marketplace.delivery.rules.deliveries import Examined
from marketplace.delivery.rules.extensions import AskedExtension
from marketplace.delivery.rules.history import Commitment, Events, Extension, Pause
from marketplace.delivery.rules.pauses import AskedPause, Uncounted
from marketplace.delivery.rules.states import State

Request = tuple[int, Pause | Extension]


@dataclass(frozen=True)
class Asked:
    """The requests that were judged, in the order of their asking."""

    pauses: tuple[AskedPause, ...] = ()
    extensions: tuple[AskedExtension, ...] = ()

    def is_paused(self, today: date) -> bool:
        """Tell whether a day lies in a pause that counts (C3, not C6)."""
        return any(spell.covers(today) for pause in self.pauses for spell in pause.uncounted(today))

    def is_waiting(self, today: date) -> bool:
        """Tell whether a request made in time is unanswered as of a day (C4)."""
        outcomes = [
            *(pause.outcome(today) for pause in self.pauses),
            *(extensions.outcome(request, self.extensions, today) for request in self.extensions),
        ]
        return any(outcome.state is State.WAITING for outcome in outcomes)

    def __add__(self, other: "Asked") -> "Asked":
        return Asked(self.pauses + other.pauses, self.extensions + other.extensions)


@dataclass(frozen=True)
class Matter:
    """A commitment with all that happened to it, and the calendar and rulebook that it is judged by."""

    commitment: Commitment
    events: Events
    calendar: Calendar
    book: Rulebook

    def uncounted(self, asked: Asked, today: date) -> tuple[Uncounted, ...]:
        """Return the pauses that count as of a day: by C3 first, then by C6."""
        paused = tuple(days for pause in asked.pauses for days in pause.uncounted(today))
        return paused + tuple(days for found in self.examined(today) for days in found.uncounted)

    def examined(self, today: date) -> tuple[Examined, ...]:
        """Return the deliveries known on a day, with what became of them (C6)."""
        return deliveries.examined(self.events.deliveries, self.calendar, self.book, today)

    def extended(self, asked: Asked, today: date) -> int:
        """Return the working days by which the promise is extended as of a day."""
        return sum(request.extension.days for request in extensions.granted(asked.extensions, today))

    def due(self, asked: Asked, today: date) -> Reckoned | None:
        """Return the due day as of a day from the requests given, or None while the clock has not started."""
        start = counting.start_on(self.commitment, today)
        if start is None:
            return None
        promise = self.commitment.promise + self.extended(asked, today)
        return counting.due_on(start, promise, self.uncounted(asked, today), self.calendar)

    def judged(self, request: Request, due: Reckoned | None) -> Asked:
        """Fix what the asking of a request fixes, given the due day of then."""
        index, what = request
        due_then = due.day if due else None
        if isinstance(what, Pause):
            return Asked(pauses=(pauses.asked(index, what, due_then, self.calendar, self.book),))
        promise = self.commitment.promise
        asked = extensions.asked(index, what, due_then, self.calendar, self.book, promise)
        return Asked(extensions=(asked,))


@applies("C4", "C7")
def asked(matter: Matter, today: date) -> Asked:
    """Judge every request that was asked for by a day, in the order of asking.

    C4: the due day is the one computed at the asking from what counted then. Before the clock has started
    there is none, and nothing is too late for it.
    """
    every: list[Request] = [*enumerate(matter.events.pauses), *enumerate(matter.events.extensions)]
    known = [request for request in every if request[1].asked_on <= today]
    found = Asked()
    for day in sorted({what.asked_on for _, what in known}):
        found += _of_one_day(matter, found, [request for request in known if request[1].asked_on == day])
    return found


def _of_one_day(matter: Matter, before: Asked, requests: Sequence[Request]) -> Asked:
    day = requests[0][1].asked_on
    due = matter.due(before, day)
    first = [matter.judged(request, due) for request in requests]
    found = Asked()
    for place, request in enumerate(requests):
        others = sum(first[:place] + first[place + 1 :], before)
        found += matter.judged(request, matter.due(others, day))
    return found
