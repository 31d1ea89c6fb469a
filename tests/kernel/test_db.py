"""One session, one transaction an act, types that survive SQLite, and writers who lose nothing."""

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from sqlalchemy import event, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError, InvalidRequestError, StatementError

from accounts import sessions
from accounts.sessions import UserSession
from kernel import clock
from kernel.db import UtcMoment, db, lock, normalise_url, transaction
from kernel.db import _on_begin as event_of_beginning
from kernel.db import _on_connect as event_of_connecting
from kernel.errors import WrongState
from kernel.jobs import JobRun
from kernel.numbers import Counter, next_number
from tests import personas

BEIJING = timezone(timedelta(hours=8))
MOMENT = datetime(2026, 5, 26, 12, 30, 15, 123456, BEIJING)


def last(kind="T"):
    return db.session.scalar(select(Counter.last).where(Counter.kind == kind)) or 0


def take_and_raise(error):
    with transaction():
        next_number("T", 2026)
        raise error


def take_within():
    next_number("T", 2026)
    with transaction():
        next_number("T", 2026)


def deleted(row):
    db.session.execute(sa.text("DELETE FROM counter"))
    return row


def test_a_moment_comes_back_in_utc_to_the_microsecond(db_session):
    with transaction():
        db.session.add(JobRun(job="t", slot="1", started_at=MOMENT))
    db.session.expire_all()
    row = db.session.scalars(select(JobRun)).one()
    assert (row.started_at, row.started_at.tzinfo, row.ended_at) == (MOMENT, UTC, None)
    assert db.session.scalars(select(JobRun).where(JobRun.started_at >= MOMENT)).one() is row


def test_a_naive_moment_is_refused(db_session):
    with pytest.raises(StatementError, match="must say its zone"), transaction():
        db.session.add(JobRun(job="t", slot="1", started_at=MOMENT.replace(tzinfo=None)))


@pytest.mark.parametrize("dialect", [sqlite.dialect(), postgresql.dialect()])
def test_a_moment_is_bound_in_utc_for_either_database(dialect):
    bound = UtcMoment().process_bind_param(MOMENT, dialect)
    assert bound.replace(tzinfo=UTC) == MOMENT
    assert (bound.tzinfo is None) == (dialect.name == "sqlite")
    assert UtcMoment().process_result_value(MOMENT, dialect) == MOMENT
    assert UtcMoment().process_result_value(MOMENT, dialect).tzinfo is UTC


@pytest.mark.parametrize(
    ("given", "normal"),
    [
        ("postgres://u@h/n", "postgresql+psycopg://u@h/n"),
        ("postgresql://u:p%40ss@h:5433/n", "postgresql+psycopg://u:p%40ss@h:5433/n"),
        ("postgresql+psycopg2://u@h/n?sslmode=require", "postgresql+psycopg://u@h/n?sslmode=require"),
        ("postgresql+psycopg://u@h/n", "postgresql+psycopg://u@h/n"),
        ("sqlite:////srv/data/town.sqlite", "sqlite:////srv/data/town.sqlite"),
        ("sqlite://", "sqlite://"),
    ],
)
def test_an_address_names_the_driver_that_is_shipped(given, normal):
    assert normalise_url(given) == normal


def test_an_act_is_stored_whole_or_not_at_all(db_session):
    with transaction():
        next_number("T", 2026)
    with pytest.raises(ZeroDivisionError):
        take_and_raise(ZeroDivisionError)
    assert last() == 1


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_an_act_that_is_broken_off_from_outside_is_not_stored(db_session, stop):
    with pytest.raises(stop):
        take_and_raise(stop)
    assert last() == 0


def test_what_was_left_open_before_an_act_is_not_stored_with_it(db_session):
    db.session.add(Counter(kind="left", year=2026, last=7))
    with transaction():
        next_number("T", 2026)
    assert (last("left"), last()) == (0, 1)


def test_an_act_within_an_act_is_refused_and_nothing_is_stored(db_session):
    with pytest.raises(RuntimeError, match="an act is running"), transaction():
        take_within()
    assert last() == 0
    with transaction():  # and the next one is as ever
        next_number("T", 2026)
    assert last() == 1


