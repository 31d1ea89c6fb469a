"""G2: the indicators in use: found in their folder, checked against the rulebook before anybody is rated."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction

from credit import indicators as folder
from credit.rules import POINTS, Dimension, Indicator
from kernel import plugins
from kernel.rulebook import Rulebook, applies


def known() -> tuple[Indicator, ...]:
    """Return the indicators that there are: the files of the folder."""
    return tuple(plugins.load(folder, "INDICATOR", Indicator))


def indicators(book: Rulebook) -> tuple[Indicator, ...]:
    """Return the indicators in the order of the rulebook; raise ValueError where they do not fit it."""
    return checked(known(), book)


@applies("G2")
def checked(found: Iterable[Indicator], book: Rulebook) -> tuple[Indicator, ...]:
    """Refuse indicators that do not fit the rulebook, else put them in its order.

    G2: from every day on which a figure of points begins to hold, the points of each dimension make its full
    points. Raises ValueError for that, for a key that repeats, for an indicator without its row in the book
    and for a row without its indicator.
    """
    rows = [figure for figure in book.figures if figure.startswith(POINTS)]
    ordered = sorted(found, key=lambda indicator: indicator.figure)
    if [indicator.figure for indicator in ordered] != sorted(rows):
        keys = ", ".join(indicator.key for indicator in ordered)
        raise ValueError(f"the indicators {keys} are not one for one the rows {', '.join(sorted(rows))}")
    for day in _days(rows, book):
        for own, points, full in unbalanced(ordered, book, day):
            raise ValueError(
                f"on {day} the indicators of {own[0].dimension} make {points} points, not {full}"
            )
    return tuple(sorted(ordered, key=lambda indicator: rows.index(indicator.figure)))


@applies("G2")
def unbalanced(
    found: Iterable[Indicator], book: Rulebook, day: date
) -> Iterator[tuple[Sequence[Indicator], Fraction, Fraction]]:
    """Yield the indicators of each dimension whose points in force on a day do not make its full points (G2)."""
    full, listed = Fraction(book.value("G2.dimension_points", day)), [*found]
    for dimension in Dimension:
        own = [indicator for indicator in listed if indicator.dimension is dimension]
        points = sum((indicator.points(book, day) for indicator in own), Fraction(0))
        if points != full:
            yield own, points, full


def _days(rows: Iterable[str], book: Rulebook) -> list[date]:
    """List the days on which a figure of points, of an indicator or of the dimensions, begins to hold."""
    figures = (book.figures[row] for row in (*rows, "G2.dimension_points"))
    return sorted({dated.since for figure in figures for dated in figure.values})
