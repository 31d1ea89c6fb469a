"""The indicator overall_ratings: the owners' stars, 1–5 counting as 0.2–1, drawn to 0.8."""

from fractions import Fraction

import pytest

from credit.indicators.overall_ratings import INDICATOR


@pytest.mark.parametrize(
    ("stars", "kept"),
    [
        ((), Fraction(4, 5)),
        ((5,), Fraction(5, 6)),
        ((4,) * 9, Fraction(4, 5)),
        ((3,), Fraction(46, 60)),
        ((2,), Fraction(44, 60)),
        ((1,), Fraction(7, 10)),
        ((5, 4, 4, 5, 3, 5, 4, 5, 5, 4, 4), Fraction(17, 20)),
    ],
)
def test_the_share_kept(score, stars, kept):
    marks = score(INDICATOR, overall_ratings=stars)
    assert (marks.share, marks.deducted) == (kept, 0)


def test_its_sentence(score):
    assert str(score(INDICATOR, overall_ratings=(5, 3)).because) == (
        "2 owners gave 8 stars together, out of 5 each; "
        "5 more are counted at 80% each, which makes 80% of the points."
    )
