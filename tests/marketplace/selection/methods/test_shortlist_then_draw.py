"""The method shortlist_then_draw: the best three, ties included, are drawn."""

from datetime import date

from kernel import rulebook
from marketplace.selection.choosing import Stage
from marketplace.selection.methods.shortlist_then_draw import METHOD
from tests.marketplace.selection.methods.conftest import offered

BY_GRADE = {
    "base_fen": 100,
    "weight_workdays": 0,
    "weight_grade": 100,
    "weight_on_time": 0,
    "weight_experience": 0,
}


def test_the_shortlist_is_drawn_and_who_is_not_on_it_is_no_reserve(choose, said):
    offers = [offered("a", grade="A"), offered("b", grade="B"), offered("c"), offered("d", grade="C")]
    choice = choose(METHOD, *offers, **BY_GRADE)
    assert (choice.places, choice.to_draw) == ((("a", "b", "c"),), ("a", "b", "c"))
    assert said(choice, "c")[-2:] == [
        "On the shortlist, which begins at 80 points.",
        "Shares the first place with 2 more: a draw decides.",
    ]
    assert said(choice, "d")[-2:] == ["Not on the shortlist, which begins at 80 points.", "Not selected."]
    parted = choice.parted(("c", "d", "a", "b"))
    assert [one.label for one in parted.explained] == ["c", "a", "b", "d"]
    assert parted.after({"c", "a", "b"}).winner is None


def test_who_equals_the_third_is_on_the_shortlist_even_with_another_on_time_rate(choose):
    offers = [offered(label, on_time=rate) for label, rate in zip("abcde", (1, 1, 1, 0, 1), strict=True)]
    assert choose(METHOD, *offers, **BY_GRADE).to_draw == ("a", "b", "c", "d", "e")


def test_without_anyone_there_is_no_shortlist(choose):
    assert choose(METHOD, **BY_GRADE).places == ()


def test_a_price_has_no_weight_here():
    assert "weight_price" not in {one.name for one in METHOD.asked(Stage.NOTICE)}
    given = {**BY_GRADE, "weight_grade": 60, "weight_price": 40}
    assert (
        str(METHOD.fault(given, rulebook.shipped(), date(2026, 5, 26)))
        == "The weights must make 100 together."
    )
    assert METHOD.fault(BY_GRADE, rulebook.shipped(), date(2026, 5, 26)) is None
