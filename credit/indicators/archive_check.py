"""Archives (G2): the authority's check of the archive."""

from credit.evidence import Measured
from credit.rules import Dimension, Indicator, Marks, Source, in_force, mean
from kernel.rulebook import Rulebook, applies
from kernel.sentences import say


@applies("G2", "G4a")
def score(measured: Measured, book: Rulebook) -> Marks | None:
    """Score the mean of the year's checks of the archive; left out where there was none."""
    full = in_force("G2.points.archive_check", measured, book)
    because = say(
        "The authority's checks of the archive (%(count)s in the year) "
        "gave %(mean)s of %(full)s points on average."
    )
    return mean(measured.archive_checks, full, because)


INDICATOR = Indicator("archive_check", dimension=Dimension.ARCHIVES, source=Source.AUTHORITY, score=score)
