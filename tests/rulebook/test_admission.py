"""The worked cases of admission and avoidance, from the clerk's folder."""

import tomllib
from datetime import date
from typing import Any

import pytest

from kernel import rulebook, workdays
from kernel.rulebook import FOLDER
from marketplace.admission import rules

CASES = tomllib.loads((FOLDER / "cases" / "admission.toml").read_text(encoding="utf-8"))["case"]
DAY = date(2026, 5, 26)
NO_TIE = {"authority_key": None, "body_name": "", "body_uscc": None, "decoupled_on": None, "excepted_by": ""}


def avoidance(case: dict[str, Any]) -> str:
    agency = rules.Side(**{"uscc": "91330881MA0000000A", "name": "绿洲监测"} | case.get("agency", {}))
    owner = rules.Side(**{"uscc": "91330881MA0000000B", "name": "峡口水务"} | case.get("owner", {}))
    ties = [rules.Tie(**NO_TIE | tie) for tie in case.get("ties", [])]
    refused = rules.avoidance(agency, owner, ties, case.get("authority", "水利"), case.get("on", DAY))
    return refused.rule if refused else ""


def answers(case: dict[str, Any]) -> Any:
    book, calendar, on = rulebook.shipped(), workdays.shipped(), case.get("on", DAY)
    return {
        "check_due": lambda: rules.check_due(on, calendar, book).day,
        "publicity_until": lambda: rules.publicity_until(on, calendar, book).day,
        "valid": lambda: rules.is_valid(case["from"], case.get("until"), on),
        "reminder": lambda: rules.reminder(case["until"], on, book) or 0,
        "idle": lambda: rules.is_idle(case["since"], on, book),
        "promise": lambda: rules.is_promise(case["days"], on, book),
        "shown": lambda: rules.is_shown(case["tie"], case.get("since"), on, book),
        "avoidance": lambda: avoidance(case),
    }[case["kind"]]()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_worked_case_of_admission(case: dict[str, Any]) -> None:
    assert answers(case) == case["expected"]
    assert case["rules"]
    assert case["zh"]


def test_a_deadline_in_a_year_without_a_notice_is_provisional() -> None:
    found = rules.check_due(date(2027, 12, 30), workdays.shipped(), rulebook.shipped())
    assert found.provisional
