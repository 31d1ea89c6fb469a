"""G1, G2, G4–G6, G8: the yearly rating, computed exactly from the sums of one year."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor

from credit.evidence import Measured, Portion
from kernel.rulebook import Rulebook, applies
from kernel.sentences import Sentence

POINTS = "G2.points."  # what the ids of the figures of the indicators' points begin with
_BASE = 10  # of decimal fractions
_HALF = Fraction(1, 2)
_PLACES, _TOTAL_PLACES = 2, 1  # G4b


class Dimension(StrEnum):
    """The five dimensions of the source (G1)."""

    FORMALITIES = "formalities"
    COMPLIANCE = "compliance"
    OPENNESS = "openness"
    ARCHIVES = "archives"
    ETHICS = "ethics"


class Source(StrEnum):
    """Who reports what an indicator looks at."""

    PLATFORM = "platform"
    AUTHORITY = "authority"
    PUBLIC_CREDIT = "public credit"
    OWNER = "owner"
    SOCIETY = "society"


class Grade(StrEnum):
    """The four grades of the source (G1), and not rated (G5)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    N = "N"


@dataclass(frozen=True)
class Prior:
    """What a share measured on few orders is drawn to, and how many orders the prior weighs (G4)."""

    value: Fraction = Fraction(0)
    weight: Fraction = Fraction(0)


@dataclass(frozen=True)
class Marks:
    """What an indicator found: the share of its points kept, the points deducted from them, and why."""

    share: Fraction
    deducted: Fraction
    because: Sentence


@dataclass(frozen=True)
class Indicator:
    """One thing a dimension looks at; `score` answers nothing where there is nothing to measure (G4a)."""

    key: str
    dimension: Dimension
    source: Source
    score: Callable[[Measured, Rulebook], Marks | None]
    weight: Fraction | None = None

    @property
    def figure(self) -> str:
        """Return the id of the figure that holds the indicator's points."""
        return f"{POINTS}{self.key}"

    def points(self, book: Rulebook, day: date) -> Fraction:
        """Return the points in force on a day; 0, and so not scored, where the rulebook gives none.

        An indicator that a scheme has weighed (G2) carries its points there; what it measures stays as it is.
        """
        if self.weight is not None:
            return self.weight
        try:
            return Fraction(book.value(self.figure, day))
        except LookupError:
            return Fraction(0)


@dataclass(frozen=True)
class Scored:
    """One indicator as it was scored: the points it carried, the points lost of them, and why."""

    indicator: Indicator
    points: Fraction
    lost: Fraction
    because: Sentence


@dataclass(frozen=True)
class Rating:
    """The verdict: the grade, the grade without a veto, the exact points, and every indicator as scored."""

    year: int
    edition: str
    grade: Grade
    by_score: Grade
    exact_total: Fraction
    dimensions: Mapping[Dimension, Fraction]
    scored: tuple[Scored, ...]

    @property
    def total(self) -> Decimal:
        """Return the total as it is shown and graded (G4b)."""
        return as_total(self.exact_total)

    @property
    def lost(self) -> tuple[Scored, ...]:
        """Return the indicators that lost anything, in the order of the dimensions (G3)."""
        return tuple(scored for scored in self.scored if scored.lost)


@applies("G1", "G2", "G3", "G6")
def rate(measured: Measured, book: Rulebook, indicators: Sequence[Indicator]) -> Rating:
    """Rate one agency for one year.

    G1, G2: five dimensions of equal points, A to D by the total. G5: or N. G6: an upheld veto makes it D
    whatever the score, also instead of N; the grade without the veto is kept beside it. G3: it hangs on the
    year's sums and the figures in force on that year's 31 December alone, the last day of what is rated.
    Raises LookupError where the figures are not in force yet.
    """
    full = in_force("G2.dimension_points", measured, book)
    dimensions, scored = dict[Dimension, Fraction](), list[Scored]()
    for dimension in Dimension:
        parts = _dimension(measured, book, [i for i in indicators if i.dimension is dimension], full)
        dimensions[dimension] = full - sum(part.lost for part in parts)
        scored += parts
    total = sum(dimensions.values(), Fraction(0))
    by_score = _letter(total, measured, book) if is_rated(measured, book) else Grade.N
    grade = Grade.D if measured.has_veto else by_score
    edition = book.edition_on(measured.last_day)
    return Rating(measured.year, edition, grade, by_score, total, dimensions, tuple(scored))


@applies("G5")
def is_rated(measured: Measured, book: Rulebook) -> bool:
    """Tell whether the year is enough to be rated.

    G5: at least 180 days on the platform in the year, and in it a completed order or an authority's check:
    of licences and staff, of the archive, or a random inspection.
    """
    checks = (*measured.licence_checks, *measured.archive_checks, *measured.inspections)
    has_anything = measured.completed_orders > 0 or bool(checks)
    return has_anything and measured.days_enrolled >= in_force("G5.least_days", measured, book)


@applies("G8")
def is_deficient(grade: Grade) -> bool:
    """Tell whether a grade means credit-deficient 信用缺失: G8, grade D."""
    return grade is Grade.D


