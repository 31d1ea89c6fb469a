"""The indicator complaints: 2 points for each."""

import pytest

from credit.indicators.complaints import INDICATOR


@pytest.mark.parametrize(("count", "deducted"), [(0, 0), (1, 2), (4, 8)])
def test_the_points_deducted(score, count, deducted):
    marks = score(INDICATOR, complaints_upheld=count)
    assert (marks.share, marks.deducted) == (1, deducted)


def test_its_sentence(score):
    assert (
        str(score(INDICATOR, complaints_upheld=3).because)
        == "Complaints upheld in the year: 3, at 2 points each."
    )
