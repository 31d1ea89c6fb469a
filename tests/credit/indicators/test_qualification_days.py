"""The indicator qualification_days: days with every listed qualification valid, a plain share."""

from fractions import Fraction

import pytest

from credit.evidence import Portion
from credit.indicators.qualification_days import INDICATOR


@pytest.mark.parametrize(
    ("counted", "kept"),
    [
        (Portion(365, 365), 1),
        (Portion(292, 365), Fraction(4, 5)),
        (Portion(0, 365), 0),
        (Portion(1, 1), 1),
    ],
)
def test_the_share_kept(score, counted, kept):
    marks = score(INDICATOR, qualification_days=counted)
    assert (marks.share, marks.deducted) == (kept, 0)


def test_it_is_left_out_where_there_is_nothing_to_measure(score):
    assert score(INDICATOR) is None


def test_its_sentence(score):
    assert (
        str(score(INDICATOR, qualification_days=Portion(292, 365)).because)
        == "Every listed qualification was valid on 292 of 365 days: 80% of the points."
    )
