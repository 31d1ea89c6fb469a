"""The worked cases of a removal (P11), from the clerk's folder."""

import tomllib

import pytest

from kernel.rulebook import FOLDER
from marketplace.selection.endings import Part, fate

CASES = tomllib.loads((FOLDER / "cases" / "release.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_each_part_has_the_fate_of_the_case(case):
    assert fate(Part(case["part"]), case.get("reserves", 0)) == case["fate"]
