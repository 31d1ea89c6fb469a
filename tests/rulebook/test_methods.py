"""The worked cases of the selection methods (S2, S7) and of too few registrations (S4), from the clerk's folder."""

import tomllib
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from credit.rules import Grade
from kernel import rulebook
from kernel.errors import Refused
from kernel.rulebook import FOLDER
from marketplace.selection import catalogue, scoring
from marketplace.selection.choosing import Offered
from marketplace.selection.methods import closest_to_mean
from marketplace.selection.quorum import at_closing

CASES = tomllib.loads((FOLDER / "cases" / "methods.toml").read_text(encoding="utf-8"))["case"]
BOOK = rulebook.shipped()


def _offer(row: dict[str, Any]) -> Offered:
    known = {**row, "grade": Grade(row.get("grade", "N")), "on_time": Fraction(row.get("on_time", "1"))}
    return Offered(**{**known, "discount": Decimal(row["discount"]) if "discount" in row else None})


def _places(rows: list[Any]) -> tuple[tuple[str, ...], ...]:
    return tuple((row,) if isinstance(row, str) else tuple(sorted(row)) for row in rows)


def _choice(case: dict[str, Any]) -> None:
    method, given, day = catalogue.method(case["method"]), case.get("given", {}), case["on"]
    assert method.fault(given, BOOK, day) is None
    offers = [_offer(row) for row in case["offers"]]
    if case.get("refused"):
        with pytest.raises(Refused):
            method.choose(offers, given, BOOK, day)
        return
    choice = method.choose(offers, given, BOOK, day)
    assert choice.places == _places(case["places"])
    assert choice.to_draw == tuple(sorted(case.get("to_draw", ())))
    left_out = {one.label for one in choice.explained if one.place is None}
    assert left_out == set(case.get("out", ()))
    assert {one.label for one in choice.explained} == {row["label"] for row in case["offers"]}
    if "draw" in case:
        choice = choice.parted(case["draw"])
        assert choice.places == _places(case["drawn_places"])
    for label in case.get("gave_up", ()):
        assert choice.winner == label
        choice = choice.after({label})
    if "then" in case:
        assert choice.places == _places(case["then"])


def _numbers(case: dict[str, Any]) -> None:
    offers = [_offer(row) for row in case["offers"]]
    if "points" in case:
        criteria = [one for one in scoring.Criterion if f"weight_{one}" in case["given"]]
        weighed = scoring.weights(case["given"], criteria)
        found = scoring.assess(offers, weighed, BOOK, case["on"])
        assert {label: one.total for label, one in found.items()} == {
            label: Fraction(points) for label, points in case["points"].items()
        }
    if "mean" in case:
        mean = closest_to_mean.mean_of([offer.price for offer in offers], BOOK, case["on"])
        assert mean.exact == Fraction(case["mean"])


def _fault(case: dict[str, Any]) -> None:
    assert catalogue.method(case["method"]).fault(case["given"], BOOK, case["on"]) is not None


def _closing(case: dict[str, Any]) -> None:
    method = catalogue.method(case["method"])
    verdict = at_closing(method, case["valid"], case["extensions"], BOOK, case["on"])
    assert verdict.outcome == case["outcome"]
    assert str(verdict.because)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_worked_case_of_a_selection_method(case: dict[str, Any]) -> None:
    if "outcome" in case:
        _closing(case)
    elif case.get("fault"):
        _fault(case)
    else:
        _choice(case)
        _numbers(case)


def test_the_cases_of_the_methods_name_their_rules_and_differ() -> None:
    names = [case["name"] for case in CASES]
    assert len(names) == len(set(names))
    assert all(case["zh"] and case["rules"] for case in CASES)
    assert {case["method"] for case in CASES} == {method.key for method in catalogue.methods()}
