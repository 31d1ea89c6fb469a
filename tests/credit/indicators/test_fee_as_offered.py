"""The indicator fee_as_offered: the fee as offered, drawn to 0.8."""

from fractions import Fraction

import pytest

from credit.evidence import Portion
from credit.indicators.fee_as_offered import INDICATOR


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
    marks = score(INDICATOR, fee_as_offered=counted)
    assert (marks.share, marks.deducted) == (kept, 0)


def test_its_sentence(score):
    assert str(score(INDICATOR, fee_as_offered=Portion(10, 11)).because) == (
        "10 of 11 owners say that the fee was charged as offered; 5 more are counted at 80% each, "
        "which makes 87.5% of the points."
    )
