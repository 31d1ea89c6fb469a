"""Lowest price 竞价 (S2): the lowest price wins, ties by S7."""

from collections.abc import Sequence
from datetime import date

from kernel.rulebook import Rulebook, applies
from kernel.sentences import say
from marketplace.selection.choosing import PRICE, PROMISE, Choice, Given, Method, Offered
from marketplace.selection.ranking import by_price, merits, priced, rank


@applies("S2", "S7")
def choose(offers: Sequence[Offered], given: Given, book: Rulebook, day: date) -> Choice:  # noqa: ARG001
    """Choose the lowest price, to the 分."""
    ranked = rank(offers, by_price, book, day)
    return Choice(ranked.places, merits(priced(offers), ranked))


METHOD = Method(
    "lowest_price", rules=("S2", "S7"), label=say("Lowest price"), inputs=(PROMISE, PRICE), choose=choose
)
