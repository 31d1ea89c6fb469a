"""The indicator penalties: 5 points for each minor and 10 for each serious one."""

import pytest

from credit.indicators.penalties import INDICATOR


@pytest.mark.parametrize(
    ("minor", "serious", "deducted"), [(0, 0, 0), (1, 0, 5), (3, 0, 15), (0, 1, 10), (2, 3, 40)]
)
def test_the_points_deducted(score, minor, serious, deducted):
    marks = score(INDICATOR, minor_penalties=minor, serious_penalties=serious)
    assert (marks.share, marks.deducted) == (1, deducted)


def test_its_sentence(score):
    assert str(score(INDICATOR, minor_penalties=2, serious_penalties=1).because) == (
        "Penalties and court dishonesty records of the year: "
        "2 minor at 5 points each, 1 serious at 10 points each."
    )
