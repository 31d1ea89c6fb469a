"""Weighted assessment 综合评分 (S2): price, promised days, grade, on-time rate and experience, by published weights."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from kernel.rulebook import Rulebook, applies
from kernel.sentences import Sentence, say
from marketplace.selection.choosing import PRICE, PROMISE, Choice, Given, Method, Offered
from marketplace.selection.ranking import merits, rank
from marketplace.selection.scoring import WITH_PRICE, assess, told, weight_inputs, weights, weights_fault


@applies("S2", "S7")
def choose(offers: Sequence[Offered], given: Given, book: Rulebook, day: date) -> Choice:
    """Choose the most points, compared exactly and not as they are shown."""
    weighed = weights(given, WITH_PRICE)
    assessed = assess(offers, weighed, book, day)

    def points(offer: Offered) -> tuple[Fraction]:
        return (-assessed[offer.label].total,)

    ranked = rank(offers, points, book, day)
    return Choice(ranked.places, merits(told(assessed, weighed), ranked))


def fault(given: Given, book: Rulebook, day: date) -> Sentence | None:
    """Say what is wrong with the published weights, or None."""
    return weights_fault(given, WITH_PRICE, book, day)


METHOD = Method(
    "weighted_assessment",
    rules=("S2", "S7"),
    label=say("Weighted assessment"),
    inputs=(*weight_inputs(WITH_PRICE), PROMISE, PRICE),
    choose=choose,
    fault=fault,
)
