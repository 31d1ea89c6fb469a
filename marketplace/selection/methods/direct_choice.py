"""Direct choice 直接选取 (S2): the owner takes any of the offers that have been made, and says why."""

from collections.abc import Sequence
from datetime import date

from kernel.rulebook import Rulebook, applies
from kernel.sentences import say
from marketplace.selection.choosing import PRICE, PROMISE, Choice, Given, Input, Kind, Method, Offered, Stage
from marketplace.selection.ranking import stated
from marketplace.selection.rules import choose_directly


@applies("S2")
def choose(offers: Sequence[Offered], given: Given, book: Rulebook, day: date) -> Choice:  # noqa: ARG001
    """Choose the offer that the owner names; raise Refused where there is none such.

    S2: a free choice ranks nobody, so there are no reserves: where the agency leaves, the owner chooses again.
    """
    chosen = choose_directly({offer.label: offer for offer in offers}, given["chosen"])
    return Choice(((chosen.label,),), stated(offers))


METHOD = Method(
    "direct_choice",
    rules=("S2",),
    label=say("Direct choice"),
    inputs=(
        PROMISE,
        PRICE,
        Input("chosen", say("The agency that you choose"), Kind.LABEL, Stage.CHOICE),
        Input("reason", say("Why this one"), Kind.TEXT, Stage.CHOICE),
    ),
    choose=choose,
    needs_quorum=False,
    seals=False,
)
