"""The method shortlist_then_price: the lowest price among the best three."""

from datetime import date

from kernel import rulebook
from marketplace.selection.choosing import Stage
from marketplace.selection.methods.shortlist_then_price import METHOD
from tests.marketplace.selection.methods.conftest import offered

BY_GRADE = {"weight_workdays": 0, "weight_grade": 100, "weight_on_time": 0, "weight_experience": 0}


def test_the_cheapest_of_the_shortlist_wins(choose, said):
    offers = [
        offered("a", 300, grade="A"),
        offered("b", 200, grade="B"),
        offered("c", 250),
        offered("d", 100, grade="C"),
    ]
    choice = choose(METHOD, *offers, **BY_GRADE)
    assert choice.places == (("b",), ("c",), ("a",))
    assert said(choice, "d")[-3:] == [
        "Not on the shortlist, which begins at 80 points.",
        "Price: 1.00 yuan.",
        "Not selected.",
    ]
    assert said(choice, "b")[-3:] == [
        "On the shortlist, which begins at 80 points.",
        "Price: 2.00 yuan.",
        "Selected.",
    ]


def test_equal_prices_go_by_the_on_time_rate_and_then_by_a_draw(choose):
    offers = [offered("a", 100, on_time="5/6"), offered("b", 100), offered("c", 100)]
    choice = choose(METHOD, *offers, **BY_GRADE)
    assert (choice.places, choice.to_draw) == ((("b", "c"), ("a",)), ("b", "c"))


def test_without_anyone_there_is_no_choice(choose):
    assert choose(METHOD, **BY_GRADE).places == ()


def test_the_price_is_offered_and_has_no_weight():
    assert [one.name for one in METHOD.asked(Stage.OFFER)] == ["workdays", "price_fen"]
    assert [one.name for one in METHOD.asked(Stage.NOTICE)] == list(BY_GRADE)
    given = {**BY_GRADE, "weight_grade": 99}
    assert (
        str(METHOD.fault(given, rulebook.shipped(), date(2026, 5, 26)))
        == "The weights must make 100 together."
    )
