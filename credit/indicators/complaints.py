"""Ethics (G2): complaints that were upheld."""

from credit.evidence import Measured
from credit.rules import Dimension, Indicator, Marks, Source, deduct, in_force, plain
from kernel.rulebook import Rulebook, applies
from kernel.sentences import say


@applies("G2", "G4a")
def score(measured: Measured, book: Rulebook) -> Marks | None:
    """Deduct for each upheld complaint."""
    count, each = measured.complaints_upheld, in_force("G2.complaint", measured, book)
    because = say(
        "Complaints upheld in the year: %(count)s, at %(each)s points each.", count=count, each=plain(each)
    )
    return deduct([(count, each)], because)


INDICATOR = Indicator("complaints", dimension=Dimension.ETHICS, source=Source.SOCIETY, score=score)
