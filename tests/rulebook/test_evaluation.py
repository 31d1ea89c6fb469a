"""The worked cases of an owner's evaluation (G2), from the clerk's folder."""

import tomllib
from typing import Any

import pytest

from kernel import rulebook, workdays
from kernel.rulebook import FOLDER
from marketplace.evaluation.rules import evaluate_until, revise_until

CASES = tomllib.loads((FOLDER / "cases" / "evaluation.toml").read_text(encoding="utf-8"))["case"]
FORMS = {"accepted_on": ("evaluate_until", evaluate_until), "given_on": ("revise_until", revise_until)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_worked_case_of_the_days_of_evaluating(case: dict[str, Any]) -> None:
    assert case["zh"]
    assert case["rules"][0] == "G2"
    (begins,) = case.keys() & FORMS.keys()
    ends, function = FORMS[begins]
    assert function(case[begins], workdays.shipped(), rulebook.shipped()) == case[ends]
