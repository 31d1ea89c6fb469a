"""Openness (G2): price, time limit, process and materials published for each listed service."""

from credit.evidence import Measured
from credit.rules import Dimension, Indicator, Marks, Source, share
from kernel.rulebook import Rulebook, applies
from kernel.sentences import say


@applies("G2", "G4", "G4a")
def score(measured: Measured, book: Rulebook) -> Marks | None:  # noqa: ARG001  every indicator is asked alike
    """Score the plain share of listed services that are fully disclosed; left out where none is listed."""
    because = say(
        "%(good)s of %(of)s listed services show price, time limit, process and materials: "
        "%(share)s of the points."
    )
    return share(measured.disclosure, because)


INDICATOR = Indicator("disclosure", dimension=Dimension.OPENNESS, source=Source.PLATFORM, score=score)
