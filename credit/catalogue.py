"""G2: the indicators in use: found in their folder, checked against the rulebook before anybody is rated."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from credit import indicators as folder
from credit.rules import POINTS, Dimension, Indicator
from kernel import plugins
from kernel.rulebook import Rulebook, applies


def indicators(book: Rulebook) -> tuple[Indicator, ...]:
    """Return the indicators in the order of the rulebook; raise ValueError where they do not fit it."""
    return checked(plugins.load(folder, "INDICATOR", Indicator), book)


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
        for dimension in Dimension:
            _balance(dimension, ordered, book, day)
    return tuple(sorted(ordered, key=lambda indicator: rows.index(indicator.figure)))


def _balance(dimension: Dimension, known: Sequence[Indicator], book: Rulebook, day: date) -> None:
    """Raise ValueError unless the points of the dimension in force on the day make its full points."""
    full = Fraction(book.value("G2.dimension_points", day))
    points = sum((i.points(book, day) for i in known if i.dimension is dimension), Fraction(0))
    if points != full:
        raise ValueError(f"on {day} the indicators of {dimension} make {points} points, not {full}")


def _days(rows: Iterable[str], book: Rulebook) -> list[date]:
    """List the days on which a figure of points, of an indicator or of the dimensions, begins to hold."""
    figures = (book.figures[row] for row in (*rows, "G2.dimension_points"))
    return sorted({dated.since for figure in figures for dated in figure.values})
