"""The faces of `flask rules table` and `check`: on the shipped folder, and with one thing changed."""

import json
import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from kernel import law
from kernel.rulebook import FOLDER, laid, presets
from kernel.rulebook import shipped as shipped_book
from kernel.workdays import shipped
from marketplace.cli.rulebook import rules
from tests.factories import editions

ROOT = FOLDER.parent
LAST = max(shipped().notices)  # the last year whose notice is here


def run(*words: str) -> Result:
    return CliRunner().invoke(rules, words)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("rules.md", "figures.toml"):
        shutil.copy(FOLDER / name, tmp_path)
    shutil.copytree(FOLDER / "cases", tmp_path / "cases")
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults(folder: Path) -> set[str]:
    result = run("check", "--folder", str(folder), "--json")
    return set(json.loads(result.stdout)["faults"])


def test_the_table_is_one_json_document_with_every_rule(clock):
    result = run("table", "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    table = {row["rule"]: row for row in json.loads(result.stdout)}
    assert len(table) == 73
    assert not any(row["people"] for row in table.values())  # none is left to persons alone
    assert table["M1"]["awaits"] is None
    assert {"id": "P2.lockout", "value": 1, "since": "2000-01-01"}.items() <= {
        figure["id"]: figure for figure in table["P2"]["figures"]
    }["P2.lockout"].items()
    assert {f["id"]: f["value"] for f in table["G4"]["figures"]}["G4.prior_owner"] == "0.8"


def test_the_table_leads_to_the_line_of_each_function(clock):
    for row in json.loads(run("table", "--json").stdout):
        for function in row["functions"]:
            lines = (ROOT / function["file"]).read_text(encoding="utf-8").splitlines()
            assert re.match(r"\s*(@|def |class )", lines[function["line"] - 1]), function


def test_the_table_is_readable(clock):
    lines = run("table").stdout.splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("T2 · A working day is"))
    assert lines[at + 1].startswith("    kernel/workdays.py:")
    assert "    S10.works_limit = 4000000 yuan since 2018-06-01" in lines


def test_the_table_shows_the_figures_of_the_day_that_is_asked_for(clock):
    lines = run("table", "--on", "2018-05-31").stdout.splitlines()
    assert "    S10.works_limit = 2000000 yuan since 2000-01-01" in lines
    assert run("table", "--on", "2018-5-31").exit_code == 2


def test_the_table_shows_an_adopted_edition_from_its_day_on_and_a_folder_as_it_is_written(db_session, clock):
    clock.set(date(2026, 11, 2))
    editions.adopted(clock)  # G2.c becomes 72 on 1 January 2027

    def c_on(day, *more):
        rows = json.loads(run("table", "--json", "--on", day, *more).stdout)
        figures = next(row["figures"] for row in rows if row["rule"] == "G2")
        return next(figure["value"] for figure in figures if figure["id"] == "G2.c")

    assert (c_on("2026-12-31"), c_on("2027-01-01")) == (70, 72)
    assert c_on("2027-01-01", "--folder", str(FOLDER)) == 70


def test_the_table_shows_the_schemes_in_use(clock):
    app = Flask(__name__)
    law.install(app, laid(shipped_book(), presets()["environment"]), imports=False)
    with app.app_context():
        found, table = run("table").stdout, json.loads(run("table", "--json").stdout)
    assert "    生态环境: G2.points.archive_check = 12 points" in found.splitlines()
    (scheme,) = next(row["schemes"] for row in table if row["rule"] == "G2")
    assert scheme["points"]["G2.points.penalties"] == "8"
    assert (
        next(row["schemes"] for row in json.loads(run("table", "--json").stdout) if row["rule"] == "G2") == []
    )


