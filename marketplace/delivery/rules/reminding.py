"""M1: which reminder of a last day holds on a day: a pure function of the clock, the calendar, the rulebook and the day.

Readings chosen where the rule leaves room:
- Days and shares are counted in working days left, as the clock counts them (C8). Steps that fall on one day are one.
- It is the last step whose day has come that holds: a run that comes late tells what is true by then, not what was.
- A step that held on the day on which the matter began is none: it would say what was told that day.
- While a pause stands still, while a rejection is contested (the due day moves day by day), while a request is
  unanswered and once the due day has passed, the agency is not reminded: then others are waited for, or the case says
  what there is to say.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kernel.rulebook import Rulebook, applies
from kernel.workdays import ONE_DAY, Calendar
from marketplace.delivery.rules.deliveries import Fate
from marketplace.delivery.rules.lights import Light
from marketplace.delivery.rules.reckoning import Clock

_HUNDRED = 100
REMINDED = (Light.DUE_TODAY, Light.DUE_SOON, Light.ON_COURSE)


@dataclass(frozen=True)
class Step:
    """A reminder that holds: the working days at which it began to, those left now, the last day on which it holds."""

    at: int
    left: int
    until: date


@applies("M1")
def of_commitment(clock: Clock, today: date, book: Rulebook) -> Step | None:
    """Return the reminder of a running commitment that holds today, or None.

    M1: at 50 % and 20 % of the promise with its extensions, at 3 days, at 1 day and on the due day.
    """
    is_contested = any(found.fate is Fate.CONTESTED for found in clock.deliveries)
    if clock.left is None or clock.light not in REMINDED or is_contested:
        return None
    shares = [clock.promise * share // _HUNDRED for share in book.value("M1.shares", today)]
    counted = [day.date for day in clock.days if day.counted]
    return _holding([*shares, *book.value("M1.days", today)], clock.left, clock.promise, counted)


@applies("M1")
def of_answer(since: date | None, by: date, today: date, calendar: Calendar, book: Rulebook) -> Step | None:
    """Return the reminder that holds today of an answer that is waited for since a day and by another, or None.

    M1: at 3 days, at 1 day and on the last day; where the whole time is shorter, at what lies within it.
    """
    if today > by:
        return None
    steps = book.value("M1.days", today)
    whole = calendar.between(since, by).days if since else max(steps) + 1
    left = calendar.between(today, by).days
    return _holding(steps, left, whole, [calendar.add(today, count).day for count in range(left + 1)])


def _holding(steps: Iterable[int], left: int, whole: int, counted: Sequence[date]) -> Step | None:
    known = sorted({step for step in steps if step < whole})
    at = next((step for step in known if left <= step), None)
    if at is None:
        return None
    following = [step for step in known if step < at]
    until = counted[-following[-1] - 1] - ONE_DAY if following else counted[-1]
    return Step(at, left, until)
