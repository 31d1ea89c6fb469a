"""The worked cases of the terms that a notice may not hold (S1), from the clerk's folder."""

import tomllib
from typing import Any

import pytest

from kernel.rulebook import FOLDER
from marketplace.selection import terms
from marketplace.selection.linter import lint

CASES = tomllib.loads((FOLDER / "cases" / "linter.toml").read_text(encoding="utf-8"))["case"]
LIST = terms.shipped()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_worked_case_of_the_linter(case: dict[str, Any]) -> None:
    found = lint(case["text"], case["on"], LIST, case.get("qualification"))
    assert [{"term": hit.term, "category": hit.category.key} for hit in found] == case["hits"]
    assert all(case["text"][slice(*hit.span)] == hit.term for hit in found)
    assert all(hit.basis and hit.said("zh") != hit.said("en") for hit in found)


def test_the_cases_differ_and_show_every_category_both_hit_and_allowed() -> None:
    names = [case["name"] for case in CASES]
    assert len(names) == len(set(names))
    assert all(case["zh"] and case["rules"] == ["S1"] for case in CASES)
    hit = {one["category"] for case in CASES for one in case["hits"]}
    assert hit == {term.category.key for term in LIST.terms}
    assert sum(not case["hits"] for case in CASES) >= 30
