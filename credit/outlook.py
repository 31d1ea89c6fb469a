"""G3, G5: what would lift the grade of a year that runs, and what would cost: each found by rating it again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from credit.evidence import Measured, Portion
from credit.rules import Grade, Indicator, Rating, as_points, in_force, rate
from kernel.rulebook import Rulebook, applies

_BETTER = (Grade.A, Grade.B, Grade.C, Grade.D)


class Event(StrEnum):
    """What may still happen in a year that runs."""

    ORDER = "order"
    DISCLOSURE = "disclosure"
    DAYS = "days"
    COMPLAINT = "complaint"
    GIVE_UP = "give-up"
    LATE_CONTRACT = "late-contract"
    OWN_EXTENSION = "own-extension"
    MINOR = "minor"
    SERIOUS = "serious"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Outlook:
    """How the year would be rated if something happened so many times: the points won or lost, total and grade."""

    event: Event
    times: int
    points: Decimal
    total: Decimal
    grade: Grade


@applies("G3", "G5")
def lifts(measured: Measured, book: Rulebook, indicators: Sequence[Indicator]) -> tuple[Outlook, ...]:
    """Return what would lift a year: the days to be rated, the services to be disclosed, the orders to a better grade.

    Of orders in full (in time, filed, complete, all stars) it is the least number that reaches each better grade; where
    none is reached within the look-ahead, what one order wins.
    """
    now = rate(measured, book, indicators)

    def then(event: Event, changed: Measured, times: int = 1) -> Outlook:
        return _outlook(event, times, now, rate(changed, book, indicators))

    found = list[Outlook]()
    missing = int(in_force("G5.least_days", measured, book)) - measured.days_enrolled
    if missing > 0:
        found.append(
            then(Event.DAYS, replace(measured, days_enrolled=measured.days_enrolled + missing), missing)
        )
    shown = measured.disclosure
    if shown.good < shown.of:
        found.append(then(Event.DISCLOSURE, replace(measured, disclosure=Portion(shown.of, shown.of))))
    ahead = [
        then(Event.ORDER, _more_orders(measured, number, book), number)
        for number in range(1, int(in_force("G3.look_ahead", measured, book)) + 1)
    ]
    reached = list(_first_of_each(ahead, now.grade))
    return (*found, *(reached or [one for one in ahead[:1] if one.points]))


@applies("G3", "G6")
def costs(measured: Measured, book: Rulebook, indicators: Sequence[Indicator]) -> tuple[Outlook, ...]:
    """Return what each thing that counts against an agency would cost if it happened once more this year.

    G6: an overdue that is upheld makes the grade D, whatever the score.
    """
    now = rate(measured, book, indicators)
    found = (
        _outlook(event, 1, now, rate(change(measured), book, indicators))
        for event, change in _AGAINST.items()
    )
    return tuple(one for one in found if one.points or one.grade is not now.grade)


def _outlook(event: Event, times: int, now: Rating, then: Rating) -> Outlook:
    points = as_points(abs(then.exact_total - now.exact_total))
    return Outlook(event, times, points, then.total, then.grade)


def _first_of_each(ahead: Sequence[Outlook], now: Grade) -> Iterator[Outlook]:
    """Yield the first that reaches each better grade; any grade is better than not being rated."""
    best = _BETTER.index(now) if now in _BETTER else len(_BETTER)
    for one in ahead:
        if one.grade in _BETTER and _BETTER.index(one.grade) < best:
            best = _BETTER.index(one.grade)
            yield one


def _more_orders(measured: Measured, number: int, book: Rulebook) -> Measured:
    """Add completed orders of which everything is in full."""
    stars = (int(in_force("G4.stars", measured, book)),) * number
    return replace(
        measured,
        completed_orders=measured.completed_orders + number,
        contracts_filed=_more(measured.contracts_filed, number),
        fee_as_offered=_more(measured.fee_as_offered, number),
        told_at_once=_more(measured.told_at_once, number),
        archives=_more(measured.archives, number),
        commitments=_more(measured.commitments, number),
        overall_ratings=(*measured.overall_ratings, *stars),
    )


def _more(counted: Portion, number: int, *, good: bool = True) -> Portion:
    return Portion(counted.good + number * good, counted.of + number)


_AGAINST: Mapping[Event, Callable[[Measured], Measured]] = {
    Event.COMPLAINT: lambda m: replace(m, complaints_upheld=m.complaints_upheld + 1),
    Event.GIVE_UP: lambda m: replace(m, give_ups=m.give_ups + 1),
    Event.LATE_CONTRACT: lambda m: replace(m, contracts_filed=_more(m.contracts_filed, 1, good=False)),
    Event.OWN_EXTENSION: lambda m: replace(m, commitments=_more(m.commitments, 1, good=False)),
    Event.MINOR: lambda m: replace(m, minor_penalties=m.minor_penalties + 1),
    Event.SERIOUS: lambda m: replace(m, serious_penalties=m.serious_penalties + 1),
    Event.OVERDUE: lambda m: replace(m, has_veto=True),
}