def test_an_act_takes_the_write_lock_at_its_beginning_and_a_look_does_not(own_app):
    begun = []
    event.listen(db.engine, "before_cursor_execute", lambda _c, _u, statement, *_: begun.append(statement))
    last()
    db.session.rollback()
    with transaction():
        last()
    expected = ["BEGIN", "BEGIN IMMEDIATE"] if db.engine.dialect.name == "sqlite" else []
    assert [s for s in begun if s.startswith("BEGIN")] == expected


def test_sqlite_is_opened_as_it_must_be(tmp_path):
    engine = sa.create_engine(f"sqlite:///{tmp_path}/any.sqlite")
    names = ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
    with engine.connect() as connection:
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]
    engine.dispose()
    assert found == ["wal", 1, 2, 30_000]


def test_a_row_that_points_at_nothing_is_refused(db_session):
    broken = sa.text(
        "INSERT INTO calendar_edition (year, edition, number, off, work, imported_at, entry_id) "
    )
    broken = sa.text(f"{broken} VALUES (1, 1, '', '[]', '[]', '2026-01-01 00:00:00', 999999)")
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(broken)


def test_every_constraint_has_a_name_that_a_migration_can_drop():
    for table in db.metadata.tables.values():
        assert all(c.name for c in table.constraints), table.name


def test_a_locked_row_is_read_again(own_app):
    with transaction():
        db.session.add(Counter(kind="T", year=2026, last=1))
    row = db.session.scalars(select(Counter)).one()
    with db.engine.begin() as other:
        db.session.rollback()
        other.exec_driver_sql("UPDATE counter SET last = 41")
    with transaction():
        lock(row).last += 1
    assert last() == 42


def test_what_was_changed_before_the_lock_is_kept(db_session):
    with transaction():
        db.session.add(Counter(kind="T", year=2026, last=1))
    with transaction():
        row = db.session.scalars(select(Counter)).one()
        row.last = 5
        assert lock(row).last == 5


def test_locking_a_row_that_is_gone_is_a_stale_page(db_session):
    with transaction():
        db.session.add(Counter(kind="T", year=2026, last=1))
    row = db.session.scalars(select(Counter)).one()
    with pytest.raises(WrongState), transaction():
        lock(deleted(row))


def test_locking_what_was_never_stored_is_a_mistake(db_session):
    with pytest.raises(InvalidRequestError), transaction():
        lock(Counter(kind="T", year=2026, last=1))


def test_a_lock_holds_the_row_alone_and_not_what_is_read_along(db_session, count_statements):
    owner = personas.owner()
    with transaction():
        sessions.begin(owner, clock.now())
    with count_statements() as seen, transaction():
        lock(db.session.scalars(select(UserSession)).one())
    locks = [s for s in seen if "FOR UPDATE" in s]
    assert len(locks) == (db.session.connection().dialect.name == "postgresql")
    assert all(s.rstrip().endswith("FOR UPDATE OF user_session") for s in locks)


def write(app, writers, times):
    """Let many write at once; return how often somebody was turned away."""
    failures, at_once = [], threading.Barrier(writers)

    def come():
        at_once.wait()
        for _ in range(times):
            with app.app_context():
                try:
                    with transaction():
                        next_number("T", 2026)
                except Exception as error:  # whatever it is, a write was lost
                    failures.append(error)
                db.session.remove()

    threads = [threading.Thread(target=come) for _ in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


def test_eight_who_write_at_once_lose_nothing(own_app):
    assert write(own_app, 8, 25) == []
    assert last() == 200


@pytest.mark.long
def test_two_hundred_who_write_at_once_lose_nothing(own_app):
    assert write(own_app, 200, 10) == []
    assert last() == 2000


def test_another_database_begins_by_its_own_rules():
    """What is said to SQLite when a connection and a transaction begin is not said to PostgreSQL."""

    class Silent:
        """A connection that would not understand what is said to SQLite."""

        dialect = postgresql.dialect()

    other = Silent()
    event_of_connecting(other, None)
    event_of_beginning(other)
    assert vars(other) == {}
