"""The face of `flask rating score`: what it prints, and what bad input gets."""

import json
import os
import subprocess
import sys
from datetime import date

import pytest
from click.testing import CliRunner
from flask import Flask

from kernel import law, rulebook
from marketplace.cli.rating import rating
from tests.factories import editions

ROOT = rulebook.FOLDER.parent
EXAMPLE = {
    "year": 2025,
    "days_enrolled": 365,
    "completed_orders": 12,
    "qualification_days": {"valid": 365, "total": 365},
    "contracts_filed": {"in_time": 11, "total": 12},
    "licence_check": 5,
    "inspections": [8, 10],
    "penalties": {"minor": 0, "serious": 0},
    "disclosure": {"complete": 4, "listed": 5},
    "fee_as_offered": {"yes": 10, "total": 11},
    "told_at_once": {"yes": 9, "total": 11},
    "archives": {"complete": 12, "total": 12},
    "archive_check": None,
    "overall_ratings": [5, 4, 4, 5, 3, 5, 4, 5, 5, 4, 4],
    "commitments": {"without_extension": 10, "total": 12},
    "complaints_upheld": 1,
    "give_ups": 0,
    "veto": False,
}
ANSWER = {
    "grade": "A",
    "by_score": "A",
    "total": "90.4",
    "dimensions": {
        "formalities": "18.65",
        "compliance": "19.00",
        "openness": "16.44",
        "archives": "20.00",
        "ethics": "16.33",
    },
}


@pytest.fixture
def score(tmp_path):
    def run(fields, *options):
        path = tmp_path / "year.json"
        path.write_text(fields if isinstance(fields, str) else json.dumps(fields), encoding="utf-8")
        return CliRunner().invoke(rating, ["score", str(path), *options])

    return run


def changed(**fields):
    return EXAMPLE | fields


def without(*names):
    return {name: value for name, value in EXAMPLE.items() if name not in names}


def test_score_prints_one_json_document(score):
    result = score(EXAMPLE, "--json")
    answer = json.loads(result.stdout)
    assert (result.exit_code, result.stderr) == (0, "")
    assert {name: answer[name] for name in ANSWER} == ANSWER
    assert list(answer) == ["grade", "by_score", "total", "dimensions", "lost"]
    assert answer["lost"][0] == {
        "indicator": "contracts_filed",
        "points": "0.35",
        "because": "11 of 12 contracts were filed in time; 5 more are counted at 100% each, "
        "which makes 94.12% of the points.",
    }
    assert [lost["indicator"] for lost in answer["lost"]] == [
        "contracts_filed",
        "licence_check",
        "inspections",
        "disclosure",
        "fee_as_offered",
        "told_at_once",
        "overall_ratings",
        "commitments",
        "complaints",
    ]


def test_the_command_runs_with_an_empty_environment_and_no_database(tmp_path):
    path = tmp_path / "year.json"
    path.write_text(json.dumps(EXAMPLE), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "flask", "rating", "score", str(path), "--json"],
        cwd=ROOT,
        env={"FLASK_APP": "wsgi", "PATH": os.defpath},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["total"] == "90.4"


def test_the_rulebook_in_use_and_the_scheme_of_the_industry_are_the_ones_that_count(score):
    """G2: 2 of 8 for the archive are 2 of 12 in the scheme of 生态环境, whose archives carry 12 and 8 the other way."""
    app, checked = Flask(__name__), changed(archive_check=2)
    law.install(app, rulebook.laid(rulebook.shipped(), rulebook.presets()["environment"]), imports=False)
    with app.app_context():
        by_scheme = json.loads(score(checked | {"industry": "生态环境"}, "--json").stdout)
        other = json.loads(score(checked | {"industry": "水利"}, "--json").stdout)
    assert (by_scheme["dimensions"]["archives"], other["dimensions"]["archives"]) == ("11.00", "14.00")
    assert other == json.loads(score(checked | {"industry": None}, "--json").stdout)


def test_an_edition_that_was_adopted_scores_the_years_from_its_day_on(db_session, clock, score):
    clock.set(date(2026, 11, 2))
    editions.adopted(clock, editions.text(G2_a=91))  # from 1 January 2027
    graded = [json.loads(score(changed(year=year), "--json").stdout)["grade"] for year in (2026, 2027)]
    assert graded == ["A", "B"]


def test_an_industry_that_the_catalogue_has_not_is_refused(score):
    refused(score(changed(industry="航天"), "--json"), "industry", "生态环境")


def test_a_reader_gets_a_line_for_each_dimension_and_each_loss(score):
    lines = score(EXAMPLE).stdout.splitlines()
    assert lines[:4] == ["grade: A", "by_score: A", "total: 90.4", "formalities: 18.65"]
    assert lines[-1] == "lost, complaints: 2.00. Complaints upheld in the year: 1, at 2 points each."


@pytest.mark.parametrize("name", ["licence_check", "inspections", "archive_check", "veto"])
def test_what_may_be_nothing_may_be_missing_or_null(score, name):
    blank = {"inspections": [], "veto": False}.get(name)
    expected = score(changed(**{name: blank}), "--json")
    assert expected.exit_code == 0
    assert score(without(name), "--json").stdout == expected.stdout
    assert score(changed(**{name: None}), "--json").stdout == expected.stdout


