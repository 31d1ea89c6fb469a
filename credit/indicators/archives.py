"""Archives (G2): orders with contract, deliverable, acceptance and materials list complete."""

from credit.evidence import Measured
from credit.rules import Dimension, Indicator, Marks, Source, platform_prior, share
from kernel.rulebook import Rulebook, applies
from kernel.sentences import say


@applies("G2", "G4")
def score(measured: Measured, book: Rulebook) -> Marks | None:
    """Score the share of orders with a complete archive, drawn to the platform's prior."""
    because = say(
        "%(good)s of %(of)s orders have contract, deliverable, acceptance and materials list complete; "
        "%(weight)s more are counted at %(prior)s each, which makes %(share)s of the points."
    )
    return share(measured.archives, because, platform_prior(measured, book))


INDICATOR = Indicator("archives", dimension=Dimension.ARCHIVES, source=Source.PLATFORM, score=score)
