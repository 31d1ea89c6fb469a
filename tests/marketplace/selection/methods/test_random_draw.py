"""The method random_draw: everyone on one place until the verifiable draw."""

from marketplace.selection import draw
from marketplace.selection.choosing import Stage
from marketplace.selection.methods.random_draw import METHOD
from tests.marketplace.selection.methods.conftest import offered

CODE = bytes(range(32))


def test_it_says_before_the_randomness_exists_that_it_needs_a_draw_and_of_whom(choose, said):
    choice = choose(METHOD, offered("b", grade="A"), offered("a"), offered("c", grade="D"), base_fen=100)
    assert (choice.winner, choice.needs_draw, choice.to_draw) == (None, True, ("a", "b", "c"))
    assert said(choice, "a") == [
        "Takes part in the draw among 3 agencies.",
        "Shares the first place with 2 more: a draw decides.",
    ]


def test_the_verifiable_draw_parts_them(choose, said):
    choice = choose(METHOD, *map(offered, "abcdef"), base_fen=100)
    order = draw.order(CODE, "name=value", choice.to_draw)
    parted = choice.parted(order)
    assert parted.places == tuple((label,) for label in order)
    assert (parted.winner, parted.to_draw, parted.draws) == (order[0], (), (order,))
    assert said(parted, order[1]) == [
        "Takes part in the draw among 6 agencies.",
        "Drawn at place 2 of 6.",
        "Reserve 1.",
    ]


def test_who_is_locked_out_after_the_closing_changes_nothing_for_the_others(choose):
    everyone = choose(METHOD, *map(offered, "abcdef"), base_fen=100)
    order = draw.order(CODE, "name=value", everyone.to_draw)
    left = choose(METHOD, *(offered(label) for label in "abcdef" if label != order[0]), base_fen=100)
    assert left.parted(order).winner == order[1] == everyone.parted(order).after({order[0]}).winner


def test_one_alone_needs_no_draw(choose):
    choice = choose(METHOD, offered("a"), base_fen=100)
    assert (choice.winner, choice.to_draw) == ("a", ())


def test_without_anyone_there_is_no_winner_and_no_draw(choose):
    choice = choose(METHOD, base_fen=100)
    assert (choice.winner, choice.needs_draw, choice.explained) == (None, False, ())


def test_the_owner_names_a_fixed_price():
    assert [one.name for one in METHOD.asked(Stage.NOTICE)] == ["base_fen"]
    assert [one.name for one in METHOD.asked(Stage.OFFER)] == ["workdays"]
