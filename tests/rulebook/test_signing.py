"""The worked cases of filing a contract and of its effective day (S9, C1), from the clerk's folder."""

import tomllib

import pytest

from kernel import rulebook, workdays
from kernel.rulebook import FOLDER
from marketplace.delivery.rules.signing import effective_on
from marketplace.selection.awarding import file_by

CASES = tomllib.loads((FOLDER / "cases" / "signing.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", [c for c in CASES if "file_by" in c], ids=lambda case: case["name"])
def test_a_contract_is_filed_by_the_day_of_the_case(case):
    found = file_by(case["publicity_until"], workdays.shipped(), rulebook.shipped())
    assert (found.day, found.provisional) == (case["file_by"], case.get("provisional", False))


@pytest.mark.parametrize("case", [c for c in CASES if "effective_on" in c], ids=lambda case: case["name"])
def test_a_contract_takes_effect_on_the_day_of_the_case(case):
    assert effective_on(case["confirmed_on"], case.get("named")) == case["effective_on"]
