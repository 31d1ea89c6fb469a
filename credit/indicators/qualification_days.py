"""Formalities (G2): the days of the year with every listed qualification valid."""

from credit.evidence import Measured
from credit.rules import Dimension, Indicator, Marks, Source, share
from kernel.rulebook import Rulebook, applies
from kernel.sentences import say


@applies("G2", "G4", "G4a")
def score(measured: Measured, book: Rulebook) -> Marks | None:  # noqa: ARG001  every indicator is asked alike
    """Score the plain share of days with every qualification valid; left out where no day was counted."""
    because = say("Every listed qualification was valid on %(good)s of %(of)s days: %(share)s of the points.")
    return share(measured.qualification_days, because)


INDICATOR = Indicator(
    "qualification_days", dimension=Dimension.FORMALITIES, source=Source.PLATFORM, score=score
)
