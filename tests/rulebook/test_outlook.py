"""The worked cases of what would lift a grade and what would cost, and what holds of both whatever was measured."""

import tomllib

import pytest
from hypothesis import given, settings

from credit import outlook
from credit.outlook import Event
from credit.rules import Grade, rate
from kernel.rulebook import FOLDER
from marketplace.cli import rating as command
from tests.rulebook.test_rating import BOOK, INDICATORS, file_of
from tests.rulebook.test_rating_properties import FILES

CASES = tomllib.loads((FOLDER / "cases" / "outlook.toml").read_text(encoding="utf-8"))["case"]


def both(fields):
    measured = command.read(fields, BOOK)
    return measured, outlook.lifts(measured, BOOK, INDICATORS), outlook.costs(measured, BOOK, INDICATORS)


def rows(found):
    return [
        {
            "event": str(one.event),
            "times": one.times,
            "points": str(one.points),
            "total": str(one.total),
            "grade": str(one.grade),
        }
        for one in found
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_outlook_is_as_the_case_says(case):
    _, lifts, costs = both(file_of(case))
    assert [one for one in case.get("lifts", []) if one not in rows(lifts)] == [], rows(lifts)
    assert [one for one in case.get("costs", []) if one not in rows(costs)] == [], rows(costs)
    named = {one["event"] for one in (*rows(lifts), *rows(costs))}
    assert not named & set(case.get("none", []))


def test_the_cases_name_every_event():
    told = {one["event"] for case in CASES for one in (*case.get("lifts", []), *case.get("costs", []))}
    assert {event for event in Event if event not in (Event.LATE_CONTRACT, Event.OWN_EXTENSION)} <= told


@settings(max_examples=15, deadline=None)
@given(FILES)
def test_what_lifts_never_lowers_and_what_costs_never_raises(fields):
    measured, lifts, costs = both(fields)
    now = rate(measured, BOOK, INDICATORS)
    assert all(one.total >= now.total for one in lifts)
    assert all(one.total <= now.total for one in costs)
    assert all(one.grade is not Grade.N for one in costs) or now.grade is Grade.N
    reached = [one for one in lifts if one.event is Event.ORDER]
    assert len({one.times for one in reached}) == len(reached)
