"""Ethics (G2): give-ups after selection."""

from credit.evidence import Measured
from credit.rules import Dimension, Indicator, Marks, Source, deduct, in_force, plain
from kernel.rulebook import Rulebook, applies
from kernel.sentences import say


@applies("G2", "G4a")
def score(measured: Measured, book: Rulebook) -> Marks | None:
    """Deduct for each give-up after selection."""
    count, each = measured.give_ups, in_force("G2.give_up", measured, book)
    because = say(
        "Give-ups after selection in the year: %(count)s, at %(each)s points each.",
        count=count,
        each=plain(each),
    )
    return deduct([(count, each)], because)


INDICATOR = Indicator("give_ups", dimension=Dimension.ETHICS, source=Source.PLATFORM, score=score)
