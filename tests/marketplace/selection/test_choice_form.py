"""A choice is read back as it was written, at every step of its way."""

from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.selection import choice_form
from marketplace.selection.choosing import Offered
from tests.marketplace.selection.methods.test_properties import METHODS, choose, rounds


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(METHODS), st.data())
def test_a_choice_is_read_back_before_and_after_its_draw_and_its_give_ups(key, data):
    choice = choose(key, *data.draw(rounds(key)))
    drawn = choice.parted(data.draw(st.permutations(choice.to_draw)))
    for one in (choice, drawn, drawn.after(set(drawn.places[0]))):
        kept = choice_form.read(choice_form.write(one))
        assert kept == one
        assert kept.explained == one.explained
        assert (kept.winner, kept.to_draw) == (one.winner, one.to_draw)


def test_it_is_written_in_chinese_letters_and_alike_whatever_the_order_of_the_offers():
    offers = [Offered("甲", 10), Offered("乙", 10)]
    written = choice_form.write(choose("random_draw", offers, {}))
    assert '"places": [["乙", "甲"]]' in written
    assert written == choice_form.write(choose("random_draw", offers[::-1], {}))
