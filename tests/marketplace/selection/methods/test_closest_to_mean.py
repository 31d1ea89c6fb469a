"""The method closest_to_mean: the nearest to an exact mean, at equal distance the lower."""

from datetime import date
from fractions import Fraction

import pytest

from kernel import rulebook
from marketplace.selection.methods.closest_to_mean import METHOD, mean_of
from tests.marketplace.selection.methods.conftest import offered


@pytest.mark.parametrize(
    ("prices", "mean", "trimmed"),
    [
        ([100], 100, 0),
        ([100, 101], Fraction(201, 2), 0),
        ([1, 2, 3, 100], Fraction(106, 4), 0),
        ([1, 2, 3, 4, 100], 3, 1),
        ([7, 7, 7, 7, 7], 7, 1),
        ([10**18, 10**18 + 1, 10**18 + 2, 1, 10**20], 10**18 + 1, 1),
    ],
)
def test_from_five_on_one_highest_and_one_lowest_are_left_out(prices, mean, trimmed):
    found = mean_of(prices, rulebook.shipped(), date(2026, 5, 26))
    assert (found.exact, found.trimmed) == (mean, trimmed)


def test_at_equal_distance_the_lower_goes_first_whatever_its_grade(choose, said):
    choice = choose(METHOD, offered("a", 101, grade="A"), offered("b", 100, grade="D"))
    assert choice.places == (("b",), ("a",))
    assert [str(one) for one in choice.summary] == ["Mean of the offers: 2.01 yuan ÷ 2 = 1.01 yuan."]
    assert said(choice, "a")[0] == "Price: 1.01 yuan, which is 0.01 yuan from the mean."


def test_it_says_what_the_mean_leaves_out(choose):
    choice = choose(METHOD, *(offered(f"a{price}", price * 100) for price in (1, 2, 3, 4, 100)))
    assert [str(one) for one in choice.summary] == [
        "Mean of the offers without the highest (1) and the lowest (1): 9.00 yuan ÷ 3 = 3.00 yuan."
    ]
    assert choice.places == (("a3",), ("a2",), ("a4",), ("a1",), ("a100",))


def test_without_an_offer_there_is_no_mean(choose):
    choice = choose(METHOD)
    assert (choice.places, choice.summary) == ((), ())
