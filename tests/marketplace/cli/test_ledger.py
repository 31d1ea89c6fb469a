"""`flask ledger verify`: exit 0 where every hash fits, 1 where one does not, 2 where it cannot look."""

import json

import sqlalchemy as sa

from kernel.db import db
from marketplace.app import create_app
from marketplace.config import from_environment
from tests import databases
from tests.kernel.told import new_year


def verify(app, *words):
    return app.test_cli_runner().invoke(args=["ledger", "verify", *words])


def test_a_ledger_whose_hashes_fit_is_sound(own_app):
    new_year(2050)
    new_year(2051)
    result = verify(own_app, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == {"entries": 2, "unsound": [], "sound": True}
    assert verify(own_app).stdout.splitlines() == ["entries: 2", "unsound: []", "sound: true"]


def test_an_altered_entry_is_named_and_exits_1(own_app):
    new_year(2050)
    new_year(2051)
    altered = db.session.execute(
        sa.text("UPDATE ledger_entry SET rule = 'T6' WHERE subject_id = '2051' RETURNING id")
    )
    entry_id = altered.scalar()
    db.session.commit()
    result = verify(own_app, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {"entries": 2, "unsound": [entry_id], "sound": False}


def test_without_settings_it_is_bad_input():
    result = verify(create_app(from_environment({})), "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "DATABASE_URL" in result.stderr.splitlines()[-1]


def test_a_database_without_tables_is_bad_input(tmp_path):
    result = verify(create_app(databases.settings(f"sqlite:///{tmp_path}/empty.sqlite", tmp_path)))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "flask db upgrade" in result.stderr.splitlines()[-1]


def test_a_database_that_is_away_is_bad_input(tmp_path):
    result = verify(create_app(databases.settings(f"sqlite:///{tmp_path}/none/none.sqlite", tmp_path)))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "cannot be reached" in result.stderr.splitlines()[-1]
