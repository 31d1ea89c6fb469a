"""The databases of a test run: one template with every table, a copy for each worker.

SQLite files in the run's own folder, unless TEST_DATABASE_URL names a PostgreSQL. There the names carry the
number of the process that runs the tests, so that what a broken run left behind is dropped by the next one.
"""

import itertools
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import flask_migrate
import psycopg
from psycopg import sql
from sqlalchemy.engine import URL, make_url

from kernel.db import db
from marketplace.app import create_app
from marketplace.config import Settings, from_environment

PREFIX = "supermarket_test"
RUN = "SUPERMARKET_TEST_RUN"  # the process that runs the tests; its workers inherit it
DROP = "DROP DATABASE IF EXISTS {} WITH (FORCE)"
_numbers = itertools.count(1)


def settings(url: str, files: Path) -> Settings:
    """Return the settings of a test's app: keys that are nobody's, files in the run's own folder."""
    return from_environment(
        {
            "DATABASE_URL": url,
            "SECRET_KEY": "only-for-tests-" * 4,
            "IDENTITY_KEY": "b25seS1mb3ItdGVzdHMtb25seS1mb3ItdGVzdHMtMTI=",
            "FILES_DIR": str(files),
            "SITE_URL": "http://127.0.0.1",
        }
    )


class SqliteFiles:
    """Copies of one file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.template = folder / "template.sqlite"
        lay_tables(self._url(self.template), folder)

    @contextmanager
    def copy(self) -> Iterator[str]:
        """Yield the address of a database of one's own."""
        path = self.folder / f"{next(_numbers)}.sqlite"
        shutil.copyfile(self.template, path)
        yield self._url(path)
        for leftover in self.folder.glob(f"{path.name}*"):
            leftover.unlink()

    def _url(self, path: Path) -> str:
        return f"sqlite:///{path}"


class PostgresDatabases:
    """Clones of one template, which the first worker that comes makes for all."""

    def __init__(self, server: str, folder: Path) -> None:
        self.server = make_url(server).set(drivername="postgresql")
        self.run = os.environ[RUN]
        self.template = f"{PREFIX}_{self.run}_template"
        with _administer(self.server) as admin:
            admin.execute("SELECT pg_advisory_lock(hashtext(%s))", [PREFIX])
            _drop_leftovers(admin)
            if self.template not in _names(admin):
                _execute(
                    admin, "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", f"{self.template}_half"
                )
                lay_tables(self._url(f"{self.template}_half"), folder)
                _number_apart(self.server.set(database=f"{self.template}_half"))
                _execute(admin, "ALTER DATABASE {} RENAME TO {}", f"{self.template}_half", self.template)

    @contextmanager
    def copy(self) -> Iterator[str]:
        """Yield the address of a database of one's own."""
        name = f"{PREFIX}_{self.run}_{os.getpid()}_{next(_numbers)}"
        with _administer(self.server) as admin:
            admin.execute("SELECT pg_advisory_lock(hashtext(%s))", [PREFIX])
            _execute(admin, "CREATE DATABASE {} TEMPLATE {}", name, self.template)
        yield self._url(name)
        with _administer(self.server) as admin:
            _execute(admin, DROP, name)

    def _url(self, name: str) -> str:
        return self.server.set(database=name).render_as_string(hide_password=False)


def server() -> str:
    """Return the address of the PostgreSQL that the tests are to use, empty where they use SQLite."""
    return os.environ.get("TEST_DATABASE_URL", "")


def drop_all(address: str) -> None:
    """Drop what this run made on a PostgreSQL."""
    with _administer(make_url(address).set(drivername="postgresql")) as admin:
        for name in _names(admin):
            if name.startswith(f"{PREFIX}_{os.environ[RUN]}_"):
                _execute(admin, DROP, name)


def _number_apart(address: URL) -> None:
    """Let every table count from a number of its own, so that no test takes the id of one row for another's."""
    with _administer(address) as admin:
        found = admin.execute("SELECT sequencename FROM pg_sequences ORDER BY sequencename").fetchall()
        for position, (name,) in enumerate(found):
            admin.execute("SELECT setval(%s::regclass, %s)", [name, 95 + 7 * position])


def _drop_leftovers(admin: psycopg.Connection) -> None:
    for name in _names(admin):
        made_by = re.fullmatch(rf"{PREFIX}_(\d+)_\w+", name)
        if made_by and not Path(f"/proc/{made_by[1]}").exists():
            _execute(admin, DROP, name)


def _administer(address: URL) -> psycopg.Connection:
    return psycopg.connect(address.render_as_string(hide_password=False), autocommit=True)


def _names(admin: psycopg.Connection) -> list[str]:
    return [name for (name,) in admin.execute("SELECT datname FROM pg_database").fetchall()]


def _execute(admin: psycopg.Connection, statement: str, *names: str) -> None:
    admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def lay_tables(url: str, folder: Path) -> None:
    """Bring an empty database to the newest migration, as a city's would be."""
    app = create_app(settings(url, folder))
    with app.app_context():
        flask_migrate.upgrade()
        for engine in db.engines.values():
            engine.dispose()
