"""Our calendars beside chinesecalendar, which others keep: the same days, and the same ends of periods."""

import json
import os
import subprocess
import sys
import tomllib
from bisect import bisect_right
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from click.testing import CliRunner

from kernel.rulebook import FOLDER
from kernel.workdays import shipped
from marketplace.cli.workdays import workdays

FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)
PERIODS_FROM = date(2010, 1, 1)
LONGEST = 60
# 国办发明电〔2005〕35号 says that this Saturday is worked; the oracle has left it out.
WRONG_IN_THE_ORACLE = {date(2005, 12, 31)}
FILES = sorted((FOLDER / "calendar").glob("*.toml"))
WEEKDAYS = "一二三四五六日"


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=i) for i in range((last - first).days + 1)]


ORACLE = [day for day in _days(PERIODS_FROM, LAST) if chinese_calendar.is_workday(day)]


def _expected(start: date) -> list[date]:
    """Return the ends of 1 to 60 working days after a day, as far as the oracle knows them."""
    after = bisect_right(ORACLE, start)
    return ORACLE[after : after + LONGEST]


def _samples() -> list[tuple[date, int, date]]:
    """Return twenty periods spread over the years and the lengths, over New Year and the festivals too."""
    starts = _days(PERIODS_FROM, date(2026, 9, 1))
    step = len(starts) // 20
    picked = [(starts[i * step + 17 * i % step], 1 + i * 3) for i in range(20)]
    return [(start, count, _expected(start)[count - 1]) for start, count in picked]


def test_every_day_is_what_the_oracle_says() -> None:
    ours, theirs = shipped().is_workday, chinese_calendar.is_workday
    assert {day for day in _days(FIRST, LAST) if ours(day) != theirs(day)} == WRONG_IN_THE_ORACLE


def test_every_period_of_one_to_sixty_days_ends_where_the_oracle_says() -> None:
    ours, compared = shipped(), 0
    for start in _days(PERIODS_FROM, LAST):
        expected = _expected(start)
        ends = [ours.add(start, count + 1) for count in range(len(expected))]
        assert ends == [(due, False) for due in expected]
        compared += len(expected)
    assert compared > 365_000


def test_every_count_of_up_to_ninety_days_is_the_oracle_s() -> None:
    ours = shipped()
    for start in _days(PERIODS_FROM, LAST)[::7]:
        for last in _days(start, min(LAST, start + timedelta(days=90))):
            expected = bisect_right(ORACLE, last) - bisect_right(ORACLE, start)
            assert ours.between(start, last) == (expected, False)


@pytest.mark.parametrize(("start", "count", "due"), _samples())
def test_the_command_ends_twenty_periods_where_the_oracle_does(start: date, count: int, due: date) -> None:
    result = CliRunner().invoke(workdays, ["due", start.isoformat(), str(count), "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"due": due.isoformat(), "provisional": False}


def test_the_command_answers_in_a_clean_clone_with_an_empty_environment() -> None:
    start, count, due = _samples()[7]
    run = subprocess.run(
        [sys.executable, "-m", "flask", "workdays", "due", start.isoformat(), str(count), "--json"],
        cwd=FOLDER.parent,
        env={"FLASK_APP": "wsgi", "PATH": os.defpath},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == {"due": due.isoformat(), "provisional": False}


def test_the_years_2004_to_2026_are_shipped() -> None:
    assert set(range(2004, 2027)) <= shipped().notices.keys()
    assert all(path.stem == str(tomllib.loads(path.read_text(encoding="utf-8"))["year"]) for path in FILES)


def test_every_number_has_the_form_of_the_general_office_s_telegrams() -> None:
    for year, notice in shipped().notices.items():
        assert notice.number == "" or notice.number.startswith(f"国办发明电〔{year - 1}〕")
        assert notice.issued_on is None or notice.issued_on.year == year - 1


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_clerk_reads_the_right_weekday_beside_every_date(path: Path) -> None:
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    dated = [line for line in lines if line[:1].isdigit()]
    assert dated
    for line in dated:
        day, _, beside = line.partition(", # 周")
        assert beside == WEEKDAYS[date.fromisoformat(day).weekday()]
