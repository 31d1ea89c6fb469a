"""S2, S7: what a selection method is, what it is given, and the choice that it hands back; pure.

A method needs no randomness: it puts the agencies in places, and leaves those together on one place whom only a
draw can part. The choice says whether it waits for a draw and of whom (`to_draw`), before the randomness exists;
`parted` takes the order that the draw gave.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor
from typing import Any

from credit.rules import Grade
from kernel.rulebook import Rulebook
from kernel.sentences import Sentence, say

_HALF = Fraction(1, 2)
_HUNDRED = 100

Given = Mapping[str, Any]  # what the owner filled in, by the names of the method's inputs


class Stage(StrEnum):
    """Who fills in an input: the owner in the notice, an agency in its offer, the owner when choosing."""

    NOTICE = "notice"
    OFFER = "offer"
    CHOICE = "choice"


class Kind(StrEnum):
    """What an input holds: 分, a Decimal in per cent, whole per cent, working days, text, an agency's label."""

    MONEY = "money"
    RATE = "rate"
    WEIGHT = "weight"
    WORKDAYS = "workdays"
    TEXT = "text"
    LABEL = "label"


@dataclass(frozen=True)
class Input:
    """One thing that a method wants to be told, and by whom: forms are built from it."""

    name: str
    label: Sentence
    kind: Kind
    stage: Stage
    required: bool = True


@dataclass(frozen=True)
class Offered:
    """One valid registration on the day of selection: the agency's label, its offer, and what is known of it.

    The discount is in per cent. `experience` counts its completed orders of the item in the months of S2.
    """

    label: str
    workdays: int
    price_fen: int | None = None
    discount: Decimal | None = None
    grade: Grade = Grade.N
    on_time: Fraction = Fraction(1)
    experience: int = 0

    @property
    def price(self) -> int:
        """Return the price in 分; raise ValueError where none was offered."""
        if self.price_fen is None:
            raise ValueError(f"{self.label} has offered no price")
        return self.price_fen

    @property
    def rate(self) -> Decimal:
        """Return the discount in per cent; raise ValueError where none was offered."""
        if self.discount is None:
            raise ValueError(f"{self.label} has offered no discount")
        return self.discount


@dataclass(frozen=True)
class Explained:
    """One agency's part in a choice: its place from 1, shared before a draw, or none; and why, in sentences."""

    label: str
    place: int | None
    because: tuple[Sentence, ...]


