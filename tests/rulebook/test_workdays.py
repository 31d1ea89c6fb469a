"""The worked cases of T1, T2, T3 and T5, and of pauses alone (C5), from the clerk's folder."""

import tomllib
from typing import Any

import pytest

from kernel.clock import local_day
from kernel.rulebook import FOLDER
from kernel.workdays import Span, Spans, shipped

CASES = tomllib.loads((FOLDER / "cases" / "workdays.toml").read_text(encoding="utf-8"))["case"]
MEANINGS = {"name", "zh", "rules", "provisional"}


def _moment(case: dict[str, Any]) -> None:
    assert local_day(case["moment"]) == case["day"]


def _kind(case: dict[str, Any]) -> None:
    kind = shipped().kind(case["day"])
    assert kind == case["kind"]
    assert shipped().is_workday(case["day"]) == (case["kind"] in ("working", "make-up"))


def _due(case: dict[str, Any]) -> None:
    pauses = Spans(tuple(Span(*pause) for pause in case.get("pauses", ())))
    reckoned = shipped().add(case["start"], case["count"], pauses)
    assert reckoned == (case["due"], case.get("provisional", False))


def _between(case: dict[str, Any]) -> None:
    counted = shipped().between(case["first"], case["last"])
    assert counted == (case["working_days"], case.get("provisional", False))


def _back(case: dict[str, Any]) -> None:
    reckoned = shipped().back(case["last"], case["count"])
    assert reckoned == (case["start_by"], case.get("provisional", False))
    assert shipped().add(case["start_by"], case["count"]).day <= case["last"]


FORMS = {
    frozenset({"moment", "day"}): _moment,
    frozenset({"day", "kind"}): _kind,
    frozenset({"start", "count", "due"}): _due,
    frozenset({"start", "count", "due", "pauses"}): _due,
    frozenset({"first", "last", "working_days"}): _between,
    frozenset({"last", "count", "start_by"}): _back,
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_worked_case_of_working_days(case: dict[str, Any]) -> None:
    assert case["rules"]
    FORMS[frozenset(case.keys() - MEANINGS)](case)
