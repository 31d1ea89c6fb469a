"""`flask rating replay` and `what-if`: published ratings computed again, and by another figure file."""

import json

import pytest

from credit import queries
from kernel import ledger
from kernel.db import transaction
from tests import personas
from tests.factories import rounds as round_of

STRICTER = """
edition = "strict"
[[figure]]
id = "G2.b"
zh = "B级的最低总分"
en = "Least total of grade B"
unit = "points"
basis = "a try"
values = [{ from = 2000-01-01, value = 90 }]
"""
FEWER = (
    STRICTER.replace("G2.b", "G2.dimension_points").replace("90", "19").partition("\n")[2].partition("\n")[2]
)


@pytest.fixture
def run(own_app):
    """Run a command on a database where a year is determined."""
    round_of.whole(
        round_of.entrant(personas.agency().organisation, "B"),
        round_of.entrant(personas.second_agency().organisation, "A"),
    )
    return lambda *words: own_app.test_cli_runner().invoke(args=["rating", *words])


def test_a_replay_finds_no_difference(run):
    answer = run("replay", "2025", "--json")
    assert answer.exit_code == 0
    assert json.loads(answer.stdout) == {"year": 2025, "edition": "2026-1", "ratings": 2, "differences": []}
    assert "differences: none" in run("replay", "2025").stdout


def test_a_replay_names_what_differs_and_exits_1(run):
    row = queries.ratings_of(personas.agency().organisation_id)[0]
    with transaction():
        row.grade = "A"
        ledger.record(row, "credit.rating.corrected", actor_id=None, rule="G7")
    answer = run("replay", "2025")
    assert answer.exit_code == 1
    assert "江山市绿洲监测有限公司, grade: published A, computed B" in answer.stdout


def test_another_figure_file_says_who_would_move(run, tmp_path):
    path = tmp_path / "strict.toml"
    path.write_text(STRICTER, encoding="utf-8")
    answer = json.loads(run("what-if", "2025", "--figures", str(path), "--json").stdout)
    assert (answer["before"], answer["after"]) == ({"A": 1, "B": 1}, {"A": 1, "C": 1})
    assert [(one["agency"], one["grade"], one["would_be"]) for one in answer["moved"]] == [
        ("江山市绿洲监测有限公司", "B", "C")
    ]
    assert "would move: 1" in run("what-if", "2025", "--figures", str(path)).stdout


@pytest.mark.parametrize(
    "content",
    [
        "no toml [",
        "edition = 1",
        'edition = "x"\nfigure = []\n[[figure]]\n',
        STRICTER + FEWER,
        STRICTER.replace('id = "G2.b"', 'id = "G2.points.unheard_of"'),
    ],
)
def test_a_figure_file_that_cannot_be_used_is_refused(run, tmp_path, content):
    path = tmp_path / "bad.toml"
    path.write_text(content, encoding="utf-8")
    answer = run("what-if", "2025", "--figures", str(path))
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert "bad.toml" in answer.stderr


def test_a_year_that_is_not_determined_and_a_file_that_is_not_there_are_bad_input(run, tmp_path):
    assert run("replay", "2024").exit_code == 2
    answer = run("what-if", "2025", "--figures", str(tmp_path / "none.toml"))
    assert answer.exit_code == 2
    assert "none.toml" in answer.stderr
