"""C8, C9, C10: the light of a commitment, the first that applies, and the marks beside it.

Readings chosen where the rule leaves room:
- A contract that ended before the clock started is ended: there is no due day that it could have missed.
- A delivery made before the clock started is a delivery all the same (C8 names it before *not started*).
- The order of C8 is taken as it is written: a confirmed pause that lies behind the due day lights *paused*
  on its days, and the fact of C9 stands beside it.
- While the owner examines, *delivered* is lit; while a rejection is contested the light is that of the
  running clock.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kernel.rulebook import Rulebook, applies
from kernel.sentences import Sentence, say
from kernel.workdays import ONE_DAY
from marketplace.delivery.rules.deliveries import Examined


class Light(StrEnum):
    """The lights of C8, in the order in which they are asked."""

    ENDED = "ended"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    NOT_STARTED = "not-started"
    PAUSED = "paused"
    AWAITING_ANSWER = "awaiting-answer"
    OVERDUE = "overdue"
    DUE_TODAY = "due-today"
    DUE_SOON = "due-soon"
    ON_COURSE = "on-course"

    @property
    def label(self) -> Sentence:
        """Say the light in a word or two."""
        return _LABELS[self]

    @property
    def is_running(self) -> bool:
        """Tell whether the clock has started and has not stopped."""
        return self not in (Light.ENDED, Light.ACCEPTED, Light.DELIVERED, Light.NOT_STARTED)


_LABELS = {
    Light.ENDED: say("ended"),
    Light.ACCEPTED: say("accepted"),
    Light.DELIVERED: say("delivered"),
    Light.NOT_STARTED: say("not started"),
    Light.PAUSED: say("paused"),
    Light.AWAITING_ANSWER: say("awaiting an answer"),
    Light.OVERDUE: say("overdue"),
    Light.DUE_TODAY: say("due today"),
    Light.DUE_SOON: say("due soon"),
    Light.ON_COURSE: say("on course"),
}


@dataclass(frozen=True)
class Position:
    """Where a commitment stands on a day: all that its light depends on."""

    today: date
    due: date | None
    left: int
    soon: int
    ended_on: date | None
    stood: Examined | None
    is_paused: bool
    is_waiting: bool

    @property
    def has_ended(self) -> bool:
        """Tell whether the contract ended on or before the due day (C10)."""
        return has_ended(self)

    @property
    def is_past_due(self) -> bool:
        """Tell whether the due day has passed."""
        return self.due is not None and self.today > self.due


@applies("C8")
def soon(promise: int, today: date, book: Rulebook) -> int:
    """Return the working days left at which a commitment is due soon.

    C8: max(3, floor((n + extensions) / 5)), in working days; `promise` is n with its extensions.
    """
    return max(book.whole("C8.soon_at_least", today), promise // book.whole("C8.soon_divisor", today))


@applies("C10")
def has_ended(position: Position) -> bool:
    """Tell whether the clock was stopped for good, without fault.

    C10: a contract ended by agreement, by the owner or under P11; C8: on or before the due day. One that
    ended later was overdue and stays it.
    """
    ended, due = position.ended_on, position.due
    return ended is not None and ended <= position.today and (due is None or ended <= due)


@applies("C8")
def light(position: Position) -> Light:
    """Return the first light of C8 that applies."""
    p = position
    asked = (
        (Light.ENDED, p.has_ended),
        (Light.ACCEPTED, p.stood is not None and p.stood.fate.is_accepted),
        (Light.DELIVERED, p.stood is not None),
        (Light.NOT_STARTED, p.due is None),
        (Light.PAUSED, p.is_paused),
        (Light.AWAITING_ANSWER, p.is_past_due and p.is_waiting),
        (Light.OVERDUE, p.is_past_due),
        (Light.DUE_TODAY, p.today == p.due),
        (Light.DUE_SOON, p.left <= p.soon),
    )
    return next((lit for lit, applies_now in asked if applies_now), Light.ON_COURSE)


@applies("C8", "C9")
def is_late(position: Position) -> bool:
    """Tell whether the delivery that counts was made after the due day."""
    return (
        position.stood is not None and position.due is not None and position.stood.delivery.on > position.due
    )


@applies("C9")
def overrun_on(position: Position) -> date | None:
    """Return the first day after a due day that was missed, or None.

    C9: from 00:00 after the due day an undelivered commitment is overdue and a late delivery is late. C4: not
    while a request made in time is unanswered. C10: not where the contract ended on or before the due day.
    """
    p = position
    if p.due is None or not p.is_past_due or p.is_waiting or p.has_ended:
        return None
    return None if p.stood is not None and not is_late(p) else p.due + ONE_DAY