@dataclass(frozen=True)
class Choice:
    """What a method found: the labels place by place, several on one place until a draw parts them.

    `merits` says of every agency that offered what its place rests on; `summary` what concerns all of them;
    `draws` keeps the orders that draws gave, `gone` who left after the selection, and why.
    """

    places: tuple[tuple[str, ...], ...]
    merits: Mapping[str, tuple[Sentence, ...]]
    summary: tuple[Sentence, ...] = ()
    draws: tuple[tuple[str, ...], ...] = ()
    gone: tuple[tuple[str, Sentence], ...] = ()

    @property
    def winner(self) -> str | None:
        """Return who is selected, or None where nobody is left or a draw is needed."""
        return self.places[0][0] if self.places and not self.needs_draw else None

    @property
    def reserves(self) -> tuple[tuple[str, ...], ...]:
        """Return the places behind the first, in the order in which they follow."""
        return self.places[1:]

    @property
    def needs_draw(self) -> bool:
        """Tell whether the first place is shared, so that only a draw can say who is selected."""
        return bool(self.places) and len(self.places[0]) > 1

    @property
    def to_draw(self) -> tuple[str, ...]:
        """Return the labels of the draw that is needed now, sorted; none where the first place is settled.

        All who share a place are drawn at once. A place shared among reserves alone waits: it is drawn when it
        comes to it.
        """
        shared = [label for place in self.places if len(place) > 1 for label in place]
        return tuple(sorted(shared)) if self.needs_draw else ()

    @property
    def explained(self) -> tuple[Explained, ...]:
        """Explain the choice agency by agency: by place, then those without one, then those who left."""
        found, place = [], 1
        for labels in self.places:
            found += [self._placed(label, place, len(labels)) for label in labels]
            place += len(labels)
        left = dict(self.gone)
        known = {one.label for one in found} | left.keys()
        others = sorted(label for label in self.merits if label not in known)
        found += [self._explain(label, None, say("Not selected.")) for label in others]
        return (*found, *(self._explain(label, None, why) for label, why in self.gone))

    def parted(self, drawn: Sequence[str]) -> "Choice":
        """Return the choice after a draw: who shared a place and were all drawn stand in the order drawn.

        A label drawn that is no longer among the choice changes nothing: each position is its own.
        """
        rank = {label: at for at, label in enumerate(drawn)}
        places = tuple(one for labels in self.places for one in _in_order(labels, rank))
        return replace(self, places=places, draws=(*self.draws, tuple(drawn)))

    def after(self, given_up: Collection[str], because: Sentence | None = None) -> "Choice":
        """Return the choice after some have left: the next in rank takes over, in the order that stands."""
        why = because or say("Gave up after the selection; the next in rank takes its place.")
        leaving = [label for place in self.places for label in place if label in given_up]
        kept = (tuple(label for label in place if label not in given_up) for place in self.places)
        gone = (*self.gone, *((label, why) for label in leaving))
        return replace(self, places=tuple(place for place in kept if place), gone=gone)

    def _placed(self, label: str, place: int, sharing: int) -> Explained:
        others = sharing - 1
        if others and place == 1:
            outcome = say("Shares the first place with %(others)s more: a draw decides.", others=others)
        elif others:
            outcome = say("Reserve %(number)s, shared with %(others)s more.", number=place - 1, others=others)
        elif place == 1:
            outcome = say("Selected.")
        else:
            outcome = say("Reserve %(number)s.", number=place - 1)
        return self._explain(label, place, outcome)

    def _explain(self, label: str, place: int | None, outcome: Sentence) -> Explained:
        drawn = [
            say("Drawn at place %(place)s of %(of)s.", place=draw.index(label) + 1, of=len(draw))
            for draw in self.draws
            if label in draw
        ]
        return Explained(label, place, (*self.merits[label], *drawn, outcome))


def _in_order(labels: tuple[str, ...], rank: Mapping[str, int]) -> Iterable[tuple[str, ...]]:
    if rank.keys() >= set(labels):
        return [(label,) for label in sorted(labels, key=rank.__getitem__)]
    return [labels]


def accept(given: Given, book: Rulebook, day: date) -> Sentence | None:  # noqa: ARG001  every method's form
    """Accept whatever the owner has filled in."""
    return None


@dataclass(frozen=True)
class Method:
    """One way of selection (S2): its inputs, and how it chooses among the offers of a day.

    `needs_quorum` tells a draw or a competition from a free choice (S4); `seals` that its offers stay closed until
    the opening (S5); `fault` says what is wrong with what the owner filled in, or None.
    """

    key: str
    rules: tuple[str, ...]
    label: Sentence
    inputs: tuple[Input, ...]
    choose: Callable[[Sequence[Offered], Given, Rulebook, date], Choice]
    needs_quorum: bool = True
    seals: bool = True
    fault: Callable[[Given, Rulebook, date], Sentence | None] = field(default=accept)

    def asked(self, stage: Stage) -> tuple[Input, ...]:
        """Return what is asked at a stage."""
        return tuple(one for one in self.inputs if one.stage is stage)


PROMISE = Input("workdays", say("Promised working days"), Kind.WORKDAYS, Stage.OFFER)
PRICE = Input("price_fen", say("Price"), Kind.MONEY, Stage.OFFER)
DISCOUNT = Input("discount", say("Discount in per cent"), Kind.RATE, Stage.OFFER)
FIXED_PRICE = Input("base_fen", say("Fixed price"), Kind.MONEY, Stage.NOTICE)
BASE_PRICE = Input("base_fen", say("Price from which the discount is taken"), Kind.MONEY, Stage.NOTICE)


def settled_price(offer: Offered, given: Given) -> int:
    """Return the price in 分 at which an agency would be awarded.

    Its own, else the notice's price less its discount, rounded half up to 分, else the notice's fixed price.
    """
    if offer.price_fen is not None:
        return offer.price_fen
    base = Fraction(given["base_fen"])
    return floor(base * (1 - Fraction(offer.discount or 0) / _HUNDRED) + _HALF)
