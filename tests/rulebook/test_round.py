"""The worked cases of the days of a yearly round (G7), from the clerk's folder."""

import tomllib

import pytest

from credit import procedure
from kernel import rulebook, workdays
from kernel.rulebook import FOLDER

CASES = tomllib.loads((FOLDER / "cases" / "round.toml").read_text(encoding="utf-8"))["case"]
COUNTED = (
    ("told_on", "objections_until", procedure.objections_until),
    ("made_on", "answer_by", procedure.answer_by),
    ("published_on", "public_until", procedure.public_until),
    ("set_aside_on", "replace_by", procedure.replace_by),
)


@pytest.mark.parametrize("case", [c for c in CASES if "year" in c], ids=lambda case: case["name"])
def test_a_round_has_the_deadlines_of_the_case(case):
    found = procedure.deadlines(case["year"], workdays.shipped(), rulebook.shipped(), case.get("frozen"))
    days = {
        "freeze_from": found.freeze_from,
        "check_by": found.check_by,
        "draw_up_by": found.draw_up_by.day,
        "publish_by": found.publish_by.day,
        "determine_by": found.determine_by,
    }
    assert days == {name: case[name] for name in days}
    assert found.draw_up_by.provisional == case.get("provisional", False)


@pytest.mark.parametrize(
    "case", [c for c in CASES if "year" not in c and "frozen_on" not in c], ids=lambda case: case["name"]
)
def test_a_period_of_the_round_ends_on_the_day_of_the_case(case):
    ((start, end, count),) = [row for row in COUNTED if row[0] in case]
    assert count(case[start], workdays.shipped(), rulebook.shipped()).day == case[end]


@pytest.mark.parametrize("case", [c for c in CASES if "frozen_on" in c], ids=lambda case: case["name"])
def test_the_agencies_check_themselves_until_the_day_of_the_case(case):
    book = rulebook.shipped()
    if "preset" in case:
        book = rulebook.laid(book, rulebook.presets()[case["preset"]])
    until = procedure.self_check_until(case["frozen_on"], workdays.shipped(), book)
    assert until == case.get("self_check_until")
