"""Formalities (G2): contracts filed in time, the agency's part done within the days of S9."""

from credit.evidence import Measured
from credit.rules import Dimension, Indicator, Marks, Source, platform_prior, share
from kernel.rulebook import Rulebook, applies
from kernel.sentences import say


@applies("G2", "G4")
def score(measured: Measured, book: Rulebook) -> Marks | None:
    """Score the share of contracts filed in time, drawn to the platform's prior."""
    because = say(
        "%(good)s of %(of)s contracts were filed in time; "
        "%(weight)s more are counted at %(prior)s each, which makes %(share)s of the points."
    )
    return share(measured.contracts_filed, because, platform_prior(measured, book))


INDICATOR = Indicator("contracts_filed", dimension=Dimension.FORMALITIES, source=Source.PLATFORM, score=score)
