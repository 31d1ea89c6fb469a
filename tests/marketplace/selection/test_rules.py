"""What follows from the figures alone: the direct choice, the on-time rate, the band of prices, publicity."""

from dataclasses import astuple
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel import rulebook, workdays
from kernel.errors import Refused
from marketplace.selection import rules
from marketplace.selection.rules import Completed, Offer

BOOK, CALENDAR = rulebook.shipped(), workdays.shipped()
TODAY = date(2026, 5, 26)
KEPT, LATE = Completed(in_time=True, used=10, promised=15), Completed(in_time=False, used=20, promised=15)
PRICES = st.lists(st.integers(1, 10**12), min_size=5, max_size=40)


def on_time(*orders):
    return rules.on_time(orders, BOOK, TODAY)


def band(*prices):
    return rules.price_band(prices, BOOK, TODAY)


# ---- S2 ----


def test_the_owner_takes_any_offer_that_was_made():
    offers = {3: Offer(2_800_000, 15), 4: Offer(3_100_000, 10)}
    assert [rules.choose_directly(offers, chosen) for chosen in offers] == list(offers.values())


def test_what_was_not_offered_cannot_be_chosen():
    with pytest.raises(Refused) as refused:
        rules.choose_directly({3: Offer(2_800_000, 15)}, 4)
    assert (refused.value.rule, refused.value.field) == ("S2", "registration")


# ---- S7 ----


def test_without_an_order_the_rate_is_the_prior_and_there_are_no_usual_days():
    assert astuple(on_time()) == (1, 0, None, None)


def test_few_orders_move_the_rate_little_and_many_move_it_far():
    assert on_time(LATE).rate == Fraction(5, 6)
    assert on_time(*[LATE] * 5).rate == Fraction(1, 2)
    assert on_time(*[LATE] * 95).rate == Fraction(1, 20)


def test_an_agency_that_kept_everything_keeps_the_full_rate():
    assert on_time(*[KEPT] * 12).rate == 1


def test_the_rate_is_exact_where_a_decimal_would_not_be():
    assert on_time(KEPT, LATE).rate == Fraction(6, 7)


def test_the_usual_days_are_the_middle_ones_whatever_the_order():
    found = on_time(LATE, KEPT, Completed(in_time=True, used=11, promised=12))
    assert (found.orders, found.used, found.promised) == (3, 11, 15)


@given(st.integers(0, 60), st.integers(0, 60))
def test_one_more_order_in_time_never_lowers_the_rate_and_a_late_one_always_does(kept, late):
    before = on_time(*[KEPT] * kept, *[LATE] * late).rate
    assert on_time(*[KEPT] * (kept + 1), *[LATE] * late).rate >= before
    assert on_time(*[KEPT] * kept, *[LATE] * (late + 1)).rate < before


# ---- M2 ----


def test_fewer_contracts_than_the_least_number_make_no_band():
    assert band() is None
    assert band(1, 2, 3, 4) is None


def test_the_least_number_of_contracts_makes_a_band():
    assert astuple(band(500, 100, 300, 200, 400)) == (100, 200, 300, 400, 500, 5)


def test_a_quartile_between_two_prices_is_taken_in_proportion_and_rounded_half_up():
    assert astuple(band(100, 100, 101, 102, 104, 105)) == (100, 100, 102, 104, 105, 6)


def test_one_price_that_is_far_off_leaves_the_middle_where_it_was():
    assert band(100, 200, 300, 400, 10**12).middle == 300


@given(PRICES)
def test_a_band_is_in_order_and_within_the_prices(prices):
    *parts, contracts = astuple(band(*prices))
    assert parts == sorted(parts)
    assert (parts[0], parts[-1], contracts) == (min(prices), max(prices), len(prices))


@given(PRICES)
def test_half_of_the_prices_lie_on_either_side_of_the_middle(prices):
    middle = band(*prices).middle
    below, above = sum(price < middle - 1 for price in prices), sum(price > middle + 1 for price in prices)
    assert max(below, above) <= len(prices) / 2


# ---- S8 ----


def test_a_result_is_public_for_three_working_days_with_public_money_and_one_with_private():
    ends = [rules.publicity_until(TODAY, CALENDAR, BOOK, public_money=public).day for public in (True, False)]
    assert ends == [date(2026, 5, 29), date(2026, 5, 27)]


def test_publicity_that_ends_in_a_year_without_a_calendar_is_provisional():
    reckoned = rules.publicity_until(date(2026, 12, 31), CALENDAR, BOOK, public_money=False)
    assert (reckoned.day, reckoned.provisional) == (date(2027, 1, 1), True)


def test_the_usual_price_is_told_with_its_quartiles():
    told = rules.band_told(band(100_00, 200_00, 300_00, 400_00, 500_00), BOOK, TODAY)
    assert str(told) == (
        "5 contracts of this item in the last 24 months: median 300.00 yuan, the middle half between 200.00 and "
        "400.00 yuan."
    )


def test_too_few_contracts_are_said_to_be_too_few():
    assert str(rules.band_told(None, BOOK, TODAY)) == (
        "Fewer than 5 contracts of this item in the last 24 months: no usual price is shown."
    )


@pytest.mark.parametrize(
    ("price", "told"),
    [
        (
            199_99,
            "This price is below the lower quartile of the item's contracts, 200.00 yuan: ask what it covers.",
        ),
        (200_00, None),
        (400_00, None),
        (
            400_01,
            "This price is above the upper quartile of the item's contracts, 400.00 yuan: ask what makes it dear.",
        ),
    ],
)
def test_a_price_outside_the_quartiles_asks_for_caution(price, told):
    caution = rules.price_caution(price, band(100_00, 200_00, 300_00, 400_00, 500_00))
    assert caution is None if told is None else str(caution) == told


def test_without_a_band_no_price_asks_for_caution():
    assert rules.price_caution(1, None) is None
