"""M1: the worked cases of the reminders, from the clerk's folder: a job that looks once a day and tells each once."""

import tomllib
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from kernel import rulebook, workdays
from kernel.rulebook import FOLDER
from kernel.workdays import ONE_DAY
from marketplace.cli.clock import read
from marketplace.delivery.rules import reminding
from marketplace.delivery.rules.reckoning import reckon
from marketplace.delivery.rules.reminding import Step
from tests.rulebook.test_clock import story

CASES = tomllib.loads((FOLDER / "cases" / "reminders.toml").read_text(encoding="utf-8"))["case"]
OWN = {"kind", "from", "to", "off", "told", "since", "by"}
BOOK, CALENDAR = rulebook.shipped(), workdays.shipped()


def days(case: dict[str, Any]) -> Iterator[tuple[date, Step | None, date | None]]:
    """Yield each day of a case with the reminder that holds on it and the last day that it names."""
    told = read(story({key: value for key, value in case.items() if key not in OWN}))
    for ahead in range((case["to"] - case["from"]).days + 1):
        day = case["from"] + ONE_DAY * ahead
        if case["kind"] == "answer":
            yield day, reminding.of_answer(case.get("since"), case["by"], day, CALENDAR, BOOK), case["by"]
        else:
            clock = reckon(*told, CALENDAR, BOOK, day)
            yield day, reminding.of_commitment(clock, day, BOOK), clock.due


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_worked_case_of_the_reminders(case: dict[str, Any]) -> None:
    found: dict[tuple[date | None, int], str] = {}
    for day, holds, by in days(case):
        if holds and day not in case.get("off", ()):
            assert by
            assert day <= holds.until <= by
            found.setdefault((by, holds.at), f"{day} {holds.left} {by}")
    assert list(found.values()) == case["told"]
    assert "M1" in case["rules"]
    assert case["zh"]


def test_a_reminder_holds_until_its_day_says_where_nothing_is_entered_meanwhile() -> None:
    seen = {day: holds for day, holds, _by in days(CASES[0]) if holds}
    assert len(seen) == 8
    for day, holds in seen.items():
        assert seen[holds.until].at == holds.at, day
        assert seen.get(holds.until + ONE_DAY) is None or seen[holds.until + ONE_DAY].at < holds.at
