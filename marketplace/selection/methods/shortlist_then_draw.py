"""Shortlist then draw 择优+随机 (S2): at a fixed price, a draw among the best by the assessment without price."""

from collections.abc import Sequence
from datetime import date

from kernel.rulebook import Rulebook, applies
from kernel.sentences import Sentence, say
from marketplace.selection import scoring
from marketplace.selection.choosing import FIXED_PRICE, PROMISE, Choice, Given, Method, Offered
from marketplace.selection.scoring import WITHOUT_PRICE


@applies("S2")
def choose(offers: Sequence[Offered], given: Given, book: Rulebook, day: date) -> Choice:
    """Put the shortlist on one place, which the verifiable draw parts; who is not on it is no reserve.

    S2: weights of the four parts without the price, together 100, taken as published.
    """
    weighed = scoring.weights(given, WITHOUT_PRICE)
    assessed = scoring.assess(offers, weighed, book, day)
    listed = scoring.shortlist(offers, assessed, book, day)
    said, placed = scoring.told(assessed, weighed), scoring.placed(listed)
    labels = tuple(sorted(offer.label for offer in listed.kept))
    both = {label: (*said[label], *placed[label]) for label in said}
    return Choice((labels,) if labels else (), both)


def fault(given: Given, book: Rulebook, day: date) -> Sentence | None:
    """Say what is wrong with the published weights, or None."""
    return scoring.weights_fault(given, WITHOUT_PRICE, book, day)


METHOD = Method(
    "shortlist_then_draw",
    rules=("S2",),
    label=say("Shortlist then draw"),
    inputs=(FIXED_PRICE, *scoring.weight_inputs(WITHOUT_PRICE), PROMISE),
    choose=choose,
    fault=fault,
)