def test_a_figure_that_does_not_hold_yet_is_shown_without_a_value(clock):
    clock.set(date(2018, 5, 31))
    lines = run("table").stdout.splitlines()
    assert "    S10.goods_limit has no value today" in lines
    assert "    S10.works_limit = 2000000 yuan since 2000-01-01" in lines


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "rules.md",
            "| law: 国务院办公厅 yearly notice |  |",
            "| law: 国务院办公厅 yearly notice | *issue 9* |",
            "T2: a function applies it, so it no longer awaits issue 9.",
        ),
        (
            "rules.md",
            "| G10 | ",
            "| G11 | ",
            "G11: no function applies it, and neither *people* nor a later issue does.",
        ),
        (
            "figures.toml",
            'id = "K1.take_up"',
            'id = "K9.take_up"',
            "K9.take_up: there is no rule K9.",
        ),
        (
            "figures.toml",
            'id = "C4.ask_within"',
            'id = "C4.never_read"',
            "C4.never_read: nothing reads it, and it awaits no later issue.",
        ),
        (
            "cases/workdays.toml",
            'rules = ["',
            'rules = ["T99", "',
            "names T99, and there is no such rule.",
        ),
    ],
)
def test_the_check_names_what_was_changed(clock, folder: Path, file: str, old: str, new: str, said: str):
    before = faults(folder)
    change(folder / file, old, new)
    assert any(said in sentence for sentence in faults(folder) - before)
    result = run("check", "--folder", str(folder))
    assert result.exit_code == 1
    assert said in result.stdout


def test_a_rule_struck_out_leaves_its_function_without_one(clock, folder: Path):
    text = (folder / "rules.md").read_text(encoding="utf-8")
    rest = [line for line in text.splitlines() if not line.startswith("| T4 |")]
    (folder / "rules.md").write_text("\n".join(rest), encoding="utf-8")
    assert any(re.match(r"T4: there is no such rule, and kernel\.periods\.\w+", s) for s in faults(folder))


def test_the_cases_taken_away_leave_rules_that_nothing_shows(clock, folder: Path):
    for path in (folder / "cases").glob("*.toml"):
        if '"T4"' in path.read_text(encoding="utf-8"):
            path.unlink()
    assert "T4: a function applies it, and no case shows it." in faults(folder)


@pytest.mark.parametrize(
    ("today", "missing"),
    [
        (date(LAST, 11, 30), []),
        (date(LAST, 12, 1), [LAST + 1]),
        (date(LAST + 1, 6, 1), [LAST + 1]),
    ],
    ids=["November", "December", "the next summer"],
)
def test_a_missing_calendar_is_a_warning_and_no_fault(clock, today: date, missing: list[int]):
    before = run("check").exit_code
    clock.set(today)
    result = run("check", "--json")
    said = [
        f"The State Council's notice for {year} is missing; its dates are provisional." for year in missing
    ]
    assert json.loads(result.stdout)["warnings"] == said
    assert result.exit_code == before


def test_a_warning_goes_to_stderr(clock):
    clock.set(datetime(LAST, 11, 30, 16, 0, tzinfo=UTC))  # 1 December in Beijing
    result = run("check")
    assert result.stderr.startswith(f"Warning: The State Council's notice for {LAST + 1} is missing")
    assert "Warning" not in result.stdout


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("rules.md", "| C1 | 丙。 | C. |"),
        ("figures.toml", "edition ="),
        ("figures.toml", 'edition = "x"'),
        ("figures.toml", 'edition = "x"\n[[figure]]\nid = "C1.least_promise"'),
        ("figures.toml", 'edition = "x"\nfigure = 3'),
        ("cases/workdays.toml", "[[case]"),
    ],
)
@pytest.mark.parametrize("command", ["table", "check"])
def test_a_folder_that_cannot_be_read_is_bad_input(
    clock, folder: Path, command: str, file: str, content: str
):
    (folder / file).write_text(content, encoding="utf-8")
    result = run(command, "--folder", str(folder), "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith(".\n")
    assert len(result.stderr.splitlines()) == 1


def test_a_folder_without_figures_is_bad_input(clock, tmp_path: Path):
    shutil.copy(FOLDER / "rules.md", tmp_path)
    result = run("check", "--folder", str(tmp_path))
    assert (result.exit_code, result.stdout) == (2, "")


def test_the_shipped_rules_figures_functions_and_cases_agree(clock):
    result = run("check")
    assert (result.stdout, result.exit_code) == ("", 0)
