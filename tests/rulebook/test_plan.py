"""The worked cases of a project's plan, and what holds of every plan."""

import tomllib
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel import workdays
from kernel.rulebook import FOLDER
from marketplace.projects.plan import Plan, Task, plan
from marketplace.projects.rules import stages

CASES = tomllib.loads((FOLDER / "cases" / "plan.toml").read_text(encoding="utf-8"))["case"]
CALENDAR = workdays.shipped()
TODAY = date(2026, 5, 26)
DAYS = {"began": "began_on", "due": "due_on", "ended": "ended_on", "not_before": "not_before"}
TASKS = st.lists(
    st.builds(
        Task,
        key=st.just(0),
        stage=st.sampled_from([stage.key for stage in stages()]),
        days=st.none() | st.integers(1, 20),
        began_on=st.none() | st.dates(date(2026, 4, 1), TODAY),
        due_on=st.none() | st.dates(date(2026, 5, 1), date(2026, 7, 1)),
        ended_on=st.none(),
        not_before=st.none() | st.dates(TODAY, date(2026, 6, 10)),
    ),
    min_size=1,
    max_size=8,
).map(lambda tasks: [Task(**(vars(task) | {"key": key})) for key, task in enumerate(tasks)])


def task(key: int, row: dict[str, Any]) -> Task:
    days = {column: row[name] for name, column in DAYS.items() if name in row}
    return Task(key, row["stage"], row.get("days"), **days)


def said(found: Plan, names: list[str]) -> list[dict[str, Any]]:
    rows = []
    for one in found.services:
        row = {"name": names[one.task.key], "begins": one.begins_on, "ends": one.ends_on, "slack": one.slack}
        row["waits_for"] = [names[key] for key in one.waits_for]
        rows.append({name: value for name, value in row.items() if value is not None})
    return rows


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_worked_case_of_a_project_s_plan(case: dict[str, Any]) -> None:
    assert case["zh"]
    assert case["rules"]
    names = [row["name"] for row in case["services"]]
    found = plan(
        [task(key, row) for key, row in enumerate(case["services"])], stages(), CALENDAR, case["today"]
    )
    assert said(found, names) == case["expected"]
    assert found.ends_on == case.get("ends")
    assert found.provisional == case.get("provisional", False)
    assert all(found.of(one.task.key) is one for one in found.services)


def test_every_stage_comes_after_those_on_which_it_depends():
    known: set[str] = set()
    for stage in stages():
        assert known.issuperset(stage.after)
        known.add(stage.key)
    assert [stage.key for stage in stages() if not stage.after] == ["planning"]


@given(TASKS)
@settings(max_examples=25, deadline=None)
def test_something_is_always_critical_and_nothing_ends_after_the_project(tasks):
    found = plan(tasks, stages(), CALENDAR, TODAY)
    assert any(one.is_critical for one in found.services)
    assert max(one.ends_on for one in found.services) == found.ends_on
    assert all(one.slack is not None and one.slack >= 0 for one in found.services)


@given(TASKS, st.data())
@settings(max_examples=25, deadline=None)
def test_a_service_may_take_its_slack_longer_and_not_a_working_day_more(tasks, data):
    found = plan(tasks, stages(), CALENDAR, TODAY)
    planned = [one for one in found.services if one.task.is_planned]
    if not planned:
        return
    chosen = data.draw(st.sampled_from(planned))
    for more, moves in ((chosen.slack, False), (chosen.slack + 1, True)):
        longer = [
            Task(**(vars(one) | {"days": (one.days or 0) + more})) if one is chosen.task else one
            for one in tasks
        ]
        assert (plan(longer, stages(), CALENDAR, TODAY).ends_on > found.ends_on) == moves
