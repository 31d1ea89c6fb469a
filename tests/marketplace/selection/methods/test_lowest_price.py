"""The method lowest_price: the lowest price, ties by S7."""

import pytest

from marketplace.selection.methods.lowest_price import METHOD
from tests.marketplace.selection.methods.conftest import offered


def test_the_lowest_wins_and_the_next_are_the_reserves(choose, said):
    choice = choose(METHOD, offered("a", 300), offered("b", 100), offered("c", 200))
    assert (choice.winner, choice.reserves) == ("b", (("c",), ("a",)))
    assert said(choice, "b") == ["Price: 1.00 yuan.", "Selected."]
    assert said(choice, "a") == ["Price: 3.00 yuan.", "Reserve 2."]


def test_a_tie_says_what_parted_it(choose, said):
    choice = choose(
        METHOD,
        offered("a", 100, grade="B", on_time="5/6"),
        offered("b", 100, grade="B"),
        offered("c", 100, grade="C"),
    )
    assert choice.places == (("b",), ("a",), ("c",))
    assert said(choice, "a")[1] == (
        "Equal with 2 more: the better grade goes first (here B), then the better on-time rate (here 83.33%)."
    )


def test_a_tie_of_all_three_says_that_it_is_drawn(choose, said):
    choice = choose(METHOD, offered("a", 100), offered("b", 100), offered("c", 200))
    assert choice.to_draw == ("a", "b")
    assert said(choice, "a")[2:] == [
        "In that too it is equal with 1 more.",
        "Shares the first place with 1 more: a draw decides.",
    ]
    assert said(choice.parted(("b", "a")), "b")[2:] == [
        "In that too it is equal with 1 more.",
        "Drawn at place 1 of 2.",
        "Selected.",
    ]


def test_reserves_who_share_a_place_are_drawn_when_it_comes_to_them(choose, said):
    choice = choose(METHOD, offered("a", 100), offered("b", 200), offered("c", 200))
    assert (choice.winner, choice.to_draw) == ("a", ())
    assert said(choice, "c")[-1] == "Reserve 1, shared with 1 more."
    after = choice.after({"a"})
    assert (after.winner, after.to_draw) == (None, ("b", "c"))
    assert after.parted(["c", "b"]).winner == "c"


def test_an_offer_without_a_price_is_no_offer_of_a_competition(choose):
    with pytest.raises(ValueError, match="a has offered no price"):
        choose(METHOD, offered("a"))


def test_it_is_a_sealed_competition():
    assert METHOD.needs_quorum
    assert METHOD.seals
