"""The indicator contracts_filed: contracts filed in time, drawn to 1."""

from fractions import Fraction

import pytest

from credit.evidence import Portion
from credit.indicators.contracts_filed import INDICATOR


@pytest.mark.parametrize(
    ("counted", "kept"),
    [
        (Portion(0, 0), 1),
        (Portion(12, 12), 1),
        (Portion(10, 12), Fraction(15, 17)),
        (Portion(0, 1), Fraction(5, 6)),
        (Portion(0, 5), Fraction(1, 2)),
    ],
)
def test_the_share_kept(score, counted, kept):
    marks = score(INDICATOR, contracts_filed=counted)
    assert (marks.share, marks.deducted) == (kept, 0)


def test_its_sentence(score):
    assert str(score(INDICATOR, contracts_filed=Portion(10, 12)).because) == (
        "10 of 12 contracts were filed in time; 5 more are counted at 100% each, which makes "
        "88.24% of the points."
    )
