"""The worked cases of complaints (K1, K2), from the clerk's folder."""

import tomllib
from typing import Any

import pytest

from kernel import rulebook, workdays
from kernel.rulebook import FOLDER
from marketplace.oversight.complaints.rules import comment_until, deadlines, office_of
from marketplace.oversight.complaints.vocabulary import About, Topic

CASES = tomllib.loads((FOLDER / "cases" / "complaints.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_worked_case_of_a_complaint(case: dict[str, Any]) -> None:
    assert case["zh"]
    calendar, book = workdays.shipped(), rulebook.shipped()
    if "made_on" in case:
        found = deadlines(case["made_on"], calendar, book)
        assert (found.take_up.day, found.answer.day) == (case["take_up"], case["answer"])
    elif "taken_on" in case:
        assert comment_until(case["taken_on"], calendar, book).day == case["comment"]
    else:
        assert office_of(About(case["about"]), Topic(case["topic"]), case["authority"]) == case["office"]
