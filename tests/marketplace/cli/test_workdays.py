"""The faces of `flask workdays due` and `between`: what they print, and what bad input gets."""

import json

import pytest
from click.testing import CliRunner, Result

from marketplace.cli.workdays import workdays


def run(*words: str) -> Result:
    return CliRunner().invoke(workdays, words)


@pytest.mark.parametrize(
    ("words", "due", "provisional"),
    [
        (("2026-01-02", "1"), "2026-01-04", False),
        (("2026-02-12", "3"), "2026-02-24", False),
        (("2026-03-02", "10"), "2026-03-16", False),
        (("2026-03-02", "10", "--pause", "2026-03-05..2026-03-09"), "2026-03-19", False),
        (
            ("2026-03-02", "10", "--pause", "2026-03-05..2026-03-09", "--pause", "2026-03-09..2026-03-10"),
            "2026-03-20",
            False,
        ),
        (("--pause", "2026-03-03..2026-03-03", "2026-03-02", "1"), "2026-03-04", False),
        (("2026-03-02", "007"), "2026-03-11", False),
        (("1999-12-31", "1"), "2000-01-03", True),
        (("2051-03-01", "10"), "2051-03-15", True),
        (("9999-12-30", "1"), "9999-12-31", True),
    ],
)
def test_due_prints_one_json_document(words, due, provisional) -> None:
    result = run("due", *words, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == {"due": due, "provisional": provisional}


@pytest.mark.parametrize(
    ("first", "last", "days", "provisional"),
    [
        ("2026-03-02", "2026-03-16", 10, False),
        ("2026-03-02", "2026-03-02", 0, False),
        ("2026-02-12", "2026-02-24", 3, False),
        ("2025-12-31", "2026-12-31", 248, False),
        ("2051-03-01", "2051-03-15", 10, True),
        ("9999-12-31", "9999-12-31", 0, False),
        ("0001-01-01", "9999-12-31", 2_608_358, True),
    ],
)
def test_between_prints_one_json_document(first, last, days, provisional) -> None:
    result = run("between", first, last, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == {"working_days": days, "provisional": provisional}


def test_a_reader_gets_a_line_for_each_answer() -> None:
    assert run("due", "2026-03-02", "10").stdout == "due: 2026-03-16\nprovisional: false\n"
    assert run("between", "2026-03-02", "2026-03-16").stdout == "working_days: 10\nprovisional: false\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("due", "2026-02-30", "1"), "START must be a date like 2026-03-02, not '2026-02-30'."),
        (("due", "20260302", "1"), "START must be a date like 2026-03-02, not '20260302'."),
        (("due", "tomorrow", "1"), "START must be a date like 2026-03-02, not 'tomorrow'."),
        (("due", "2026-03-02", "0"), "N must be a whole number from 1 to 999, not '0'."),
        (("due", "2026-03-02", "-3"), "N must be a whole number from 1 to 999, not '-3'."),
        (("due", "2026-03-02", "1.5"), "N must be a whole number from 1 to 999, not '1.5'."),
        (("due", "2026-03-02", "ten"), "N must be a whole number from 1 to 999, not 'ten'."),
        (("due", "2026-03-02", "٣"), "N must be a whole number from 1 to 999, not '٣'."),
        (("due", "2026-03-02", ""), "N must be a whole number from 1 to 999, not ''."),
        (("due", "2026-03-02", "1000"), "N must be a whole number from 1 to 999, not '1000'."),
        (("due", "2026-03-02", "10000"), "N must be a whole number from 1 to 999, not '10000'."),
        (
            ("due", "2026-03-02", "1", "--pause", "2026-03-09..2026-03-05"),
            "A of --pause (2026-03-09) lies after B of --pause (2026-03-05).",
        ),
        (
            ("due", "2026-03-02", "1", "--pause", "2026-03-05"),
            "--pause must be two dates like 2026-03-05..2026-03-09, not '2026-03-05'.",
        ),
        (
            ("due", "2026-03-02", "1", "--pause", "2026-03-05..2026-03-06..2026-03-07"),
            "B of --pause must be a date like 2026-03-02, not '2026-03-06..2026-03-07'.",
        ),
        (
            ("due", "2026-03-02", "1", "--pause", "..2026-03-05"),
            "A of --pause must be a date like 2026-03-02, not ''.",
        ),
        (("due", "9999-12-31", "1"), "The period does not end by 9999-12-31, the last day there is."),
        (
            ("due", "2026-03-02", "1", "--pause", "2026-03-03..9999-12-31"),
            "The period does not end by 9999-12-31, the last day there is.",
        ),
        (("between", "2026-03-16", "2026-03-02"), "A (2026-03-16) lies after B (2026-03-02)."),
        (("between", "2026-03-16", "2026-13-02"), "B must be a date like 2026-03-02, not '2026-13-02'."),
        (("between", "2026-3-1", "2026-03-02"), "A must be a date like 2026-03-02, not '2026-3-1'."),
    ],
)
def test_bad_input_gets_its_sentence_and_nothing_else(words, sentence) -> None:
    for form in ((), ("--json",)):
        result = run(*words, *form)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.splitlines()[-1] == sentence


@pytest.mark.parametrize(
    "words",
    [
        ("due",),
        ("due", "2026-03-02"),
        ("due", "2026-03-02", "1", "2"),
        ("due", "2026-03-02", "1", "--pause"),
        ("due", "2026-03-02", "1", "--jsom"),
        ("between", "2026-03-02"),
        ("reckon",),
    ],
)
def test_a_command_of_the_wrong_form_is_bad_input_too(words) -> None:
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[-1].startswith("Error: ")
