"""What holds of every method and every set of offers."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from credit.rules import Grade
from kernel import rulebook
from marketplace.selection import catalogue
from marketplace.selection.choosing import Offered
from marketplace.selection.scoring import Criterion

BOOK, DAY = rulebook.shipped(), date(2026, 5, 26)
LABELS = "abcdefgh"
SOME = settings(max_examples=40, deadline=None)
METHODS = [method.key for method in catalogue.methods()]
# Few and close values, so that ties are common.
OFFERS = st.lists(
    st.builds(
        Offered,
        label=st.sampled_from(LABELS),
        workdays=st.integers(1, 4),
        price_fen=st.integers(100, 104),
        discount=st.sampled_from([Decimal("1"), Decimal("1.0"), Decimal("1.25")]),
        grade=st.sampled_from(Grade),
        on_time=st.sampled_from([Fraction(1), Fraction(5, 6)]),
        experience=st.integers(0, 12),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda offer: offer.label,
)


@st.composite
def weights(draw, criteria):
    """Return weights that make 100."""
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=len(criteria) - 1, max_size=len(criteria) - 1)))
    edges = [0, *cuts, 100]
    return {f"weight_{one}": edges[i + 1] - edges[i] for i, one in enumerate(criteria)}


@st.composite
def rounds(draw, key):
    """Return a method's offers and what its owner has filled in."""
    offers = draw(OFFERS)
    criteria = [c for c in Criterion if key == "weighted_assessment" or c is not Criterion.PRICE]
    filled = {"base_fen": 10000, "chosen": draw(st.sampled_from(offers)).label, **draw(weights(criteria))}
    return offers, filled


def choose(key, offers, filled):
    return catalogue.method(key).choose(offers, filled, BOOK, DAY)


@pytest.mark.parametrize("key", METHODS)
@SOME
@given(st.data())
def test_the_order_in_which_offers_come_never_matters(key, data):
    offers, filled = data.draw(rounds(key))
    shuffled = data.draw(st.permutations(offers))
    one, other = choose(key, offers, filled), choose(key, shuffled, filled)
    assert one == other
    assert one.explained == other.explained


@pytest.mark.parametrize("key", METHODS)
@SOME
@given(st.data())
def test_every_agency_gets_its_sentences_before_and_after_the_draw_and_the_give_ups(key, data):
    offers, filled = data.draw(rounds(key))
    choice = choose(key, offers, filled)
    everyone = sorted(offer.label for offer in offers)
    while choice.places:
        if choice.to_draw:
            choice = choice.parted(data.draw(st.permutations(choice.to_draw)))
        assert choice.winner is not None
        assert sorted(one.label for one in choice.explained) == everyone
        assert all(str(sentence) for one in choice.explained for sentence in one.because)
        assert all(one.because for one in choice.explained)
        choice = choice.after({choice.winner})
    assert choice.winner is None
    assert sorted(one.label for one in choice.explained) == everyone


@pytest.mark.parametrize("key", METHODS)
@SOME
@given(st.data())
def test_a_draw_parts_all_who_share_a_place_and_moves_nobody_else(key, data):
    offers, filled = data.draw(rounds(key))
    choice = choose(key, offers, filled)
    parted = choice.parted(data.draw(st.permutations(choice.to_draw)))
    assert not parted.to_draw
    if choice.needs_draw:
        assert all(len(place) == 1 for place in parted.places)
    at = {one.label: one.place for one in parted.explained}
    for one in choice.explained:
        shared = [other.place for other in choice.explained].count(one.place)
        if one.place is not None:
            assert one.place <= at[one.label] < one.place + shared


@pytest.mark.parametrize("key", ["lowest_price", "weighted_assessment", "shortlist_then_price"])
@SOME
@given(st.data())
def test_a_better_price_never_worsens_a_place(key, data):
    offers, filled = data.draw(rounds(key))
    one = data.draw(st.sampled_from(offers))
    cheaper = replace(one, price_fen=one.price - data.draw(st.integers(1, 50)))
    others = [offer for offer in offers if offer is not one]
    before = {e.label: e.place for e in choose(key, offers, filled).explained}[one.label]
    after = {e.label: e.place for e in choose(key, [*others, cheaper], filled).explained}[one.label]
    assert (before is None and after is None) or after <= before


@pytest.mark.parametrize("key", ["lowest_price", "highest_discount"])
@SOME
@given(st.data())
def test_without_a_loser_the_winner_is_the_same(key, data):
    offers, filled = data.draw(rounds(key))
    choice = choose(key, offers, filled)
    losers = [offer for offer in offers if offer.label not in choice.places[0]]
    assume(losers)
    gone = data.draw(st.sampled_from(losers))
    left = choose(key, [offer for offer in offers if offer is not gone], filled)
    assert left.places[0] == choice.places[0]


@pytest.mark.parametrize("key", ["lowest_price", "highest_discount"])
@SOME
@given(st.data())
def test_a_winner_who_gives_up_leaves_the_others_as_if_it_had_never_offered(key, data):
    offers, filled = data.draw(rounds(key))
    choice = choose(key, offers, filled)
    gone = set(choice.places[0][:1])
    left = choose(key, [offer for offer in offers if offer.label not in gone], filled)
    assert choice.after(gone).places == left.places


@pytest.mark.parametrize("key", METHODS)
def test_five_hundred_are_put_in_places_without_delay(key):
    offers = [Offered(f"{i:04}", 1 + i % 40, 10000 + i % 97, Decimal(i % 30)) for i in range(500)]
    filled = {f"weight_{one}": 25 for one in Criterion if one is not Criterion.PRICE}
    choice = choose(key, offers, {**filled, "weight_price": 0, "base_fen": 1, "chosen": "0007"})
    assert len(choice.explained) == 500
