"""Compliance (G2): the authority's random inspections (双随机)."""

from credit.evidence import Measured
from credit.rules import Dimension, Indicator, Marks, Source, in_force, mean
from kernel.rulebook import Rulebook, applies
from kernel.sentences import say


@applies("G2", "G4a")
def score(measured: Measured, book: Rulebook) -> Marks | None:
    """Score the mean of the year's random inspections; left out where there was none."""
    full = in_force("G2.points.inspections", measured, book)
    because = say(
        "The authority's random inspections (%(count)s in the year) "
        "gave %(mean)s of %(full)s points on average."
    )
    return mean(measured.inspections, full, because)


INDICATOR = Indicator("inspections", dimension=Dimension.COMPLIANCE, source=Source.AUTHORITY, score=score)
