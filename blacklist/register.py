"""P12, P12a: what the public register is, and how long an entry stays in it: pure, from the decision's day and the book."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, timedelta

from blacklist.rules import Decision, Effect, RatingDecision
from kernel.periods import add_months, add_years
from kernel.rulebook import Rulebook, applies
from kernel.sentences import Sentence, say

CARD, REMOVAL, BLACKLISTING = "yellow_card", "removal", "blacklisting"
ONE_DAY = timedelta(days=1)


@applies("P12a")
def heading() -> tuple[Sentence, Sentence]:
    """Return what heads the register wherever it is shown: its name, and what it is and is not (P12a)."""
    return (
        say("Limited entry to this platform (blacklist)"),
        say(
            "This list limits entry to this city's platform under its measure and the entry agreement. It is no "
            "entry of a national list of serious dishonesty, and is not passed to credit platforms without a basis."
        ),
    )


@applies("P12")
def public_until(measure: str, decided_on: date, book: Rulebook) -> date | None:
    """Return the last day on which a measure's entry is in the public register; None where it never is.

    P12: a removal for its years and a blacklisting for its years from the decision (T4), by the figures of the
    day of the decision; a yellow card for its months where the rulebook shows cards. Then the archive alone
    has it. The mark of a standing in force is another matter: it is shown for as long as the standing lasts.
    """
    if measure == BLACKLISTING:
        return add_years(decided_on, book.whole("P12.blacklist_years", decided_on))
    if measure == REMOVAL:
        return add_years(decided_on, book.whole("P12.removal_years", decided_on))
    if measure == CARD and book.value("P12.card_shown", decided_on):
        return add_months(decided_on, book.whole("P12.card_months", decided_on))
    return None


def public_days(measure: str, today: date, book: Rulebook) -> Iterator[tuple[date, date]]:
    """Yield the stretches of days (first, last) whose decisions have an entry in the register today, for lists.

    Within a stretch of days under the same figures, a later decision never leaves the register earlier.
    """
    figures = [figure for figure in book.figures.values() if figure.rule == "P12"]
    begun = max(figure.values[0].since for figure in figures)
    turns = {dated.since for figure in figures for dated in figure.values}
    starts = sorted(day for day in turns if begun <= day <= today)
    for start, following in zip(starts, [*starts[1:], today + ONE_DAY], strict=True):
        days = range(start.toordinal(), following.toordinal())
        first = bisect_left(days, today, key=lambda day: _until(measure, day, book))
        if first < len(days):
            yield date.fromordinal(days[first]), following - ONE_DAY


def rests_on(effect: Effect) -> Decision:
    """Return the decision that an effect's entry names: the last one of those that it rests on (P2)."""
    return max(effect.rests_on, key=_order)


def _until(measure: str, day: int, book: Rulebook) -> date:
    return public_until(measure, date.fromordinal(day), book) or date.min


def _order(decision: Decision) -> tuple[date, int, str]:
    return decision.on, decision.year if isinstance(decision, RatingDecision) else 0, decision.id
