"""The worked cases of the commitment clock, from the clerk's folder, in the fixed form of the command."""

import tomllib
from datetime import date
from typing import Any

import pytest

from kernel import rulebook, workdays
from kernel.rulebook import FOLDER
from marketplace.cli.clock import read
from marketplace.delivery.rules.consistency import faults
from marketplace.delivery.rules.reckoning import Clock, reckon

CASES = tomllib.loads((FOLDER / "cases" / "clock.toml").read_text(encoding="utf-8"))["case"]
MEANINGS = {"name", "zh", "rules", "looks", "incomplete"}
LOOKS = [(case, look) for case in CASES for look in case["looks"]]
FIELDS = {
    "due": lambda clock: clock.due,
    "light": lambda clock: clock.light,
    "left": lambda clock: clock.left,
    "late": lambda clock: clock.late,
    "extended": lambda clock: clock.extended,
    "provisional": lambda clock: clock.provisional,
    "ignored": lambda clock: [f"{one.what} {one.index} {one.rule}" for one in clock.ignored],
    "overrun": lambda clock: clock.overrun_on,
    "paused": lambda clock: [day.date for day in clock.days if day.is_paused],
}


def story(case: dict[str, Any]) -> dict[str, Any]:
    """Write a case in the fixed form of `clock explain`."""
    fields = {"promise": 10, "effective_on": date(2026, 3, 2)} | {
        key: value for key, value in case.items() if key not in MEANINGS
    }
    if not case.get("incomplete"):
        fields.setdefault("complete_on", fields["effective_on"])
    return texts(fields)


def texts(value: Any) -> Any:
    """Write every date as ISO text, as JSON has it."""
    if isinstance(value, dict):
        return {key: texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [texts(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def looked(case: dict[str, Any], on: date) -> Clock:
    """Reckon a case as of a day."""
    commitment, events = read(story(case))
    assert not list(faults(commitment, events, rulebook.shipped()))
    return reckon(commitment, events, workdays.shipped(), rulebook.shipped(), on)


@pytest.mark.parametrize(("case", "look"), LOOKS, ids=[f"{c['name']} ({k['on']})" for c, k in LOOKS])
def test_a_worked_case_of_the_clock(case: dict[str, Any], look: dict[str, Any]) -> None:
    clock = looked(case, look["on"])
    expected = {key: None if value == "none" else value for key, value in look.items() if key != "on"}
    assert {key: FIELDS[key](clock) for key in expected} == expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_days_of_a_case_add_up_to_its_promise(case: dict[str, Any]) -> None:
    for look in case["looks"]:
        clock = looked(case, look["on"])
        if clock.due is None:
            assert clock.days == ()
            continue
        counted = [day for day in clock.days if day.counted]
        assert [day.number for day in counted] == list(range(1, clock.promise + 1))
        assert counted[-1].date == clock.days[-1].date == clock.due
        assert len(clock.days) == (clock.due - clock.start_on).days
        assert all(str(day.why) for day in clock.days)


def test_every_rule_of_the_clock_has_a_case() -> None:
    named = {rule for case in CASES for rule in case["rules"]}
    assert named >= {"C1", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "C10", "T2", "T3", "T5", "T6"}


def test_no_case_is_told_twice() -> None:
    names = [case["name"] for case in CASES]
    assert sorted(set(names)) == sorted(names)
