"""The worked cases of T4 from the clerk's folder."""

import tomllib
from typing import Any

import pytest

from kernel.periods import add_months, add_years
from kernel.rulebook import FOLDER

CASES = tomllib.loads((FOLDER / "cases" / "periods.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_worked_case_of_a_period(case: dict[str, Any]) -> None:
    assert "T4" in case["rules"]
    if "years" in case:
        assert add_years(case["start"], case["years"]) == case["ends"]
    else:
        assert add_months(case["start"], case["months"]) == case["ends"]
