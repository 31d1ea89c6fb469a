"""The frame of every command face: one document on stdout, or a sentence on stderr and exit 2."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from kernel.sentences import say
from marketplace.cli import faces
from marketplace.cli.faces import BadInput


def called(function):
    return CliRunner().invoke(click.command()(function))


def test_what_is_bad_is_said_in_one_line_and_exits_2():
    @faces.face
    def bad():
        click.echo("a log", err=True)
        raise BadInput("Two\n  lines.")

    result = called(bad)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == ["a log", "Two lines."]


def test_what_is_good_is_handed_on():
    assert faces.face(lambda n: n + 1)(1) == 2


@pytest.mark.parametrize(
    ("answer", "lines"),
    [
        (
            {"due": date(2026, 3, 19), "why": say("Load the page again"), "n": [1, None]},
            ["due: 2026-03-19", "why: Load the page again", "n: [1, null]"],
        ),
        (["a", {"b": "江"}], ["1: a", '2: {"b": "江"}']),
        ([], []),
    ],
)
def test_an_answer_is_read_by_people(answer, lines):
    assert called(lambda: faces.show(answer, as_json=False)).stdout.splitlines() == lines


def test_an_answer_is_read_by_machines():
    answer = {"due": date(2026, 3, 19), "at": datetime(2026, 3, 19, tzinfo=UTC), "why": say("江"), "n": None}
    result = called(lambda: faces.show(answer, as_json=True))
    assert json.loads(result.stdout) == {
        "due": "2026-03-19",
        "at": "2026-03-19T00:00:00+00:00",
        "why": "江",
        "n": None,
    }
    assert len(result.stdout.splitlines()) == 1


def test_what_has_no_form_is_a_mistake():
    with pytest.raises(TypeError, match="cannot write set"):
        faces.plain({1})


def test_a_date_is_read_in_one_form():
    assert faces.day("2026-02-28", "on") == date(2026, 2, 28)


@pytest.mark.parametrize(
    "text",
    ["", "x", "2026-02-30", "20260228", "2026-W09-6", "2026-2-28", " 2026-02-28", "２０２６-02-28", None, 5],
)
def test_anything_else_is_no_date(text):
    with pytest.raises(BadInput, match="on must be a date like 2026-03-02"):
        faces.day(text, "on")


def test_a_document_is_a_json_object(tmp_path):
    path = tmp_path / "a.json"
    path.write_text('{"名": 1}', encoding="utf-8")
    assert faces.document(path) == {"名": 1}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (None, "cannot be read"),
        (b"\xff", "cannot be read"),
        (b"", "is not JSON"),
        (b"{", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b'{"a": ' + b"9" * 5000 + b"}", "is not JSON"),
        (b"[1]", "must hold one JSON object"),
        (b"null", "must hold one JSON object"),
    ],
)
def test_anything_else_is_no_document(tmp_path, body, said):
    path = tmp_path / "a.json"
    if body is not None:
        path.write_bytes(body)
    with pytest.raises(BadInput, match=said):
        faces.document(path)


def test_a_folder_is_no_document():
    with pytest.raises(BadInput, match="cannot be read"):
        faces.document(Path("/"))
