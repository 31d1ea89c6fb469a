"""The indicator licence_check: the mean of the authority's points, of 6."""

from fractions import Fraction

import pytest

from credit.indicators.licence_check import INDICATOR


@pytest.mark.parametrize(
    ("points", "kept"),
    [
        (["6"], 1),
        (["0"], 0),
        (["4.5"], Fraction(9, 12)),
        (["5", "13/3"], Fraction(14, 18)),
        (["1", "2", "3"], Fraction(2, 6)),
    ],
)
def test_the_mean_of_the_checks(score, points, kept):
    marks = score(INDICATOR, licence_checks=tuple(map(Fraction, points)))
    assert (marks.share, marks.deducted) == (kept, 0)


def test_it_is_left_out_without_a_check(score):
    assert score(INDICATOR) is None


def test_its_sentence(score):
    because = score(INDICATOR, licence_checks=(Fraction(5), Fraction(13, 3))).because
    assert (
        str(because)
        == "The authority's checks of licences and staff (2 in the year) gave 4.67 of 6 points on average."
    )
