"""The worked cases of rulebook/cases/procedure.toml: where a case stands, its last day, and what is refused."""

import tomllib

import pytest

from blacklist.course import Step, course
from blacklist.limits import refusal
from blacklist.vocabulary import Act
from kernel import rulebook, workdays

CASES = tomllib.loads((rulebook.FOLDER / "cases" / "procedure.toml").read_text(encoding="utf-8"))["case"]
OFFICE = {9}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_case_stands_where_the_clerk_says(case) -> None:
    steps = [Step(**{**step, "act": Act(step["act"])}) for step in case["steps"]]
    found = course(1, steps, workdays.shipped(), rulebook.shipped(), case["on"], office=OFFICE)
    assert found.state == case["state"]
    if "due" in case:
        assert found.due is not None
        assert found.due.day == case["due"]
    if "refused" in case:
        wanted = case["refused"]
        problem = refusal(found, Act(wanted["act"]), wanted.get("outcome", ""))
        assert problem is not None
        assert (problem[0].rule, problem[1]) == (wanted["rule"], wanted.get("try_from"))
    else:
        assert all(refusal(found, act, "upheld") is None for act in Act if found.move(act)), case["name"]
