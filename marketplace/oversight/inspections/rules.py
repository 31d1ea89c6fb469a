"""G9: how many agencies of each grade are inspected, which ones a draw names, and by whom. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from kernel.rulebook import Rulebook, applies

SHARES = {
    "A": "G9.share_a",
    "B": "G9.share_b",
    "N": "G9.share_n",
    "C": "G9.share_c",
    "D": "G9.share_d",
}
_HUNDRED = 100


@applies("G9")
def how_many(grade: str, agencies: int, day: date, book: Rulebook) -> int:
    """Return how many agencies of a grade are inspected in a year (G9: its share, rounded up)."""
    return -(-agencies * book.whole(SHARES[grade], day) // _HUNDRED)


@applies("G9")
def drawn(order: Sequence[str], grades: Mapping[str, str], day: date, book: Rulebook) -> tuple[str, ...]:
    """Return the agencies that are inspected: of each grade its first ones in the order of the draw (G9)."""
    of_grade: dict[str, list[str]] = defaultdict(list)
    for label in order:
        of_grade[grades[label]].append(label)
    taken = {
        label
        for grade, labels in of_grade.items()
        for label in labels[: how_many(grade, len(labels), day, book)]
    }
    return tuple(label for label in order if label in taken)


@applies("G9")
def assigned(
    agencies: Sequence[str], inspectors: Sequence[str], day: date, book: Rulebook
) -> dict[str, tuple[str, ...]]:
    """Return who inspects each agency (G9): the drawn inspectors in their order, again and again from the start."""
    each = book.whole("G9.inspectors", day)
    return {
        agency: tuple(inspectors[(place * each + i) % len(inspectors)] for i in range(each))
        for place, agency in enumerate(agencies)
    }
