"""G2, G5, A3: what follows from the dates of an agency alone: its stay on the platform and its qualification days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from credit.evidence import Enrolment, QualificationDays
from kernel.rulebook import applies

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Away:
    """Days on which an agency is off the platform: from the first day of a lockout to the day before its re-entry."""

    first: date
    back_on: date | None


@dataclass(frozen=True)
class Held:
    """A qualification: its kind, its first and last valid day, and the day from which it is withdrawn."""

    kind: str
    valid_from: date
    valid_until: date | None
    withdrawn_on: date | None = None

    def is_listed(self, day: date) -> bool:
        """Tell whether it is among the agency's qualifications on a day, valid or lapsed."""
        return self.valid_from <= day and (self.withdrawn_on is None or day < self.withdrawn_on)

    def is_valid(self, day: date) -> bool:
        """Tell whether it is listed and valid on a day."""
        return self.is_listed(day) and (self.valid_until is None or day <= self.valid_until)


@applies("G5")
def stays(admitted_on: date, away: Iterable[Away], first: date, last: date) -> tuple[Enrolment, ...]:
    """Return an agency's stays on the platform between two days, both included.

    G5: from its admission on, without the days on which it is removed or blacklisted and not yet readmitted.
    """
    found, start = [], max(admitted_on, first)
    for gone in sorted((one for one in away if one.first <= last), key=lambda one: one.first):
        if start < gone.first:
            found.append(Enrolment(start, gone.first - ONE_DAY))
        if gone.back_on is None:
            return tuple(found)
        start = max(start, gone.back_on)
    return (*found, Enrolment(start, last)) if start <= last else tuple(found)


@applies("G2", "A3")
def qualification_days(
    on_platform: Sequence[Enrolment], held: Sequence[Held], last: date
) -> QualificationDays | None:
    """Count the days on the platform with every listed qualification valid, of those with any listed; None without one.

    A3: a qualification that lapsed and was neither renewed nor withdrawn makes the day a bad one; of one kind any valid
    one is enough, because a renewal has a number of its own.
    """
    valid = total = 0
    for stay in on_platform:
        day = stay.on
        while day <= (stay.until or last):
            kinds = {one.kind for one in held if one.is_listed(day)}
            total += bool(kinds)
            valid += bool(kinds) and kinds <= {one.kind for one in held if one.is_valid(day)}
            day += ONE_DAY
    return QualificationDays(last, valid, total) if total else None
