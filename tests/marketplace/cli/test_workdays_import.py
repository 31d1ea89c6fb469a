"""The face of `flask workdays import`: an edition, the same again, a file that is no notice, no database."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from kernel.calendars import CalendarEdition
from kernel.db import db
from marketplace.app import create_app
from marketplace.cli.workdays import workdays
from marketplace.config import from_environment
from tests.databases import settings

NOTICE = """
year = 2051
number = "国办发明电〔2050〕7号"
issued_on = 2050-11-04
off = [2051-01-01, 2051-01-02]
work = [2051-01-07]
"""
CORRECTED = NOTICE.replace("2051-01-02]", "2051-01-02, 2051-01-03]")


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "notice.toml"
    path.write_text(NOTICE, encoding="utf-8")
    return path


def run(app, *words):
    return app.test_cli_runner().invoke(workdays, [str(word) for word in words])


def brought(app, file, *form):
    result = run(app, "import", file, *form)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def test_an_imported_year_counts_from_then_on(own_app, file) -> None:
    before = run(own_app, "due", "2050-12-30", "1", "--json")
    assert json.loads(before.stdout) == {"due": "2051-01-02", "provisional": True}
    assert json.loads(brought(own_app, file, "--json")) == {"year": 2051, "edition": 1, "changed": True}
    after = run(own_app, "due", "2051-01-01", "1", "--json")
    assert json.loads(after.stdout) == {"due": "2051-01-03", "provisional": False}
    counted = run(own_app, "between", "2051-01-01", "2051-01-07", "--json")
    assert json.loads(counted.stdout) == {"working_days": 5, "provisional": False}


def test_a_correction_is_the_next_edition_and_the_same_again_is_none(own_app, file) -> None:
    brought(own_app, file)
    unchanged = "The calendar of 2051 says this already; nothing was changed."
    assert json.loads(brought(own_app, file, "--json")) == {"year": 2051, "edition": None, "changed": False}
    assert brought(own_app, file) == f"calendar: {unchanged}\n"
    file.write_text(CORRECTED, encoding="utf-8")
    refused = run(own_app, "import", file)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.splitlines()[-1] == (
        "The calendar of 2051 is in use. Say why it is corrected. Use --reason."
    )
    assert (
        brought(own_app, file, "--reason", "a day was left out")
        == "calendar: The calendar of 2051 was imported as edition 2.\n"
    )
    assert db.session.scalar(select(func.count()).select_from(CalendarEdition)) == 2


@pytest.mark.parametrize("path", sorted(Path("rulebook/calendar").glob("202[56].toml")), ids=lambda p: p.stem)
def test_a_shipped_file_has_the_form_of_an_import_and_changes_nothing(own_app, path) -> None:
    assert json.loads(brought(own_app, path, "--json"))["changed"] is False


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("year = ", "The file is not TOML: "),
        (NOTICE.replace("year = 2051", ""), "The notice does not say its year."),
        (NOTICE.replace("2051-01-07", "2051-01-06"), "2051-01-06 is in work but is a Monday to Friday."),
        (NOTICE.replace("2051-01-02", "2052-05-01"), "2052-05-01 in off is no day of a notice of 2051."),
    ],
)
def test_what_is_no_notice_is_refused_and_changes_nothing(own_app, file, text, sentence) -> None:
    file.write_text(text, encoding="utf-8")
    result = run(own_app, "import", file, "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[-1].startswith(f"{file}: {sentence}")
    assert db.session.scalar(select(func.count()).select_from(CalendarEdition)) == 0


def test_a_file_that_is_not_there_is_said_to_be_so(own_app, tmp_path) -> None:
    for path, why in ((tmp_path / "none.toml", "No such file or directory"), (tmp_path, "Is a directory")):
        result = run(own_app, "import", path)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.splitlines()[-1] == f"{path} cannot be read: {why}."


def test_an_import_needs_its_settings(file) -> None:
    result = run(create_app(from_environment({})), "import", file)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[-1].startswith("These settings are missing or wrong: DATABASE_URL")


def test_a_database_without_tables_is_said_to_be_so(file, tmp_path) -> None:
    bare = create_app(settings(f"sqlite:///{tmp_path / 'bare.sqlite'}", tmp_path))
    with bare.app_context():
        for words, sentence in (
            (("import", file), "The database has no tables yet: run flask db upgrade first."),
            (("due", "2026-03-02", "1"), "The adopted editions cannot be read: no such table"),
            (("between", "2026-03-02", "2026-03-03"), "The imported calendars cannot be read: no such table"),
        ):
            result = run(bare, *words)
            assert (result.exit_code, result.stdout) == (2, "")
            assert result.stderr.splitlines()[-1].startswith(sentence)
        db.session.remove()
        db.engine.dispose()
