"""An entry has one form and one hash, and an altered byte is found."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import select

from kernel import ledger
from kernel.calendars import CalendarYear
from kernel.db import db, transaction
from kernel.ledger import Entry
from tests.kernel.told import alter, new_year, say_it, stored

pytestmark = pytest.mark.usefixtures("db_session")


def test_an_entry_of_a_row_that_is_deleted_leaves_it_deleted():
    row = new_year()
    with transaction():
        db.session.delete(row)
        entry = say_it(row)
    assert (stored(), entry.subject_id) == (None, "2050")
    again = new_year()
    with transaction():
        db.session.delete(again)
        db.session.flush()
        say_it(again)
    assert stored() is None


def test_details_are_written_in_one_form_and_read_back():
    seoul = timezone(timedelta(hours=9))
    details = {
        "moment": datetime(2026, 5, 26, 13, 0, tzinfo=seoul),
        "b": [1, None, True, "江山"],
        "day": date(2026, 5, 26),
        "amount": Decimal("1.10"),
    }
    new_year(**details)
    text = db.session.scalars(select(Entry.details)).one()
    assert text == (
        '{"amount":"1.10","b":[1,null,true,"江山"],"day":"2026-05-26","moment":"2026-05-26T04:00:00.000000Z"}'
    )


@pytest.mark.parametrize(
    ("value", "error"),
    [({1, 2}, TypeError), (float("nan"), ValueError), (datetime(2026, 5, 26), ValueError)],  # noqa: DTZ001
)
def test_what_has_no_one_form_is_refused(value, error):
    with pytest.raises(error):
        new_year(what=value)


def test_the_hash_is_of_bytes_that_anyone_can_make_again():
    entry = Entry(uid="ab" * 16, actor_id=7, act="a.b.c", rule="T5", subject_kind="x", subject_id="1")
    entry.at, entry.details = datetime(2026, 5, 26, 4, 0, 0, 5, UTC), '{"名":"值"}'
    assert entry.canonical().decode() == (
        '{"act":"a.b.c","actor":7,"at":"2026-05-26T04:00:00.000005Z","details":{"名":"值"},"rule":"T5",'
        '"subject":["x","1"],"uid":"' + "ab" * 16 + '"}'
    )
    entry.sha256 = "75a69e0a7a0c5ed0b2f4a7dfe14a4d8b"
    assert not entry.is_sound()


def test_an_entry_read_back_from_either_database_has_its_hash(clock):
    clock.set(datetime(2026, 5, 26, 4, 0, 0, 123457, UTC))
    new_year(text="\u0000\u2028😀é", big=10**30, small=0.1, minus=-0.0)
    db.session.expunge_all()
    assert [e.is_sound() for e in ledger.entries(CalendarYear(year=2050))] == [True]


def test_the_entries_about_a_row_come_in_their_order():
    row = new_year()
    new_year(2051)
    for act in ("kernel.calendar.one", "kernel.calendar.two"):
        with transaction():
            say_it(row, act, actor_id=3)
    acts = [(e.act.rpartition(".")[2], e.actor_id) for e in ledger.entries(row)]
    assert acts == [("touched", None), ("one", 3), ("two", 3)]


ALTERED = [
    ("act", "kernel.calendar.touchec"),
    ("rule", "T6"),
    ("actor_id", 1),
    ("subject_id", "2050"),
    ("subject_kind", "calendar_yeas"),
    ("uid", "0" * 32),
    ("at", "2026-05-26 04:00:00.000001+00:00"),
    ("sha256", "0" * 64),
    ("details", '{"a":2}'),
    ("details", '{"a": 1}'),  # the same content in other bytes
    ("details", '{"a":1,"a":1}'),
    ("details", '{"a":1'),
    ("details", "[" * 5000),
    ("details", ""),
]


@pytest.mark.parametrize(("column", "value"), ALTERED)
def test_an_altered_byte_is_found_and_nothing_else(column, value):
    for number in (2050, 2051, 2052):
        new_year(number, a=1)
    ids = list(db.session.scalars(select(Entry.id).order_by(Entry.id)))
    assert list(ledger.unsound(batch=2)) == []
    alter(column, value, ids[1])
    assert list(ledger.unsound(batch=2)) == [ids[1]]


def test_one_that_cannot_even_be_read_is_found():
    for number in (2050, 2051, 2052):
        new_year(number)
    ids = list(db.session.scalars(select(Entry.id).order_by(Entry.id)))
    sqlite = db.session.connection().dialect.name == "sqlite"
    if sqlite:  # PostgreSQL holds nothing but moments there
        alter("at", "no moment", ids[0])
    alter("rule", "T6", ids[2])
    assert list(ledger.unsound()) == ([ids[0], ids[2]] if sqlite else [ids[2]])


def test_an_entry_is_read_anew_and_not_from_memory():
    new_year()
    held = db.session.scalars(select(Entry)).one()
    alter("rule", "T6", held.id)
    assert held.rule == "T5"
    assert list(ledger.unsound()) == [held.id]


def test_details_hold_json_whatever_was_said():
    new_year(what='"quotes" and \\ and \n')
    assert json.loads(db.session.scalars(select(Entry.details)).one()) == {"what": '"quotes" and \\ and \n'}
