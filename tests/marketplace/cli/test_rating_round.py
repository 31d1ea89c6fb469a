"""`flask rating replay` and `what-if`: published ratings computed again, and by another figure file."""

import json
from datetime import date

import pytest

from blacklist.models import Decision
from blacklist.operations import enter
from credit import queries
from kernel import law, ledger, rulebook
from kernel.db import transaction
from tests import personas
from tests.factories import blacklist as made
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


def test_a_year_without_ratings_is_refused_with_the_years_that_have_some(run):
    answer = run("replay", "2024")
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert (
        answer.stderr == "The platform has determined no ratings of 2024. It has determined those of 2025.\n"
    )


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


def vetoed(delivered_on):
    """Let an overdue of 2025 be upheld about the first agency, with the days that its case tells."""
    agency, due = personas.agency().organisation, date(2025, 7, 29)
    facts = {"due": due.isoformat(), "delivered_on": delivered_on}
    case = made.case(agency, made.overdue(date(2025, 7, 30)), facts=facts, today=date(2025, 8, 20))
    row = Decision(
        agency_id=agency.id,
        kind="overdue",
        case_id=case.id,
        fact_on=date(2025, 7, 30),
        decided_on=date(2025, 9, 10),
        public_from=date(2025, 9, 10),
        document="江中介决字〔2025〕1号",
        ground="",
        edition="2026-1",
    )
    with transaction():
        enter(agency, row, "blacklist.case.upheld", "P4", actor_id=None, book=law.book())


@pytest.mark.parametrize(("delivered_on", "would_be"), [("2025-08-12", "A"), ("2025-08-13", "D")])
def test_hukou_would_have_let_an_overrun_of_ten_working_days_pass(own_app, clock, delivered_on, would_be):
    vetoed(delivered_on)
    round_of.whole(round_of.entrant(personas.agency().organisation, "A"))
    words = ("what-if", "2025", "--figures", str(rulebook.presets()["hukou"]), "--json")
    answer = json.loads(own_app.test_cli_runner().invoke(args=["rating", *words]).stdout)
    assert (answer["figures"], answer["before"], answer["after"]) == ("2026-1-hukou", {"D": 1}, {would_be: 1})


def test_a_veto_whose_days_nobody_wrote_down_stays_one_in_a_what_if(own_app, clock):
    made.veto(personas.agency().organisation, date(2025, 9, 10), made.overdue(date(2025, 7, 30)))
    round_of.whole(round_of.entrant(personas.agency().organisation, "A"))
    words = ("what-if", "2025", "--figures", str(rulebook.presets()["hukou"]), "--json")
    answer = json.loads(own_app.test_cli_runner().invoke(args=["rating", *words]).stdout)
    assert answer["after"] == {"D": 1}


def test_a_scheme_is_tried_for_the_agencies_of_its_industry_alone(run):
    path = rulebook.presets()["environment"]
    answer = json.loads(run("what-if", "2025", "--figures", str(path), "--json").stdout)
    assert (answer["before"], answer["moved"]) == ({"A": 1, "B": 1}, [])