def test_a_key_that_is_not_of_the_form_is_named_on_stderr(score):
    result = score(changed(vetto=True, penalties={"minor": 0, "serious": 0, "grave": 1}), "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["grade"] == "A"
    assert result.stderr.splitlines()[0].startswith("'vetto' is not read; the keys are year, ")
    assert result.stderr.splitlines()[1] == "'penalties.grave' is not read; the keys are minor, serious."


@pytest.mark.parametrize(
    "name", [n for n in EXAMPLE if n not in ("licence_check", "inspections", "archive_check", "veto")]
)
@pytest.mark.parametrize("how", ["missing", "null", "text", "list of text", "true"])
def test_a_count_that_is_missing_or_of_another_kind_is_refused_by_its_name(score, name, how):
    bad = {"null": None, "text": "5", "list of text": ["5"], "true": True}
    result = score(without(name) if how == "missing" else changed(**{name: bad[how]}), "--json")
    refused(result, name)


def refused(result, *words):
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.strip().endswith(".")
    for word in words:
        assert word in result.stderr


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"year": 1999}, "year is 1999, in which no figures for a rating are in force."),
        ({"year": 0}, "year must be a whole number from 1 to 9999, not 0."),
        ({"year": 10000}, "year must be a whole number from 1 to 9999, not 10000."),
        ({"year": 2025.0}, "year must be a whole number from 1 to 9999, not 2025.0."),
        ({"year": "2025"}, "year must be a whole number from 1 to 9999, not '2025'."),
        ({"days_enrolled": -1}, "days_enrolled must be a whole number from 0 to 365, not -1."),
        ({"days_enrolled": 366}, "days_enrolled must be a whole number from 0 to 365, not 366."),
        (
            {"year": 2024, "days_enrolled": 367},
            "days_enrolled must be a whole number from 0 to 366, not 367.",
        ),
        ({"completed_orders": -1}, "completed_orders must be a whole number from 0 to 1000000000, not -1."),
        ({"completed_orders": 1.5}, "completed_orders must be a whole number from 0 to 1000000000, not 1.5."),
        ({"complaints_upheld": -1}, "complaints_upheld must be a whole number from 0 to 1000000000, not -1."),
        ({"give_ups": 10**9 + 1}, "give_ups must be a whole number from 0 to 1000000000, not 1000000001."),
        (
            {"contracts_filed": {"in_time": 13, "total": 12}},
            "contracts_filed.in_time must not be more than contracts_filed.total: 13 of 12.",
        ),
        (
            {"disclosure": {"complete": 1, "listed": 0}},
            "disclosure.complete must not be more than disclosure.listed: 1 of 0.",
        ),
        (
            {"archives": {"complete": -1, "total": 12}},
            "archives.complete must be a whole number from 0 to 1000000000, not -1.",
        ),
        ({"archives": {"complete": 1}}, "archives.total is missing."),
        ({"archives": [12, 12]}, "archives must be an object with complete and total, not [12, 12]."),
        ({"penalties": {"minor": 1}}, "penalties.serious is missing."),
        (
            {"penalties": {"minor": -1, "serious": 0}},
            "penalties.minor must be a whole number from 0 to 1000000000, not -1.",
        ),
        ({"licence_check": 6.01}, "licence_check must be a number from 0 to 6, not 6.01."),
        ({"licence_check": -0.5}, "licence_check must be a number from 0 to 6, not -0.5."),
        ({"licence_check": True}, "licence_check must be a number from 0 to 6, not True."),
        ({"licence_check": [5]}, "licence_check must be a number from 0 to 6, not [5]."),
        ({"archive_check": 9}, "archive_check must be a number from 0 to 8, not 9."),
        ({"archive_check": "8"}, "archive_check must be a number from 0 to 8, not '8'."),
        ({"archive_check": float("nan")}, "archive_check must be a number from 0 to 8, not nan."),
        ({"archive_check": float("inf")}, "archive_check must be a number from 0 to 8, not inf."),
        ({"inspections": [8, 11]}, "inspections must be a number from 0 to 10, not 11."),
        ({"inspections": [None]}, "inspections must be a number from 0 to 10, not None."),
        ({"inspections": 8}, "inspections must be a list, not 8."),
        ({"overall_ratings": [5, 0]}, "overall_ratings must be a whole number from 1 to 5, not 0."),
        ({"overall_ratings": [6]}, "overall_ratings must be a whole number from 1 to 5, not 6."),
        ({"overall_ratings": [4.5]}, "overall_ratings must be a whole number from 1 to 5, not 4.5."),
        ({"overall_ratings": [True]}, "overall_ratings must be a whole number from 1 to 5, not True."),
        ({"veto": 1}, "veto must be true or false, not 1."),
        ({"veto": "false"}, "veto must be true or false, not 'false'."),
    ],
)
def test_what_cannot_be_is_refused_with_its_sentence(score, fields, sentence):
    result = score(changed(**fields), "--json")
    refused(result)
    assert result.stderr.strip() == sentence


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "12",
        '"year"',
        json.dumps(EXAMPLE)[:-1],
        '{"year": ' + "9" * 5000 + "}",
        "[" * 100_000,
    ],
    ids=["nothing", "half", "a list", "null", "a number", "text", "cut off", "too long a number", "too deep"],
)
def test_what_is_no_json_object_is_refused(score, text):
    refused(score(text, "--json"))


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path):
    refused(CliRunner().invoke(rating, ["score", str(tmp_path / "none.json")]), "none.json cannot be read")
    refused(CliRunner().invoke(rating, ["score", str(tmp_path)]), "cannot be read")
    (tmp_path / "year.json").write_bytes(b"\xff\xfe{}")
    refused(CliRunner().invoke(rating, ["score", str(tmp_path / "year.json")]), "cannot be read")


def test_points_are_read_exactly_as_written(score):
    answer = json.loads(score(changed(inspections=[0.1, 0.1, 0.1]), "--json").stdout)
    assert answer["dimensions"]["compliance"] == "10.10"
