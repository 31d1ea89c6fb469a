"""The indicator told_at_once: told everything at once, drawn to 0.8."""

from fractions import Fraction

import pytest

from credit.evidence import Portion
from credit.indicators.told_at_once import INDICATOR


@pytest.mark.parametrize(
    ("counted", "kept"),
    [
        (Portion(0, 0), Fraction(4, 5)),
        (Portion(5, 5), Fraction(9, 10)),
        (Portion(10, 11), Fraction(14, 16)),
        (Portion(0, 1), Fraction(2, 3)),
        (Portion(0, 5), Fraction(2, 5)),
    ],
)
def test_the_share_kept(score, counted, kept):
    marks = score(INDICATOR, told_at_once=counted)
    assert (marks.share, marks.deducted) == (kept, 0)


def test_its_sentence(score):
    assert str(score(INDICATOR, told_at_once=Portion(10, 11)).because) == (
        "10 of 11 owners say that they were told everything at once; 5 more are counted at 80% "
        "each, which makes 87.5% of the points."
    )
