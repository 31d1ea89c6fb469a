"""Removal (P2): deficient in two ratings in a row, locked for a year from the one that completes the row."""

from collections.abc import Iterator

from blacklist.reasons import Reason
from blacklist.rules import Effect, History, Measure, deficient_rows
from kernel.periods import add_years
from kernel.rulebook import Rulebook, applies
from kernel.sentences import say

KEY = "removal"


@applies("P2", "P8")
def arises(history: History, book: Rulebook) -> Iterator[Effect]:
    """Lock from the day on which a row is complete, the later of its determinations, for the years of P2.

    P2: the row is complete with its second rating by rated year, judged by the figures of that day. A third
    deficient rating in the same row adds nothing: the agency is out already.
    """
    for row in deficient_rows(history):
        for count, rating in enumerate(row.ratings, start=1):
            day = row.complete_on(count)
            if count < book.whole("P2.row", day):
                continue
            last = add_years(day, book.whole("P2.lockout", day))
            said = say(
                "Removed from %(day)s: the ratings of %(first)s and %(second)s are deficient in a row; "
                "locked out until %(last)s.",
                day=day,
                first=str(row.ratings[0].year),
                second=str(rating.year),
                last=last,
            )
            yield Effect(
                measure=KEY,
                starts_on=day,
                rests_on=row.ratings[:count],
                because=Reason("P2", said),
                locked_until=last,
            )
            break


MEASURE = Measure(KEY, "removed", 2, say("Removal"), arises)
