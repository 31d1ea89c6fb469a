"""The indicator inspections: the mean of the authority's points, of 10."""

from fractions import Fraction

import pytest

from credit.indicators.inspections import INDICATOR


@pytest.mark.parametrize(
    ("points", "kept"),
    [
        (["10"], 1),
        (["0"], 0),
        (["4.5"], Fraction(9, 20)),
        (["5", "13/3"], Fraction(14, 30)),
        (["1", "2", "3"], Fraction(2, 10)),
    ],
)
def test_the_mean_of_the_checks(score, points, kept):
    marks = score(INDICATOR, inspections=tuple(map(Fraction, points)))
    assert (marks.share, marks.deducted) == (kept, 0)


def test_it_is_left_out_without_a_check(score):
    assert score(INDICATOR) is None


def test_its_sentence(score):
    because = score(INDICATOR, inspections=(Fraction(5), Fraction(13, 3))).because
    assert (
        str(because)
        == "The authority's random inspections (2 in the year) gave 4.67 of 10 points on average."
    )
