"""Openness (G2): everything told at once (一次性告知), as the owners say."""

from credit.evidence import Measured
from credit.rules import Dimension, Indicator, Marks, Source, owner_prior, share
from kernel.rulebook import Rulebook, applies
from kernel.sentences import say


@applies("G2", "G4")
def score(measured: Measured, book: Rulebook) -> Marks | None:
    """Score the share of owners who say that they were told all at once, drawn to the owners' prior."""
    because = say(
        "%(good)s of %(of)s owners say that they were told everything at once; "
        "%(weight)s more are counted at %(prior)s each, which makes %(share)s of the points."
    )
    return share(measured.told_at_once, because, owner_prior(measured, book))


INDICATOR = Indicator("told_at_once", dimension=Dimension.OPENNESS, source=Source.OWNER, score=score)
