"""Ethics (G2): commitments kept without an extension of the agency's own cause."""

from credit.evidence import Measured
from credit.rules import Dimension, Indicator, Marks, Source, platform_prior, share
from kernel.rulebook import Rulebook, applies
from kernel.sentences import say


@applies("G2", "G4")
def score(measured: Measured, book: Rulebook) -> Marks | None:
    """Score the share of commitments kept without an own extension, drawn to the platform's prior."""
    because = say(
        "%(good)s of %(of)s commitments were kept without an extension of the agency's own cause; "
        "%(weight)s more are counted at %(prior)s each, which makes %(share)s of the points."
    )
    return share(measured.commitments, because, platform_prior(measured, book))


INDICATOR = Indicator("commitments", dimension=Dimension.ETHICS, source=Source.PLATFORM, score=score)