@applies("G4")
def share(counted: Portion, because: Sentence, prior: Prior = Prior()) -> Marks | None:
    """Score a share: (weight · prior + good) / (weight + all), a plain share without a prior (G4).

    Answers nothing where there is nothing to measure (G4a). The sentence is given good, of, prior, weight
    and share.
    """
    if not counted.of + prior.weight:
        return None
    kept = (prior.weight * prior.value + counted.good) / (prior.weight + counted.of)
    words = {"good": plain(counted.good), "of": counted.of, "prior": percent(prior.value)}
    because = _with(because, **words, weight=plain(prior.weight), share=percent(kept))
    return Marks(kept, Fraction(0), because)


@applies("G4a")
def mean(points: Sequence[Fraction], full: Fraction, because: Sentence) -> Marks | None:
    """Score an authority's checks of one kind by their mean (G4a); nothing where there was none.

    Points are of `full`. The sentence is given count, mean and full.
    """
    if not points:
        return None
    middle = sum(points, Fraction(0)) / len(points)
    because = _with(because, count=len(points), mean=plain(middle), full=plain(full))
    return Marks(middle / full, Fraction(0), because)


@applies("G4a")
def deduct(counted: Iterable[tuple[int, Fraction]], because: Sentence) -> Marks:
    """Score deductions: so many times so many points each, never scaled (G4a)."""
    return Marks(Fraction(1), sum((count * each for count, each in counted), Fraction(0)), because)


@applies("G4")
def platform_prior(measured: Measured, book: Rulebook) -> Prior:
    """Return the prior of duties that the platform measures (G4)."""
    return Prior(in_force("G4.prior_platform", measured, book), in_force("G4.k", measured, book))


@applies("G4")
def owner_prior(measured: Measured, book: Rulebook) -> Prior:
    """Return the prior of what owners rate (G4)."""
    return Prior(in_force("G4.prior_owner", measured, book), in_force("G4.k", measured, book))


@applies("G3")
def in_force(figure_id: str, measured: Measured, book: Rulebook) -> Fraction:
    """Return a figure as it is in force for the year that is rated: on its 31 December (see `rate`)."""
    return Fraction(book.value(figure_id, measured.last_day))


@applies("G4b")
def half_up(value: Fraction | int, places: int) -> Decimal:
    """Round an exact number, never negative here, half up to so many decimals (G4b)."""
    return Decimal(floor(value * _BASE**places + _HALF)).scaleb(-places)


def as_points(exact: Fraction) -> Decimal:
    """Return points as they are shown, wherever they are (G4b)."""
    return half_up(exact, _PLACES)


def as_total(exact: Fraction) -> Decimal:
    """Return a total as it is shown and graded, wherever it is (G4b)."""
    return half_up(exact, _TOTAL_PLACES)


def shown(points: Fraction) -> str:
    """Write points as they are shown: two decimals, rounded half up (G4b)."""
    return str(as_points(points))


def plain(number: Fraction | int) -> str:
    """Write a number in a sentence: at most two decimals, and none that is idle."""
    return f"{half_up(number, _PLACES).normalize():f}"


def percent(part: Fraction) -> str:
    """Write a share in per cent, as `plain` writes a number."""
    return f"{plain(part * _BASE**_PLACES)}%"


@applies("G4a")
def _dimension(measured: Measured, book: Rulebook, own: Sequence[Indicator], full: Fraction) -> list[Scored]:
    """Score one dimension by its own indicators.

    G4a: an indicator without anything to measure is left out and the others carry its points in proportion,
    so that together they always have the full points. A share is of the points carried, a deduction is as it
    stands, and no indicator falls below 0. Where all are left out nothing is lost: a lost point names its
    evidence (G3).
    """
    weighed = [(i, points) for i in own if (points := i.points(book, measured.last_day))]
    scored = [(i, points, marks) for i, points in weighed if (marks := i.score(measured, book))]
    carried = sum(points for _, points, _ in scored)
    return [_lose(indicator, points * full / carried, marks) for indicator, points, marks in scored]


def _lose(indicator: Indicator, points: Fraction, marks: Marks) -> Scored:
    """Take from the points carried what the share does not keep and what is deducted, never below 0."""
    lost = points * (1 - marks.share) + marks.deducted
    return Scored(indicator, points, min(points, lost), marks.because)


@applies("G2", "G4", "G4b")
def _letter(total: Fraction, measured: Measured, book: Rulebook) -> Grade:
    """Grade the total.

    G2: A from 90, B from 80, C from 70, else D. G4b: the rounded total is compared. G4: an A needs 5
    completed orders, else it is a B.
    """
    graded = as_total(total)
    has_orders = measured.completed_orders >= in_force("G4.least_orders_for_a", measured, book)
    if graded >= in_force("G2.a", measured, book) and has_orders:
        return Grade.A
    if graded >= in_force("G2.b", measured, book):
        return Grade.B
    return Grade.C if graded >= in_force("G2.c", measured, book) else Grade.D


def _with(sentence: Sentence, **words: object) -> Sentence:
    return replace(sentence, args={**sentence.args, **words})
