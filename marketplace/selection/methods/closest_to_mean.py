"""Closest to the mean 均价 (S2): the price nearest to the mean of the offers wins, ties by S7."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kernel.rulebook import Rulebook, applies
from kernel.sentences import Sentence, say
from kernel.typed import yuan
from marketplace.selection.choosing import PRICE, PROMISE, Choice, Given, Method, Offered
from marketplace.selection.ranking import about, merits, rank


@dataclass(frozen=True)
class Mean:
    """The prices that were averaged, in 分, and how many highest and how many lowest were left out."""

    prices: tuple[int, ...]
    trimmed: int

    @property
    def exact(self) -> Fraction:
        """Return the mean in 分, exact."""
        return Fraction(sum(self.prices), len(self.prices))

    @property
    def sentence(self) -> Sentence:
        """Say how the mean was made, so that anyone can compute it again."""
        made = {
            "total": yuan(sum(self.prices)),
            "count": len(self.prices),
            "mean": about(self.exact),
        }
        if not self.trimmed:
            return say("Mean of the offers: %(total)s yuan ÷ %(count)s = %(mean)s yuan.", **made)
        return say(
            "Mean of the offers without the highest (%(trimmed)s) and the lowest (%(trimmed)s): %(total)s yuan ÷ "
            "%(count)s = %(mean)s yuan.",
            trimmed=self.trimmed,
            **made,
        )


@applies("S2", "S7")
def choose(offers: Sequence[Offered], given: Given, book: Rulebook, day: date) -> Choice:  # noqa: ARG001
    """Choose the price nearest to the mean; at equal distance the lower.

    S2: a price that the mean leaves out is a valid offer all the same, and has its place.
    """
    if not offers:
        return Choice((), {})
    mean = mean_of([offer.price for offer in offers], book, day)

    def distance(offer: Offered) -> tuple[Fraction, int]:
        return abs(offer.price - mean.exact), offer.price

    ranked = rank(offers, distance, book, day)
    said = {
        o.label: (
            say(
                "Price: %(price)s yuan, which is %(distance)s yuan from the mean.",
                price=yuan(o.price),
                distance=about(distance(o)[0]),
            ),
        )
        for o in offers
    }
    return Choice(ranked.places, merits(said, ranked), summary=(mean.sentence,))


@applies("S2")
def mean_of(prices: Sequence[int], book: Rulebook, day: date) -> Mean:
    """Average prices (S2: of all valid offers, from five on without one highest and one lowest)."""
    trimmed = book.whole("S2.mean_trim", day) if len(prices) >= book.whole("S2.mean_trim_from", day) else 0
    ordered = sorted(prices)
    return Mean(tuple(ordered[trimmed : len(ordered) - trimmed]), trimmed)


METHOD = Method(
    "closest_to_mean",
    rules=("S2", "S7"),
    label=say("Closest to the mean"),
    inputs=(PROMISE, PRICE),
    choose=choose,
)
