"""S2, S7, S8, M2: the direct choice, publicity of a result, the on-time rate, and the band of prices."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import TypeVar

from kernel.errors import Refused
from kernel.rulebook import Rulebook, applies
from kernel.sentences import Sentence, say
from kernel.typed import yuan
from kernel.workdays import Calendar, Reckoned

_HALF = Fraction(1, 2)
_QUARTERS = [Fraction(count, 4) for count in range(5)]

Label = TypeVar("Label", bound=Hashable)  # the number of a registration, or an agency's credit code
Made = TypeVar("Made")  # an offer, in whatever form


@dataclass(frozen=True)
class Offer:
    """What an agency has offered for a notice: a price in 分 and a promise in working days."""

    price_fen: int
    workdays: int


@dataclass(frozen=True)
class Completed:
    """One completed order: was it delivered on or before the due day, the working days used, those promised."""

    in_time: bool
    used: int
    promised: int


@dataclass(frozen=True)
class OnTime:
    """What an agency's completed orders show: the rate drawn to the prior, how many, and the middle days."""

    rate: Fraction
    orders: int
    used: int | None
    promised: int | None


@dataclass(frozen=True)
class PriceBand:
    """What an item usually costs, in 分: lowest, lower quartile, median, upper quartile, highest; and of how many."""

    lowest: int
    lower: int
    middle: int
    upper: int
    highest: int
    contracts: int


@applies("S2")
def choose_directly(offers: Mapping[Label, Made], chosen: Label) -> Made:
    """Return the offer that a direct choice takes, by the label of its registration.

    S2: the owner takes any of the offers that have been made, the cheapest or another. Raises Refused for a
    registration without an offer.
    """
    if chosen not in offers:
        raise Refused("S2", say("Choose one of the agencies that have made an offer."), field="registration")
    return offers[chosen]


@applies("S8")
def publicity_until(
    published_on: date, calendar: Calendar, book: Rulebook, *, public_money: bool
) -> Reckoned:
    """Return the last day of a result's publicity (S8: 3 working days with public money, 1 with private)."""
    figure = "S8.publicity_public" if public_money else "S8.publicity_private"
    return calendar.add(published_on, book.whole(figure, published_on))


@applies("S7")
def on_time(orders: Sequence[Completed], book: Rulebook, today: date) -> OnTime:
    """Return an agency's on-time rate over its orders completed in the 24 months before today.

    The share with delivery on or before the due day, drawn to a prior as in G4: (k·prior + kept) / (k + n).
    """
    k, prior = book.whole("S7.k", today), Fraction(book.value("S7.prior", today))
    rate = (k * prior + sum(order.in_time for order in orders)) / (k + len(orders))
    used, promised = _middle([order.used for order in orders]), _middle([order.promised for order in orders])
    return OnTime(rate, len(orders), used, promised)


@applies("M2")
def price_band(prices: Sequence[int], book: Rulebook, today: date) -> PriceBand | None:
    """Return the median and quartiles of an item's contracts, or None below the number that says anything (M2)."""
    if len(prices) < book.whole("M2.least_contracts", today):
        return None
    lowest, lower, middle, upper, highest = (_at(prices, share) for share in _QUARTERS)
    return PriceBand(lowest, lower, middle, upper, highest, len(prices))


@applies("M2")
def band_told(band: PriceBand | None, book: Rulebook, today: date) -> Sentence:
    """Say what an item usually costs: the median, and between which prices the middle half lies (M2)."""
    months = book.whole("M2.months", today)
    if band is None:
        return say(
            "Fewer than %(least)s contracts of this item in the last %(months)s months: no usual price is shown.",
            least=book.whole("M2.least_contracts", today),
            months=months,
        )
    return say(
        "%(contracts)s contracts of this item in the last %(months)s months: median %(middle)s yuan, the middle half "
        "between %(lower)s and %(upper)s yuan.",
        contracts=band.contracts,
        months=months,
        lower=yuan(band.lower),
        upper=yuan(band.upper),
        middle=yuan(band.middle),
    )


@applies("M2")
def price_caution(price_fen: int, band: PriceBand | None) -> Sentence | None:
    """Warn of a price outside the quartiles of its item, or say nothing; nobody is kept from offering it (M2)."""
    if band is None or band.lower <= price_fen <= band.upper:
        return None
    if price_fen < band.lower:
        return say(
            "This price is below the lower quartile of the item's contracts, %(lower)s yuan: ask what it covers.",
            lower=yuan(band.lower),
        )
    return say(
        "This price is above the upper quartile of the item's contracts, %(upper)s yuan: ask what makes it dear.",
        upper=yuan(band.upper),
    )


def _middle(days: Sequence[int]) -> int | None:
    return _at(days, _HALF) if days else None


def _at(numbers: Sequence[int], share: Fraction) -> int:
    """Return what stands at a share of the way through a sorted row, between neighbours in proportion, half up."""
    ordered = sorted(numbers)
    place = share * (len(ordered) - 1)
    below = ordered[floor(place)]
    above = ordered[ceil(place)]
    return floor(below + (place - floor(place)) * (above - below) + _HALF)
