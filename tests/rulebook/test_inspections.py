"""The worked cases of random inspections (G9), from the clerk's folder, and the sheet's points (G2)."""

import tomllib
from datetime import date
from typing import Any

import pytest

from kernel import rulebook
from kernel.rulebook import FOLDER
from marketplace.oversight.inspections import sheet
from marketplace.oversight.inspections.rules import assigned, drawn, how_many

DAY = date(2026, 5, 26)
CASES = tomllib.loads((FOLDER / "cases" / "inspections.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_worked_case_of_random_inspections(case: dict[str, Any]) -> None:
    assert case["zh"]
    book = rulebook.shipped()
    if "inspected" in case:
        assert how_many(case["grade"], case["agencies"], DAY, book) == case["inspected"]
    elif "drawn" in case:
        assert list(drawn(case["order"], case["grades"], DAY, book)) == case["drawn"]
    else:
        found = assigned(case["drawn_agencies"], case["inspectors"], DAY, book)
        assert {agency: list(people) for agency, people in found.items()} == case["assigned"]


def test_the_sheet_makes_the_points_of_the_indicator_and_no_item_stands_twice() -> None:
    assert sheet.whole() == rulebook.shipped().whole("G2.points.inspections", DAY)
    keys = [item.key for item in sheet.items()]
    assert len(keys) == len(set(keys))
