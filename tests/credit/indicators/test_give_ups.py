"""The indicator give_ups: 1 point for each."""

import pytest

from credit.indicators.give_ups import INDICATOR


@pytest.mark.parametrize(("count", "deducted"), [(0, 0), (1, 1), (4, 4)])
def test_the_points_deducted(score, count, deducted):
    marks = score(INDICATOR, give_ups=count)
    assert (marks.share, marks.deducted) == (1, deducted)


def test_its_sentence(score):
    assert (
        str(score(INDICATOR, give_ups=3).because)
        == "Give-ups after selection in the year: 3, at 1 points each."
    )
