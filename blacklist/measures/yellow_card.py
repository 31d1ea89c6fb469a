"""Yellow card (P1): the first determination as credit-deficient, until the next rating that is not."""

from collections.abc import Iterator

from blacklist.reasons import Reason
from blacklist.rules import Effect, History, Measure, RatingDecision, deficient_rows
from kernel.rulebook import Rulebook, applies
from kernel.sentences import say

KEY = "yellow_card"


@applies("P1")
def arises(history: History, book: Rulebook) -> Iterator[Effect]:  # noqa: ARG001  a card has no figure
    """Mark from the first determination of a row to the rating (A, B or C) that breaks it.

    P1: rows go by rated year, so the next rating is that of the next rated year. Where it had been determined
    before the deficient one, the card ends on the day on which it begins.
    """
    for row in deficient_rows(history):
        first = min(row.ratings, key=lambda rating: rating.on)
        said = say(
            "Yellow card from %(day)s: the rating of %(year)s is deficient (D).",
            day=first.on,
            year=str(first.year),
        )
        end = row.broken_by
        yield Effect(
            measure=KEY,
            starts_on=first.on,
            rests_on=(first,),
            because=Reason("P1", said),
            left_on=max(first.on, end.on) if end else None,
            left_because=_ended(first, end) if end else None,
        )


def _ended(first: RatingDecision, end: RatingDecision) -> Reason:
    said = say(
        "The yellow card of %(day)s ended on %(end)s with the rating of %(year)s: %(grade)s.",
        day=first.on,
        end=max(first.on, end.on),
        year=str(end.year),
        grade=str(end.grade),
    )
    return Reason("P1", said)


MEASURE = Measure(KEY, "yellow-card", 1, say("Yellow card"), arises)
