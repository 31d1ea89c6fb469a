"""The worked cases of S2, S7, S8 and M2, from the clerk's folder."""

import tomllib
from dataclasses import astuple
from fractions import Fraction
from typing import Any

import pytest

from kernel import rulebook, workdays
from kernel.errors import Refused
from kernel.rulebook import FOLDER
from marketplace.selection.rules import (
    Completed,
    Offer,
    choose_directly,
    on_time,
    price_band,
    publicity_until,
)

CASES = tomllib.loads((FOLDER / "cases" / "selection.toml").read_text(encoding="utf-8"))["case"]
BOOK = rulebook.shipped()


def _choice(case: dict[str, Any]) -> None:
    offers = {row["registration"]: Offer(row["price_fen"], row["workdays"]) for row in case["offers"]}
    if case.get("refused"):
        with pytest.raises(Refused) as refused:
            choose_directly(offers, case["chosen"])
        assert refused.value.rule == "S2"
    else:
        assert choose_directly(offers, case["chosen"]) == offers[case["takes"]]


def _rate(case: dict[str, Any]) -> None:
    found = on_time([Completed(**row) for row in case["orders"]], BOOK, case["on"])
    assert (found.rate, found.orders) == (Fraction(case["rate"]), len(case["orders"]))
    assert (found.used, found.promised) == (case.get("middle_used"), case.get("middle_promised"))


def _publicity(case: dict[str, Any]) -> None:
    calendar = workdays.shipped()
    found = publicity_until(case["published_on"], calendar, BOOK, public_money=case["public_money"])
    assert found == (case["until"], case.get("provisional", False))


def _band(case: dict[str, Any]) -> None:
    found = price_band(case["prices"], BOOK, case["on"])
    if "band" in case:
        assert astuple(found) == (*case["band"], len(case["prices"]))
    else:
        assert found is None


FORMS = {"S2": _choice, "S7": _rate, "S8": _publicity, "M2": _band}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_worked_case_of_selection(case: dict[str, Any]) -> None:
    FORMS[case["rules"][0]](case)


def test_the_cases_of_selection_name_their_rules_and_differ() -> None:
    names = [case["name"] for case in CASES]
    assert len(names) == len(set(names))
    assert all(case["zh"] for case in CASES)
    assert {case["rules"][0] for case in CASES} == FORMS.keys()
