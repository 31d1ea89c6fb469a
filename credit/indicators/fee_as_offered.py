"""Openness (G2): the fee charged as offered, as the owners say."""

from credit.evidence import Measured
from credit.rules import Dimension, Indicator, Marks, Source, owner_prior, share
from kernel.rulebook import Rulebook, applies
from kernel.sentences import say


@applies("G2", "G4")
def score(measured: Measured, book: Rulebook) -> Marks | None:
    """Score the share of owners who say that the fee was charged as offered, drawn to the owners' prior."""
    because = say(
        "%(good)s of %(of)s owners say that the fee was charged as offered; "
        "%(weight)s more are counted at %(prior)s each, which makes %(share)s of the points."
    )
    return share(measured.fee_as_offered, because, owner_prior(measured, book))


INDICATOR = Indicator("fee_as_offered", dimension=Dimension.OPENNESS, source=Source.OWNER, score=score)
