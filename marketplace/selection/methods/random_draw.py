"""Random draw 随机抽取 (S2): at a fixed price, everyone registered has the same chance, whatever the grade."""

from collections.abc import Sequence
from datetime import date

from kernel.rulebook import Rulebook, applies
from kernel.sentences import say
from marketplace.selection.choosing import FIXED_PRICE, PROMISE, Choice, Given, Method, Offered


@applies("S2")
def choose(offers: Sequence[Offered], given: Given, book: Rulebook, day: date) -> Choice:  # noqa: ARG001
    """Put everyone on one place, which the verifiable draw parts; one alone needs no draw."""
    labels = tuple(sorted(offer.label for offer in offers))
    said = say("Takes part in the draw among %(of)s agencies.", of=len(labels))
    return Choice((labels,) if labels else (), dict.fromkeys(labels, (said,)))


METHOD = Method(
    "random_draw",
    rules=("S2",),
    label=say("Random draw"),
    inputs=(FIXED_PRICE, PROMISE),
    choose=choose,
    seals=False,
)
