"""What every test may ask for: an app, a database that forgets, a visitor, a clock, a count of statements."""

import os
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import Engine, event

from kernel import clock as kernel_clock
from kernel.db import db
from marketplace.app import create_app
from tests import databases as made
from tests.visits import Client, Visit

TODAY = date(2026, 5, 26)  # a Tuesday without holidays near it, whose calendar is announced
NOON = time(12)
BOOKKEEPING = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def pytest_configure(config):
    """Give the run a number that its workers share."""
    if not hasattr(config, "workerinput"):
        os.environ[made.RUN] = str(os.getpid())


def pytest_collection_modifyitems(items):
    """Mark what touches a database, so that it can be run again on the other one."""
    for item in items:
        if "databases" in item.fixturenames:
            item.add_marker(pytest.mark.database)


def pytest_sessionfinish(session):
    """Drop the run's databases; where all is required, let nothing be skipped."""
    if hasattr(session.config, "workerinput"):
        return
    if made.server():
        made.drop_all(made.server())
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("REQUIRE_ALL") == "1" and reporter.stats.get("skipped"):
        reporter.write_line("REQUIRE_ALL=1, and something was skipped.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def databases(tmp_path_factory):
    """The template of this run; `databases.copy()` gives an address of one's own."""
    folder = tmp_path_factory.mktemp("databases")
    return made.PostgresDatabases(made.server(), folder) if made.server() else made.SqliteFiles(folder)


@pytest.fixture(scope="session")
def app(databases, tmp_path_factory):
    """The app of this worker, on a database that all its tests share and none changes for good."""
    with databases.copy() as url:
        yield from _made(url, tmp_path_factory.mktemp("files"))


@pytest.fixture
def own_app(databases, tmp_path, clock):
    """An app with a database to itself, where a commit is a commit: for processes, threads and commands."""
    with databases.copy() as url:
        for app in _made(url, tmp_path / "files"):
            with app.app_context():
                yield app
                db.session.remove()


def _made(url, files):
    files.mkdir(exist_ok=True)
    app = create_app(made.settings(url, files))
    app.testing = True
    app.test_client_class = Client
    app.config["PASSWORD_COST"] = "1:8:1"  # the least that argon2 takes: its strength is not what is tried
    yield app
    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture
def clock():
    """The clock of the test: noon of TODAY until set."""
    settable = Clock()
    kernel_clock.use(settable.now)
    yield settable
    kernel_clock.use(None)


class Clock:
    """Tells the time that it was given."""

    def __init__(self):
        self.set(TODAY)

    def set(self, when):
        """Set the day (then it is noon in Beijing), or a moment with its zone."""
        moment = when if isinstance(when, datetime) else datetime.combine(when, NOON, kernel_clock.BEIJING)
        self.moment = moment.astimezone(UTC)

    def ahead(self, **how_much):
        """Go ahead by days, hours or minutes."""
        self.moment += timedelta(**how_much)

    def now(self):
        return self.moment

    @property
    def today(self):
        return kernel_clock.local_day(self.moment)


@pytest.fixture
def db_session(app, clock):
    """The session of the test. Whatever is committed, by a page too, is rolled back at its end."""
    with app.app_context():
        engines = db.engines
        engine = engines[None]
        with engine.connect() as connection:
            everything = connection.begin()
            engines[None] = connection
            db.session.configure(join_transaction_mode="create_savepoint")
            try:
                yield db.session
            finally:
                db.session.remove()
                engines[None] = engine
                everything.rollback()


@pytest.fixture
def client(app, db_session):
    """Flask's client, for what is no page."""
    return app.test_client()


@pytest.fixture
def visit(client):
    """A visitor who checks every page."""
    return Visit(client)


@pytest.fixture
def box(app, tmp_path):
    """The folder into which letters and texts go while nothing else is named."""
    before = app.config["FILES_DIR"]
    app.config["FILES_DIR"] = str(tmp_path / "files")
    yield tmp_path / "outbox"
    app.config["FILES_DIR"] = before


@pytest.fixture
def count_statements():
    """Count the statements that reach the database: `with count_statements() as seen: …; len(seen)`."""

    @contextmanager
    def counting():
        seen = []

        def note(_connection, _cursor, statement, _parameters, _context, _many):
            if not statement.upper().startswith(BOOKKEEPING):
                seen.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(Engine, "before_cursor_execute", note)

    return counting
