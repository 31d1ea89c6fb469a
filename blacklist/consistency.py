"""P9, G3, G6: what no record of decisions can hold, so that a standing is never folded from nonsense."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import groupby, pairwise

from blacklist.rules import Decision, Measure, RatingDecision, refusal_of_reentry, vetoes
from kernel.rulebook import Rulebook, applies
from kernel.sentences import Sentence, say


@applies("P9")
def faults(
    history: Collection[Decision],
    readmissions: Collection[date],
    book: Rulebook,
    measures: Collection[Measure],
) -> Iterator[Sentence]:
    """Yield a sentence for everything that cannot be, whatever the day that is asked about.

    G3: a rating is determined after its year. A year has one rating in force at a time, so another follows
    only from the day on which the one before was set aside. Nothing is decided before its fact, nor set aside
    before it was decided. P9: re-entry is decided after the last locked day, as known on its own day, and
    never of an agency that is not locked out.
    """
    yield from _of_ratings(history)
    yield from _of_vetoes(history)
    yield from _of_readmissions(history, readmissions, book, measures)


def _of_ratings(history: Iterable[Decision]) -> Iterator[Sentence]:
    ratings = [decision for decision in history if isinstance(decision, RatingDecision)]
    ratings.sort(key=lambda rating: (rating.year, rating.on, rating.set_aside_on or date.max))
    for rating in ratings:
        year, day = str(rating.year), rating.on
        if day.year <= rating.year:
            yield say(
                "The rating of %(year)s cannot be determined on %(day)s, in or before its year.",
                year=year,
                day=day,
            )
        if rating.set_aside_on is not None and rating.set_aside_on < day:
            yield say(
                "The rating of %(year)s is set aside before it was determined on %(day)s.", year=year, day=day
            )
    for _, of_year in groupby(ratings, key=lambda rating: rating.year):
        for earlier, later in pairwise(of_year):
            if earlier.set_aside_on is None or later.on < earlier.set_aside_on:
                yield say(
                    "The year %(year)s has two ratings in force on %(day)s; one must be set aside by then.",
                    year=str(later.year),
                    day=later.on,
                )


def _of_vetoes(history: Iterable[Decision]) -> Iterator[Sentence]:
    found = list(vetoes(history))
    for name, count in Counter(veto.id for veto in found if veto.id).items():
        if count > 1:
            yield say("The veto %(name)s is given twice.", name=name)
    for veto in found:
        if veto.on < veto.fact_on:
            yield say(
                "A veto is decided on %(day)s, before its fact on %(fact)s.", day=veto.on, fact=veto.fact_on
            )
        if veto.set_aside_on is not None and veto.set_aside_on < veto.on:
            yield say(
                "A veto is set aside on %(aside)s, before it was decided on %(day)s.",
                aside=veto.set_aside_on,
                day=veto.on,
            )


def _of_readmissions(
    history: Collection[Decision],
    readmissions: Collection[date],
    book: Rulebook,
    measures: Collection[Measure],
) -> Iterator[Sentence]:
    for day, count in sorted(Counter(readmissions).items()):
        if count > 1:
            yield say("The re-entry of %(day)s is given twice.", day=day)
        refusal = refusal_of_reentry(history, readmissions, book, day, measures)
        if refusal is not None:
            yield refusal.sentence
