"""Shortlist then price 择优+竞价 (S2): the lowest price among the best by the assessment without price."""

from collections.abc import Sequence
from datetime import date

from kernel.rulebook import Rulebook, applies
from kernel.sentences import Sentence, say
from marketplace.selection import scoring
from marketplace.selection.choosing import PRICE, PROMISE, Choice, Given, Method, Offered
from marketplace.selection.ranking import by_price, merits, priced, rank
from marketplace.selection.scoring import WITHOUT_PRICE


@applies("S2", "S7")
def choose(offers: Sequence[Offered], given: Given, book: Rulebook, day: date) -> Choice:
    """Choose the lowest price on the shortlist, ties by S7; who is not on it is no reserve.

    S2: weights of the four parts without the price, together 100, taken as published.
    """
    weighed = scoring.weights(given, WITHOUT_PRICE)
    assessed = scoring.assess(offers, weighed, book, day)
    listed = scoring.shortlist(offers, assessed, book, day)
    parts = scoring.told(assessed, weighed), scoring.placed(listed), priced(offers)
    said = {offer.label: tuple(one for part in parts for one in part[offer.label]) for offer in offers}
    ranked = rank(listed.kept, by_price, book, day)
    return Choice(ranked.places, merits(said, ranked))


def fault(given: Given, book: Rulebook, day: date) -> Sentence | None:
    """Say what is wrong with the published weights, or None."""
    return scoring.weights_fault(given, WITHOUT_PRICE, book, day)


METHOD = Method(
    "shortlist_then_price",
    rules=("S2", "S7"),
    label=say("Shortlist then price"),
    inputs=(*scoring.weight_inputs(WITHOUT_PRICE), PROMISE, PRICE),
    choose=choose,
    fault=fault,
)
