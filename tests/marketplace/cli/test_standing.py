"""The face of `flask standing explain`: what it prints, and what bad input gets."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from click.testing import CliRunner
from flask import Flask

from kernel import law, rulebook
from kernel.rulebook import Dated
from marketplace.cli.standing import standing

D2023 = {"year": 2023, "grade": "D", "determined_on": "2024-03-20", "set_aside_on": None}
D2024 = {"year": 2024, "grade": "D", "determined_on": "2025-03-18"}
VETO = {
    "id": "v1",
    "kind": "overdue",
    "fact_on": "2024-01-30",
    "decided_on": "2024-02-29",
    "set_aside_on": None,
}


@pytest.fixture
def explain(tmp_path):
    """Return a function that writes a file and asks about it."""

    def ask(fields, *words, on="2026-01-01"):
        path = tmp_path / "agency.json"
        path.write_text(fields if isinstance(fields, str) else json.dumps(fields), encoding="utf-8")
        return CliRunner().invoke(standing, ["explain", str(path), "--on", on, *words])

    return ask


def refused(result):
    assert (result.exit_code, result.stdout) == (2, "")
    return result.stderr.splitlines()[-1]


def test_the_answer_is_one_json_document_in_the_fixed_form(explain):
    result = explain({"ratings": [D2023, D2024]}, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    answer = json.loads(result.stdout)
    reasons = answer.pop("because")
    assert answer == {
        "standing": "removed",
        "since": "2025-03-18",
        "locked_until": "2026-03-18",
        "may_apply_from": "2026-03-19",
    }
    assert [reason["rule"] for reason in reasons] == ["P2", "P1", "P8"]
    assert reasons[0].keys() == {"rule", "sentence"}
    assert reasons[0]["sentence"].startswith("Removed from 2025-03-18: ")


def test_what_is_empty_is_null(explain):
    answer = json.loads(explain({}, "--json").stdout)
    assert answer["standing"] == "good"
    assert answer["since"] is answer["locked_until"] is answer["may_apply_from"] is None


def test_lists_that_are_null_are_empty_and_null_is_no_grade_by_score(explain):
    fields = {"ratings": [{**D2023, "by_score": None}], "vetoes": None, "readmissions": None}
    assert json.loads(explain(fields, "--json").stdout)["standing"] == "yellow-card"


def test_a_reader_gets_a_line_for_each_answer(explain):
    lines = explain({"vetoes": [VETO]}).stdout.splitlines()
    assert lines[:4] == [
        "standing: blacklisted",
        "since: 2024-02-29",
        "locked_until: 2026-02-28",
        "may_apply_from: 2026-03-01",
    ]
    assert lines[4].startswith("because: ")


def test_a_veto_needs_no_name(explain):
    nameless = {key: VETO[key] for key in VETO if key != "id"}
    assert json.loads(explain({"vetoes": [nameless, nameless]}, "--json").stdout)["standing"] == "blacklisted"


def test_a_key_that_is_not_read_is_pointed_out_beside_the_answer(explain):
    result = explain({"readmission": ["2026-03-19"], "ratings": [{**D2023, "score": 61}]}, "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["standing"] == "yellow-card"
    assert result.stderr.splitlines() == [
        "'readmission' is not read; the keys of the file are ratings, vetoes, readmissions.",
        "'score' is not read; the keys of ratings are year, grade, by_score, determined_on, set_aside_on.",
    ]


def test_the_rulebook_of_the_app_is_the_one_that_counts(explain):
    app, book = Flask(__name__), rulebook.shipped()
    longer = replace(book.figures["P4.lockout"], values=(Dated(date(2000, 1, 1), 3),))
    law.install(app, replace(book, figures={**book.figures, "P4.lockout": longer}), imports=False)
    with app.app_context():
        assert json.loads(explain({"vetoes": [VETO]}, "--json").stdout)["locked_until"] == "2027-02-28"
    assert json.loads(explain({"vetoes": [VETO]}, "--json").stdout)["locked_until"] == "2026-02-28"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ("{", "is not JSON"),
        ("[]", "must hold one JSON object."),
        ({"ratings": {}}, "ratings must be a list, not {}."),
        ({"ratings": [1]}, "ratings must be a list of objects, not of 1."),
        ({"vetoes": ["v1"]}, "vetoes must be a list of objects, not of 'v1'."),
        ({"readmissions": "2026-03-19"}, "readmissions must be a list, not '2026-03-19'."),
        ({"readmissions": [None]}, "readmissions[0] must be a date like 2026-03-02, not None."),
        ({"ratings": [{**D2023, "grade": "E"}]}, "ratings[0].grade must be one of A, B, C, D, N, not 'E'."),
        ({"ratings": [{**D2023, "grade": "d"}]}, "ratings[0].grade must be one of A, B, C, D, N, not 'd'."),
        ({"ratings": [{**D2023, "grade": None}]}, "ratings[0].grade must be one of A, B, C, D, N, not None."),
        (
            {"ratings": [{**D2023, "grade": ["D"]}]},
            "ratings[0].grade must be one of A, B, C, D, N, not ['D'].",
        ),
        (
            {"ratings": [D2023, {**D2024, "by_score": "F"}]},
            "ratings[1].by_score must be one of A, B, C, D, N",
        ),
        (
            {"ratings": [{**D2023, "year": "2023"}]},
            "ratings[0].year must be a year from 2000 to 2199, not '2023'.",
        ),
        (
            {"ratings": [{**D2023, "year": True}]},
            "ratings[0].year must be a year from 2000 to 2199, not True.",
        ),
        ({"ratings": [{**D2023, "year": 23}]}, "ratings[0].year must be a year from 2000 to 2199, not 23."),
        (
            {"ratings": [{**D2023, "year": 2200}]},
            "ratings[0].year must be a year from 2000 to 2199, not 2200.",
        ),
        (
            {"ratings": [{"year": 2023, "grade": "D"}]},
            "ratings[0].determined_on must be a date like 2026-03-02",
        ),
        (
            {"ratings": [{**D2023, "determined_on": "20240320"}]},
            "ratings[0].determined_on must be a date like",
        ),
        (
            {"ratings": [{**D2023, "determined_on": "2024-02-30"}]},
            "ratings[0].determined_on must be a date like",
        ),
        (
            {"ratings": [{**D2023, "determined_on": "2200-01-01"}]},
            "ratings[0].determined_on must lie from 2000-01-01 to 2199-12-31, not on 2200-01-01.",
        ),
        ({"ratings": [{**D2023, "set_aside_on": "soon"}]}, "ratings[0].set_aside_on must be a date like"),
        ({"ratings": [{**D2023, "set_aside_on": False}]}, "ratings[0].set_aside_on must be a date like"),
        (
            {"vetoes": [{**VETO, "kind": "late"}]},
            "vetoes[0].kind must be one of overdue, serious, not 'late'.",
        ),
        ({"vetoes": [{**VETO, "id": 1}]}, "vetoes[0].id must be a text, not 1."),
        (
            {"vetoes": [{**VETO, "fact_on": None}]},
            "vetoes[0].fact_on must be a date like 2026-03-02, not None.",
        ),
        ({"vetoes": [{**VETO, "fact_on": "1999-12-31"}]}, "vetoes[0].fact_on must lie from 2000-01-01"),
        ({"vetoes": [VETO, {**VETO, "kind": "serious"}]}, "The veto v1 is given twice."),
        ({"vetoes": [VETO], "readmissions": ["2026-02-28"]}, "it may be applied for from 2026-03-01."),
    ],
)
def test_bad_input_gets_a_sentence_and_nothing_on_stdout(explain, fields, sentence):
    assert sentence in refused(explain(fields, "--json"))


@pytest.mark.parametrize("on", ["", "today", "2026-1-1", "20260101", "2026-02-29"])
def test_the_day_must_be_a_date(explain, on):
    assert refused(explain({}, on=on)).startswith("--on must be a date like 2026-03-02")


@pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31"])
def test_any_day_may_be_asked_about(explain, on):
    assert explain({"ratings": [D2023], "vetoes": [VETO]}, on=on).exit_code == 0


def test_a_file_that_is_not_there_is_named(tmp_path):
    result = CliRunner().invoke(standing, ["explain", str(tmp_path / "none.json"), "--on", "2026-01-01"])
    assert "none.json cannot be read" in refused(result)


def test_it_runs_as_a_flask_command_with_an_empty_environment(tmp_path):
    path = tmp_path / "agency.json"
    path.write_text(json.dumps({"ratings": [D2023]}), encoding="utf-8")
    words = ["-m", "flask", "standing", "explain", str(path), "--on", "2024-03-20", "--json"]
    ran = subprocess.run(
        [sys.executable, *words],
        cwd=rulebook.FOLDER.parent,
        env={"FLASK_APP": "wsgi"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(ran.stdout)["standing"] == "yellow-card"
