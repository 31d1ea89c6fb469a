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


@pytest.mark.parametrize(("case", "look"), LOOKS[::EVERY], ids=[case["name"] for case, _ in LOOKS[::EVERY]])
def test_the_command_says_what_the_worked_cases_say(tmp_path, case, look):
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
    answer = json.loads(done.stdout)
    for key in ("due", "light", "left", "late", "extended", "provisional"):
        if key in look:
            assert answer[key] == (
                None if look[key] == "none" else json.loads(json.dumps(look[key], default=str))
            )


def refused(result, sentence):
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == sentence + "\n"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"promise": 0}, "The promise must be from 1 to 999 working days, not 0."),
        ({"promise": 10_000}, "The promise must be from 1 to 999 working days, not 10000."),
        ({"promise": -3}, "The promise must be from 1 to 999 working days, not -3."),
        ({"promise": 10.0}, "promise must be a whole number, not 10.0."),
        ({"promise": "10"}, "promise must be a whole number, not '10'."),
        ({"promise": True}, "promise must be a whole number, not True."),
        ({"promise": None}, "promise must be a whole number, not None."),
        ({"effective_on": None}, "effective_on must be a date like 2026-03-02, not None."),
        ({"effective_on": "2026-02-30"}, "effective_on must be a date like 2026-03-02, not '2026-02-30'."),
        ({"effective_on": "2026-3-2"}, "effective_on must be a date like 2026-03-02, not '2026-3-2'."),
        ({"effective_on": 20260302}, "effective_on must be a date like 2026-03-02, not 20260302."),
        ({"complete_on": "soon"}, "complete_on must be a date like 2026-03-02, not 'soon'."),
        ({"complete_on": ""}, "complete_on must be a date like 2026-03-02, not ''."),
        ({"ended_on": False}, "ended_on must be a date like 2026-03-02, not False."),
        (
            {"effective_on": "1999-12-31"},
            "effective_on must lie from 2000-01-01 to 2199-12-31, not on 1999-12-31.",
        ),
        ({"ended_on": "2200-01-01"}, "ended_on must lie from 2000-01-01 to 2199-12-31, not on 2200-01-01."),
        ({"pauses": {}}, "pauses must be a list of objects, not {}."),
        ({"pauses": False}, "pauses must be a list of objects, not False."),
        ({"extensions": [5]}, "extensions must be a list of objects, not [5]."),
        ({"deliveries": [None]}, "deliveries must be a list of objects, not [None]."),
    ],
)
def test_a_commitment_that_cannot_be_read_is_refused(explain, fields, sentence):
    refused(explain(PLAIN | fields, "--json"), sentence)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (with_pause(**{"from": None}), "pauses[0].from must be a date like 2026-03-02, not None."),
        (with_pause(to="2026-03-04"), "pauses[0]: The pause ends on 2026-03-04, before its first day."),
        (with_pause(asked_on=None), "pauses[0].asked_on must be a date like 2026-03-02, not None."),
        (with_pause(cause=0), "pauses[0].cause must be from 1 to 6, not 0."),
        (with_pause(cause=7), "pauses[0].cause must be from 1 to 6, not 7."),
        (with_pause(cause="2"), "pauses[0].cause must be a whole number, not '2'."),
        (with_pause(cause=True), "pauses[0].cause must be a whole number, not True."),
        (with_pause(answer="yes"), "pauses[0].answer must be confirmed or refused, not 'yes'."),
        (with_pause(answer=["refused"]), "pauses[0].answer must be confirmed or refused, not ['refused']."),
        (
            with_pause(answer="confirmed"),
            "pauses[0]: An answer to a pause needs its day, and a day of answering its answer.",
        ),
        (
            with_pause(answer="confirmed", answered_on="2026-03-04"),
            "pauses[0]: The pause was answered on 2026-03-04, before it was asked for.",
        ),
        (with_extension(days=0), "extensions[0]: An extension must be of at least one working day, not 0."),
        (with_extension(days=2.5), "extensions[0].days must be a whole number, not 2.5."),
        (
            with_extension(agreed_on="2026-03-12"),
            "extensions[0]: The extension was answered on 2026-03-12, before it was asked for.",
        ),
        (with_delivery(on=None), "deliveries[0].on must be a date like 2026-03-02, not None."),
        (with_delivery(repeat_defect=1), "deliveries[0].repeat_defect must be true or false, not 1."),
        (
            with_delivery(accepted_on="2026-03-12"),
            "deliveries[0]: A delivery cannot be both accepted and rejected.",
        ),
        (
            with_delivery(contest_answer="true"),
            "deliveries[0].contest_answer must be founded or unfounded, not 'true'.",
        ),
        (
            PLAIN | {"deliveries": [{"on": "2026-03-12"}, {"on": "2026-03-10"}]},
            "The deliveries must stand in the order of their days.",
        ),
    ],
)
def test_an_event_that_cannot_be_is_refused_with_its_place(explain, fields, sentence):
    refused(explain(fields, "--json"), sentence)


@pytest.mark.parametrize("on", ["2026-02-30", "today", "", "1999-12-31", "2200-01-01"])
def test_a_day_that_is_none_is_refused(explain, on):
    result = explain(PLAIN, "--json", on=on)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("--on must ")


@pytest.mark.parametrize("text", ["", "[]", "{", "null", '"x"'])
def test_a_file_that_holds_no_object_is_refused(explain, text):
    result = explain(text, "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1


def test_the_longest_history_that_is_read_is_answered(explain):
    fields = PLAIN | {"promise": 999, "pauses": [PAUSE | {"to": "2199-12-31"}]}
    result = explain(fields, "--json", on="2199-12-31")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["provisional"] is True
