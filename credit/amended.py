"""G2, G7, G9: what the figures of the rating make together, looked at before an edition or a preset is taken. Pure."""

from collections.abc import Iterable, Iterator
from datetime import date

from credit import catalogue, procedure, schemes
from credit.rules import Dimension
from kernel.amending import Fault, differences
from kernel.rulebook import Rulebook, applies
from kernel.sentences import say
from kernel.workdays import Calendar

_WHOLE_YEARS = ("G2", "G4", "G5")  # the rules of the score: a year is rated by one method from its first day
_PERIODS = ("G2.evaluate_within", "G2.revise_within")
_NEW_YEAR = (1, 1)


def faults(before: Rulebook, after: Rulebook, calendar: Calendar, *, began: bool = False) -> Iterator[Fault]:
    """Yield where the figures of the rating, as they would be, do not fit together from a day on which one changes.

    `began` tells that they are not to change but to hold from the town's beginning, as a preset's do.
    """
    changed = [one for one in differences(before, after) if one.figure.rule.startswith("G")]
    if not began:
        yield from _within_a_year((one.figure.id, one.since) for one in changed)
    for day in sorted({one.since for one in changed}):
        yield from _of_points(after, day)
        yield from _of_schemes(after)
        yield from _of_grades(after, day)
        yield from _of_shares(after, day)
        yield from _of_days(after, day, calendar)


@applies("G3")
def _within_a_year(changed: Iterable[tuple[str, date]]) -> Iterator[Fault]:
    """Refuse a figure of the score that changes within a year (G3): evidence is gathered under it all year."""
    for figure, since in changed:
        is_of_the_score = figure.partition(".")[0] in _WHOLE_YEARS and figure not in _PERIODS
        if is_of_the_score and (since.month, since.day) != _NEW_YEAR:
            said = say(
                "%(figure)s is a figure of the score: a year is rated by one method, so it changes on 1 January.",
                figure=figure,
            )
            yield Fault("G3", said)


@applies("G2")
def _of_points(book: Rulebook, day: date) -> Iterator[Fault]:
    """Refuse indicators that do not make the full points of their dimension (G2)."""
    for own, points, full in catalogue.unbalanced(catalogue.known(), book, day):
        said = say(
            "From %(day)s %(figures)s make %(points)s points together, not %(full)s.",
            day=day,
            figures=", ".join(indicator.figure for indicator in own),
            points=str(points),
            full=str(full),
        )
        yield Fault("G2", said)


@applies("G2")
def _of_schemes(book: Rulebook) -> Iterator[Fault]:
    """Refuse full points that an industry's scheme does not make (G2)."""
    for scheme in schemes.found(book).values():
        if any(schemes.faults(scheme, book)):
            said = say("The scheme of %(industry)s would not make these points.", industry=scheme.industry)
            yield Fault("G2", said)


@applies("G2")
def _of_grades(book: Rulebook, day: date) -> Iterator[Fault]:
    """Refuse thresholds that do not fall from A to C within the full score (G2)."""
    a, b, c = (book.value(f"G2.{letter}", day) for letter in "abc")
    full = len(Dimension) * book.value("G2.dimension_points", day)
    if not 0 < c < b < a <= full:
        yield Fault("G2", say("From %(day)s the thresholds do not fall from A over B to C.", day=day))


@applies("G9")
def _of_shares(book: Rulebook, day: date) -> Iterator[Fault]:
    """Refuse shares of inspections that use no difference of the grades: the source asks for it (G9)."""
    a, b, n, c, d = (book.value(f"G9.share_{letter}", day) for letter in "abncd")
    if not (a <= b <= c <= d and a <= n <= d and a < d):
        said = say("From %(day)s a worse grade would be inspected no more than a better one.", day=day)
        yield Fault("G9", said)


@applies("G7")
def _of_days(book: Rulebook, day: date, calendar: Calendar) -> Iterator[Fault]:
    """Refuse days of the round that do not follow one another (G7)."""
    found = procedure.deadlines(day.year, calendar, book)
    ordered = [
        found.freeze_from,
        found.check_by,
        found.draw_up_by.day,
        found.publish_by.day,
        found.determine_by,
    ]
    if ordered != sorted(set(ordered)):
        yield Fault(
            "G7", say("In the round of %(year)s the steps would not follow one another.", year=str(day.year))
        )
