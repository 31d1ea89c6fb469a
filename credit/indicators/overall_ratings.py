"""Ethics (G2): the owners' overall rating, a star of its own."""

from fractions import Fraction

from credit.evidence import Measured, Portion
from credit.rules import Dimension, Indicator, Marks, Source, in_force, owner_prior, plain, share
from kernel.rulebook import Rulebook, applies
from kernel.sentences import say


@applies("G2", "G4")
def score(measured: Measured, book: Rulebook) -> Marks | None:
    """Score the owners' stars, 1–5 counting as 0.2–1, drawn to the owners' prior."""
    stars, most = sum(measured.overall_ratings), in_force("G4.stars", measured, book)
    because = say(
        "%(of)s owners gave %(stars)s stars together, out of %(most)s each; "
        "%(weight)s more are counted at %(prior)s each, which makes %(share)s of the points.",
        stars=stars,
        most=plain(most),
    )
    counted = Portion(Fraction(stars) / most, len(measured.overall_ratings))
    return share(counted, because, owner_prior(measured, book))


INDICATOR = Indicator("overall_ratings", dimension=Dimension.ETHICS, source=Source.OWNER, score=score)
