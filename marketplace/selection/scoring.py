"""S2: the weighted assessment, with and without the price, and the shortlist made of it; pure.

A shortlist is made without the price: its method publishes weights for the four other parts alone, which together
make 100 like any. They are taken as published and never rescaled; a common factor would change no order anyway.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from credit.rules import plain
from kernel.rulebook import Rulebook, applies
from kernel.sentences import Sentence, say
from marketplace.selection.choosing import Given, Input, Kind, Offered, Stage
from marketplace.selection.ranking import Merits


class Criterion(StrEnum):
    """The parts of the weighted assessment."""

    PRICE = "price"
    WORKDAYS = "workdays"
    GRADE = "grade"
    ON_TIME = "on_time"
    EXPERIENCE = "experience"


WITH_PRICE = tuple(Criterion)
WITHOUT_PRICE = tuple(one for one in Criterion if one is not Criterion.PRICE)
_CALLED = {
    Criterion.PRICE: say("Price"),
    Criterion.WORKDAYS: say("Promised working days"),
    Criterion.GRADE: say("Grade"),
    Criterion.ON_TIME: say("On-time rate"),
    Criterion.EXPERIENCE: say("Experience"),
}
_WEIGHT_OF = {
    Criterion.PRICE: say("Weight of the price"),
    Criterion.WORKDAYS: say("Weight of the promised working days"),
    Criterion.GRADE: say("Weight of the grade"),
    Criterion.ON_TIME: say("Weight of the on-time rate"),
    Criterion.EXPERIENCE: say("Weight of the experience"),
}

Weights = Mapping[Criterion, int]


@dataclass(frozen=True)
class Assessed:
    """The weighted assessment of one offer: its points in each part, exact, and all of them weighed."""

    points: Mapping[Criterion, Fraction]
    total: Fraction


@dataclass(frozen=True)
class Shortlist:
    """Who is on a shortlist and who is not, and the total from which one is on it."""

    kept: tuple[Offered, ...]
    left_out: tuple[Offered, ...]
    line: Fraction


def weight_inputs(criteria: Collection[Criterion]) -> tuple[Input, ...]:
    """Return the inputs by which the weights of a notice are published."""
    return tuple(Input(_name(one), _WEIGHT_OF[one], Kind.WEIGHT, Stage.NOTICE) for one in criteria)


def weights(given: Given, criteria: Collection[Criterion]) -> Weights:
    """Return the weights that a notice published for these parts."""
    return {one: given[_name(one)] for one in criteria}


@applies("S2")
def weights_fault(
    given: Given, criteria: Collection[Criterion], book: Rulebook, day: date
) -> Sentence | None:
    """Say what is wrong with weights, or None (S2: whole per cent, published, together 100)."""
    found = [given.get(_name(one)) for one in criteria]
    wanted = book.whole("S2.weights_total", day)
    if not all(type(one) is int and one >= 0 for one in found):
        return say("Give every weight in whole per cent, 0 or more.")
    if sum(one for one in found if one is not None) != wanted:
        return say("The weights must make %(wanted)s together.", wanted=wanted)
    return None


@applies("S2")
def assess(offers: Sequence[Offered], weighed: Weights, book: Rulebook, day: date) -> Mapping[str, Assessed]:
    """Assess every offer by the published weights, exactly.

    S2: price 100·lowest/offer; promised days 100·fewest/offer; grade A 100, B 85, N 80, C 70, D 50; on-time rate
    ·100; experience min(completed orders of the item, 10)·10. Lowest and fewest are of the offers that are valid
    on the day of selection; a part without a weight published is not looked at.
    """
    if not offers:
        return {}
    full = book.whole("S2.full_marks", day)
    bases = {Criterion.WORKDAYS: Fraction(full * min(offer.workdays for offer in offers))}
    if Criterion.PRICE in weighed:
        bases[Criterion.PRICE] = Fraction(full * min(offer.price for offer in offers))
    known = {offer.label: _points(offer, bases, full, book, day) for offer in offers}
    return {label: _weigh(points, weighed, book, day) for label, points in known.items()}


@applies("S2")
def shortlist(
    offers: Sequence[Offered], assessed: Mapping[str, Assessed], book: Rulebook, day: date
) -> Shortlist:
    """Return the best 3 by the assessment, all who equal the third included (S2); all where there are fewer."""
    totals = sorted((assessed[offer.label].total for offer in offers), reverse=True)
    size = book.whole("S2.shortlist", day)
    line = totals[min(size, len(totals)) - 1] if totals else Fraction(0)
    kept = tuple(offer for offer in offers if assessed[offer.label].total >= line)
    left_out = tuple(offer for offer in offers if assessed[offer.label].total < line)
    return Shortlist(kept, left_out, line)


def told(assessed: Mapping[str, Assessed], weighed: Weights) -> Merits:
    """Say each agency's points, part by part and together."""
    return {label: _told(one, weighed) for label, one in assessed.items()}


def placed(listed: Shortlist) -> Merits:
    """Say of each agency whether it is on the shortlist."""
    line = plain(listed.line)
    on = say("On the shortlist, which begins at %(line)s points.", line=line)
    out = say("Not on the shortlist, which begins at %(line)s points.", line=line)
    return {o.label: (on,) for o in listed.kept} | {o.label: (out,) for o in listed.left_out}


def _told(assessed: Assessed, weighed: Weights) -> tuple[Sentence, ...]:
    parts = [
        say(
            "%(criterion)s: %(points)s points, weight %(weight)s%%.",
            criterion=_CALLED[one],
            points=plain(points),
            weight=weighed[one],
        )
        for one, points in assessed.points.items()
    ]
    return *parts, say("Together %(points)s points.", points=plain(assessed.total))


def _name(criterion: Criterion) -> str:
    return f"weight_{criterion}"


def _points(
    offer: Offered, bases: Mapping[Criterion, Fraction], full: int, book: Rulebook, day: date
) -> Mapping[Criterion, Fraction]:
    counted = min(offer.experience, book.whole("S2.experience_orders", day))
    points = {
        Criterion.WORKDAYS: bases[Criterion.WORKDAYS] / offer.workdays,
        Criterion.GRADE: Fraction(book.value(f"S2.grade_{offer.grade.lower()}", day)),
        Criterion.ON_TIME: full * offer.on_time,
        Criterion.EXPERIENCE: Fraction(counted * book.whole("S2.experience_points", day)),
    }
    if Criterion.PRICE in bases:
        points[Criterion.PRICE] = bases[Criterion.PRICE] / offer.price
    return points


def _weigh(points: Mapping[Criterion, Fraction], weighed: Weights, book: Rulebook, day: date) -> Assessed:
    summed = sum((weight * points[one] for one, weight in weighed.items()), Fraction(0))
    return Assessed({one: points[one] for one in weighed}, summed / book.whole("S2.weights_total", day))
