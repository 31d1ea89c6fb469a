"""S2, S7: offers put in places by what a method compares, ties by grade and on-time rate; pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from math import floor

from credit.rules import percent
from kernel.rulebook import Rulebook, applies
from kernel.sentences import Sentence, say
from kernel.typed import yuan
from marketplace.selection.choosing import Offered

_HALF = Fraction(1, 2)

Merit = Callable[[Offered], tuple[int | Decimal | Fraction, ...]]  # the smaller the better
Places = tuple[tuple[str, ...], ...]
Merits = Mapping[str, tuple[Sentence, ...]]


@dataclass(frozen=True)
class Ranked:
    """Offers in places, and for each agency the sentences about its ties."""

    places: Places
    ties: Merits


@applies("S7")
def rank(offers: Sequence[Offered], merit: Merit, book: Rulebook, day: date) -> Ranked:
    """Put offers in places: the smaller merit first, ties by S7.

    S7: the better grade (A, B, N, C, D), then the better on-time rate; who is equal in that too stays on one
    place until a verifiable draw. The order in which the offers come never matters.
    """
    order = book.value("S7.grade_order", day)

    def standing(offer: Offered) -> tuple[int, Fraction]:
        return order.index(offer.grade), -offer.on_time

    places: list[tuple[str, ...]] = []
    ties: dict[str, tuple[Sentence, ...]] = {}
    for _, equals in groupby(sorted(offers, key=merit), key=merit):
        tied = sorted(equals, key=lambda offer: (standing(offer), offer.label))
        parted = [list(group) for _, group in groupby(tied, key=standing)]
        places += [tuple(offer.label for offer in group) for group in parted]
        ties |= {offer.label: _tie(offer, tied, group) for group in parted for offer in group}
    return Ranked(tuple(places), ties)


def _tie(offer: Offered, tied: Sequence[Offered], group: Sequence[Offered]) -> tuple[Sentence, ...]:
    """Say how a tie is parted; nothing where an offer stands alone."""
    if len(tied) == 1:
        return ()
    said = say(
        "Equal with %(others)s more: the better grade goes first (here %(grade)s), then the better on-time rate "
        "(here %(rate)s).",
        others=len(tied) - 1,
        grade=str(offer.grade),
        rate=percent(offer.on_time),
    )
    if len(group) == 1:
        return (said,)
    return said, say("In that too it is equal with %(others)s more.", others=len(group) - 1)


def merits(said: Merits, ranked: Ranked) -> Merits:
    """Return what is said of each agency, what is said of its ties behind it."""
    return {label: (*sentences, *ranked.ties.get(label, ())) for label, sentences in said.items()}


def priced(offers: Sequence[Offered]) -> Merits:
    """Say each agency's price."""
    return {o.label: (price_said(o),) for o in offers}


def stated(offers: Sequence[Offered]) -> Merits:
    """Say what each agency has offered: its price or discount, if it was asked for one, and its promise."""
    return {o.label: tuple(_stated(o)) for o in offers}


def _stated(offer: Offered) -> Iterator[Sentence]:
    if offer.price_fen is not None:
        yield price_said(offer)
    if offer.discount is not None:
        yield rate_said(offer)
    yield say("Promise: %(workdays)s working days.", workdays=offer.workdays)


def price_said(offer: Offered) -> Sentence:
    """Say an agency's price."""
    return say("Price: %(price)s yuan.", price=yuan(offer.price))


def rate_said(offer: Offered) -> Sentence:
    """Say an agency's discount."""
    return say("Discount: %(rate)s%%.", rate=f"{offer.rate:f}")


def by_price(offer: Offered) -> tuple[int]:
    """Return what the lowest price is ranked by."""
    return (offer.price,)


def about(amount: Fraction) -> str:
    """Write an amount of 分 that need not be whole in yuan, rounded half up to 分."""
    return yuan(floor(amount + _HALF))
