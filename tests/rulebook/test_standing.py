"""The worked cases of standing, run by the shipped rulebook and by a second reckoning."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from kernel import rulebook
from marketplace.cli import standing as command
from marketplace.cli.faces import BadInput
from tests.rulebook import standing_oracle

CASES = tomllib.loads((rulebook.FOLDER / "cases" / "standing.toml").read_text(encoding="utf-8"))["case"]
BOOK = rulebook.shipped()
DATES = ("since", "locked_until", "may_apply_from")
HERE = Path(__file__)
ASKED = [(case, asked) for case in CASES for asked in case.get("asked", ())]
REFUSED = [case for case in CASES if "refused" in case]


def plain(value):
    """Write a case's dates as the text that a file holds."""
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return value.isoformat() if isinstance(value, date) else value


def file_of(case):
    return {key: plain(case[key]) for key in ("ratings", "vetoes", "readmissions") if key in case}


def told(story, on):
    return command.answer(command.told(command.read(story), BOOK, on))


def named(pair):
    return f"{pair[0]['name']} on {pair[1]['on']}"


@pytest.mark.parametrize(("case", "asked"), ASKED, ids=[named(pair) for pair in ASKED])
def test_a_case_is_answered_as_it_says(case, asked):
    answer = told(file_of(case), asked["on"])
    assert answer["standing"] == asked["standing"]
    assert {name: answer[name] for name in DATES} == {name: asked.get(name) for name in DATES}
    rules = [reason["rule"] for reason in answer["because"]]
    assert rules == asked.get("because", rules) != []
    assert all("%(" not in str(reason["sentence"]) for reason in answer["because"])


@pytest.mark.parametrize(("case", "asked"), ASKED, ids=[named(pair) for pair in ASKED])
def test_a_case_is_answered_alike_by_the_second_reckoning(case, asked):
    assert standing_oracle.can_be(file_of(case))
    expected = {"standing": asked["standing"]} | {name: asked.get(name) for name in DATES}
    assert standing_oracle.tell(file_of(case), asked["on"]) == expected


@pytest.mark.parametrize("case", REFUSED, ids=[case["name"] for case in REFUSED])
@pytest.mark.parametrize("on", [date(2018, 1, 1), date(2030, 1, 1)])
def test_records_that_cannot_be_are_refused_whatever_day_is_asked_about(case, on):
    with pytest.raises(BadInput) as refusal:
        told(file_of(case), on)
    assert case["refused"] in str(refusal.value)
    assert not standing_oracle.can_be(file_of(case))


def test_the_second_reckoning_imports_nothing_of_ours():
    source = HERE.with_name("standing_oracle.py").read_text(encoding="utf-8")
    imported = {line.split()[1] for line in source.splitlines() if line.startswith(("import ", "from "))}
    assert imported == {"datetime"}


def test_the_cases_name_their_rules_and_differ():
    names = [case["name"] for case in CASES]
    assert len(names) == len(set(names)) >= 60
    assert all(case["zh"] and case.keys() & {"asked", "refused"} for case in CASES)
    assert {rule for case in CASES for rule in case["rules"]} == {
        "P1", "P2", "P3", "P4", "P6", "P7", "P8", "P9", "P13", "P14", "T4", "T6",
    }  # fmt: skip
