"""The method highest_discount: the highest rate, as an exact decimal."""

import pytest

from marketplace.selection.choosing import settled_price
from marketplace.selection.methods.highest_discount import METHOD
from tests.marketplace.selection.methods.conftest import offered


def test_the_highest_rate_wins(choose, said):
    choice = choose(METHOD, offered("a", discount="8"), offered("b", discount="8.01"), base_fen=10000)
    assert choice.places == (("b",), ("a",))
    assert said(choice, "b") == ["Discount: 8.01%.", "Selected."]


def test_no_decimal_is_lost_however_long(choose):
    long = "12.3456789012345678901234567890123456789"
    choice = choose(METHOD, offered("a", discount=long), offered("b", discount=f"{long}1"), base_fen=10000)
    assert choice.places == (("b",), ("a",))


def test_equal_rates_go_by_grade_however_they_are_written(choose):
    choice = choose(
        METHOD, offered("a", discount="5.0"), offered("b", discount="5", grade="A"), base_fen=10000
    )
    assert choice.places == (("b",), ("a",))


def test_an_offer_without_a_rate_is_no_offer_of_this_competition(choose):
    with pytest.raises(ValueError, match="a has offered no discount"):
        choose(METHOD, offered("a", 100))


@pytest.mark.parametrize(
    ("discount", "base", "price"),
    [("0", 10001, 10001), ("12.5", 10000, 8750), ("50", 10001, 5001), ("33.33", 100, 67), ("100", 100, 0)],
)
def test_the_price_is_the_base_less_the_discount_half_a_fen_counts_as_one(discount, base, price):
    assert settled_price(offered("a", discount=discount), {"base_fen": base}) == price


def test_an_offered_price_stands_and_a_fixed_one_is_taken_as_it_is():
    assert settled_price(offered("a", 700), {}) == 700
    assert settled_price(offered("a"), {"base_fen": 10000}) == 10000
