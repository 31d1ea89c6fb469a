"""The method weighted_assessment: the most points by published weights, compared exactly."""

from datetime import date

import pytest

from kernel import rulebook
from marketplace.selection.choosing import Stage
from marketplace.selection.methods.weighted_assessment import METHOD
from tests.marketplace.selection.methods.conftest import offered

EVEN = {f"weight_{one}": 20 for one in ("price", "workdays", "grade", "on_time", "experience")}


def test_the_most_points_win_and_every_part_is_told(choose, said):
    choice = choose(
        METHOD,
        offered("a", 400, grade="A", workdays=20, experience=12),
        offered("b", 500, grade="B", on_time="9/10", experience=3),
        **EVEN,
    )
    assert choice.places == (("a",), ("b",))
    assert said(choice, "b") == [
        "Price: 80 points, weight 20%.",
        "Promised working days: 100 points, weight 20%.",
        "Grade: 85 points, weight 20%.",
        "On-time rate: 90 points, weight 20%.",
        "Experience: 30 points, weight 20%.",
        "Together 77 points.",
        "Reserve 1.",
    ]


def test_points_that_look_alike_are_compared_exactly(choose, said):
    weights = {**dict.fromkeys(EVEN, 0), "weight_price": 100}
    choice = choose(METHOD, offered("a", 10**9), offered("b", 10**9 + 1), offered("c", 10**9 + 2), **weights)
    assert choice.places == (("a",), ("b",), ("c",))
    assert said(choice, "c")[-2] == "Together 100 points."


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, None),
        ({"weight_price": 40, "weight_grade": 0}, None),
        ({"weight_price": 21}, "The weights must make 100 together."),
        ({"weight_price": None}, "Give every weight in whole per cent, 0 or more."),
        ({"weight_price": -20, "weight_grade": 60}, "Give every weight in whole per cent, 0 or more."),
        ({"weight_price": 20.0}, "Give every weight in whole per cent, 0 or more."),
        ({"weight_price": True}, "Give every weight in whole per cent, 0 or more."),
    ],
)
def test_weights_are_whole_and_make_100(changed, told):
    fault = METHOD.fault({**EVEN, **changed}, rulebook.shipped(), date(2026, 5, 26))
    assert fault is None if told is None else str(fault) == told


def test_the_owner_publishes_the_weights():
    assert [one.name for one in METHOD.asked(Stage.NOTICE)] == list(EVEN)
    assert [one.name for one in METHOD.asked(Stage.OFFER)] == ["workdays", "price_fen"]
