"""Compliance (G2): administrative penalties and court dishonesty records."""

from credit.evidence import Measured
from credit.rules import Dimension, Indicator, Marks, Source, deduct, in_force, plain
from kernel.rulebook import Rulebook, applies
from kernel.sentences import say


@applies("G2", "G4a")
def score(measured: Measured, book: Rulebook) -> Marks | None:
    """Deduct for each minor and each serious penalty or record."""
    minor = in_force("G2.penalty_minor", measured, book)
    serious = in_force("G2.penalty_serious", measured, book)
    because = say(
        "Penalties and court dishonesty records of the year: %(minor_count)s minor at %(minor)s points each, "
        "%(serious_count)s serious at %(serious)s points each.",
        minor_count=measured.minor_penalties,
        minor=plain(minor),
        serious_count=measured.serious_penalties,
        serious=plain(serious),
    )
    return deduct([(measured.minor_penalties, minor), (measured.serious_penalties, serious)], because)


INDICATOR = Indicator("penalties", dimension=Dimension.COMPLIANCE, source=Source.PUBLIC_CREDIT, score=score)
