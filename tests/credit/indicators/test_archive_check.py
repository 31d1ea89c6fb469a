"""The indicator archive_check: the mean of the authority's points, of 8."""

from fractions import Fraction

import pytest

from credit.indicators.archive_check import INDICATOR


@pytest.mark.parametrize(
    ("points", "kept"),
    [
        (["8"], 1),
        (["0"], 0),
        (["4.5"], Fraction(9, 16)),
        (["5", "13/3"], Fraction(14, 24)),
        (["1", "2", "3"], Fraction(2, 8)),
    ],
)
def test_the_mean_of_the_checks(score, points, kept):
    marks = score(INDICATOR, archive_checks=tuple(map(Fraction, points)))
    assert (marks.share, marks.deducted) == (kept, 0)


def test_it_is_left_out_without_a_check(score):
    assert score(INDICATOR) is None


def test_its_sentence(score):
    because = score(INDICATOR, archive_checks=(Fraction(5), Fraction(13, 3))).because
    assert (
        str(because)
        == "The authority's checks of the archive (2 in the year) gave 4.67 of 8 points on average."
    )
