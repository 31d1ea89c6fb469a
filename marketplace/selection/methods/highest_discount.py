"""Highest discount 下浮率 (S2): the highest rate wins, ties by S7."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from kernel.rulebook import Rulebook, applies
from kernel.sentences import say
from marketplace.selection.choosing import BASE_PRICE, DISCOUNT, PROMISE, Choice, Given, Method, Offered
from marketplace.selection.ranking import merits, rank, rate_said


@applies("S2", "S7")
def choose(offers: Sequence[Offered], given: Given, book: Rulebook, day: date) -> Choice:  # noqa: ARG001
    """Choose the highest rate, as an exact decimal: 12.5 and 12.50 are equal."""
    said = {o.label: (rate_said(o),) for o in offers}
    ranked = rank(offers, _by_rate, book, day)
    return Choice(ranked.places, merits(said, ranked))


def _by_rate(offer: Offered) -> tuple[Decimal]:
    return (offer.rate.copy_negate(),)  # unlike a minus sign, it never rounds


METHOD = Method(
    "highest_discount",
    rules=("S2", "S7"),
    label=say("Highest discount"),
    inputs=(BASE_PRICE, PROMISE, DISCOUNT),
    choose=choose,
)
