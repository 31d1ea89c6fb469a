"""Formalities (G2): the authority's check of licences and staff."""

from credit.evidence import Measured
from credit.rules import Dimension, Indicator, Marks, Source, in_force, mean
from kernel.rulebook import Rulebook, applies
from kernel.sentences import say


@applies("G2", "G4a")
def score(measured: Measured, book: Rulebook) -> Marks | None:
    """Score the mean of the year's checks of licences and staff; left out where there was none."""
    full = in_force("G2.points.licence_check", measured, book)
    because = say(
        "The authority's checks of licences and staff (%(count)s in the year) "
        "gave %(mean)s of %(full)s points on average."
    )
    return mean(measured.licence_checks, full, because)


INDICATOR = Indicator("licence_check", dimension=Dimension.FORMALITIES, source=Source.AUTHORITY, score=score)
