"""The indicator disclosure: listed services fully disclosed, a plain share."""

from fractions import Fraction

import pytest

from credit.evidence import Portion
from credit.indicators.disclosure import INDICATOR


@pytest.mark.parametrize(
    ("counted", "kept"),
    [
        (Portion(5, 5), 1),
        (Portion(4, 5), Fraction(4, 5)),
        (Portion(1, 3), Fraction(1, 3)),
        (Portion(0, 1), 0),
    ],
)
def test_the_share_kept(score, counted, kept):
    marks = score(INDICATOR, disclosure=counted)
    assert (marks.share, marks.deducted) == (kept, 0)


def test_it_is_left_out_where_there_is_nothing_to_measure(score):
    assert score(INDICATOR) is None


def test_its_sentence(score):
    assert (
        str(score(INDICATOR, disclosure=Portion(4, 5)).because)
        == "4 of 5 listed services show price, time limit, process and materials: 80% of the points."
    )
