"""The face of `flask clock explain`: what it prints, and what bad input gets."""

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from kernel import rulebook
from marketplace.cli.clock import clock
from tests.rulebook.test_clock import LOOKS, story

ROOT = rulebook.FOLDER.parent
PLAIN = {"promise": 10, "effective_on": "2026-03-02", "complete_on": "2026-03-02"}
PAUSE = {"from": "2026-03-05", "to": "2026-03-09", "cause": 2, "asked_on": "2026-03-05"}
EXTENSION = {"days": 5, "asked_on": "2026-03-13", "agreed_on": "2026-03-16"}
DELIVERY = {"on": "2026-03-10", "rejected_on": "2026-03-12"}
KEYS = ["due", "light", "left", "late", "extended", "provisional", "days", "ignored"]
EVERY = len(LOOKS) // 20


@pytest.fixture
def explain(tmp_path):
    def run(fields, *options, on="2026-03-10"):
        path = tmp_path / "commitment.json"
        path.write_text(fields if isinstance(fields, str) else json.dumps(fields), encoding="utf-8")
        return CliRunner().invoke(clock, ["explain", str(path), "--on", on, *options])

    return run


def with_pause(**fields):
    return PLAIN | {"pauses": [PAUSE | fields]}


def with_extension(**fields):
    return PLAIN | {"extensions": [EXTENSION | fields]}


def with_delivery(**fields):
    return PLAIN | {"deliveries": [DELIVERY | fields]}


def test_explain_prints_one_json_document(explain):
    result = explain(with_pause(answer="confirmed", answered_on="2026-03-06"), "--json")
    answer = json.loads(result.stdout)
    assert (result.exit_code, result.stderr) == (0, "")
    assert list(answer) == KEYS
    assert {key: answer[key] for key in KEYS if key != "days"} == {
        "due": "2026-03-19",
        "light": "on-course",
        "left": 7,
        "late": False,
        "extended": 0,
        "provisional": False,
        "ignored": [],
    }
    assert len(answer["days"]) == 17
    assert answer["days"][0] == {"date": "2026-03-03", "counted": True, "why": "Working day 1 of 10."}
    assert answer["days"][2] == {
        "date": "2026-03-05",
        "counted": False,
        "why": "Not counted: paused, because the owner asked to stop.",
    }
    assert answer["days"][11] == {
        "date": "2026-03-14",
        "counted": False,
        "why": "Not counted: a weekend.",
    }


def test_every_kind_of_day_says_why(explain):
    fields = {"promise": 12, "effective_on": "2026-02-11", "complete_on": "2026-02-11"}
    contested = {
        "contested_on": "2026-02-28",
        "contest_answered_on": "2026-03-02",
        "contest_answer": "founded",
    }
    delivery = {"on": "2026-02-25", "rejected_on": "2026-02-26"} | contested
    answer = json.loads(explain(fields | {"deliveries": [delivery]}, "--json", on="2026-03-03").stdout)
    why = {day["date"]: day["why"] for day in answer["days"]}
    assert why["2026-02-14"] == "Working day 3 of 12, a weekend day made a working day."
    assert why["2026-02-15"] == "Not counted: a statutory holiday."
    assert why["2026-02-25"] == "Not counted: delivered on 2026-02-25, rejected on 2026-02-26."
    assert why["2026-02-28"] == "Not counted: the rejection was contested on 2026-02-28."
    assert why["2026-03-07"] == "Not counted: a weekend."


def test_what_does_not_count_is_named_by_its_place_and_rule(explain):
    fields = with_pause(asked_on="2026-03-10") | {"extensions": [EXTENSION, EXTENSION | {"days": 6}]}
    answer = json.loads(explain(fields, "--json", on="2026-03-17").stdout)
    assert answer["ignored"] == [
        {"what": "pause", "index": 0, "rule": "C4"},
        {"what": "extension", "index": 1, "rule": "C7"},
    ]
    assert answer["extended"] == 5


def test_while_not_started_there_is_nothing_to_count(explain):
    answer = json.loads(explain({"promise": 10, "effective_on": "2026-03-02"}, "--json").stdout)
    assert answer == dict(zip(KEYS, [None, "not-started", None, False, 0, False, [], []], strict=True))


def test_a_reader_gets_a_line_for_each_answer(explain):
    lines = explain(PLAIN).stdout.splitlines()
    assert lines[:3] == ["due: 2026-03-16", "light: on-course", "left: 4"]
    assert [line.partition(":")[0] for line in lines] == KEYS


def test_null_and_missing_are_the_same(explain):
    nulls = {"ended_on": None, "pauses": None, "extensions": None, "deliveries": None}
    assert explain(PLAIN | nulls, "--json").stdout == explain(PLAIN, "--json").stdout
    blank = {"to": None, "answer": None, "answered_on": None}
    bare = {key: value for key, value in PAUSE.items() if key != "to"}
    assert (
        explain(with_pause(**blank), "--json").stdout == explain(PLAIN | {"pauses": [bare]}, "--json").stdout
    )
    given = with_delivery(repeat_defect=None, accepted_on=None, contested_on=None)
    assert explain(given, "--json").stdout == explain(with_delivery(), "--json").stdout


def test_a_key_that_is_not_of_the_form_is_named_on_stderr(explain):
    result = explain(with_pause(until="2026-03-06") | {"note": "x"}, "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["due"] == "2026-03-19"
    first, second = result.stderr.splitlines()
    assert first.startswith("'note' is not read; the keys are promise, effective_on,")
    assert second == "'until' is not read; the keys are from, to, cause, asked_on, answer, answered_on."


def agrees(answer, look):
    """Tell whether the command's answer has every date and mark that the clerk's case names."""
    named = ("due", "light", "left", "late", "extended", "provisional")
    wanted = {key: None if look[key] == "none" else look[key] for key in named if key in look}
    return {key: answer[key] for key in wanted} == json.loads(json.dumps(wanted, default=str))


@pytest.mark.parametrize(("case", "look"), LOOKS[::EVERY], ids=[case["name"] for case, _ in LOOKS[::EVERY]])
def test_the_command_says_what_the_worked_cases_say(explain, case, look):
    result = explain(story(case), "--json", on=str(look["on"]))
    assert (result.exit_code, result.stderr) == (0, "")
    assert agrees(json.loads(result.stdout), look)


def test_the_command_needs_neither_settings_nor_a_database(tmp_path):
    case, look = LOOKS[0]
    path = tmp_path / "commitment.json"
    path.write_text(json.dumps(story(case)), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "flask", "clock", "explain", str(path), "--on", str(look["on"]), "--json"],
        cwd=ROOT,
        env={"FLASK_APP": "wsgi", "PATH": os.defpath},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert agrees(json.loads(done.stdout), look)
