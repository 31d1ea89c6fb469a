"""The ledger refuses silence, is append-only, refuses bulk, and finds an altered byte."""

import pytest
from sqlalchemy.exc import IntegrityError

from kernel.calendars import CalendarYear
from kernel.db import db, transaction
from kernel.ledger import Silence
from kernel.numbers import Counter
from tests.kernel.told import change, new_year, number_of_entries, say_it, stored

pytestmark = pytest.mark.usefixtures("db_session")


def test_a_new_row_of_which_nothing_is_said_is_not_stored():
    with pytest.raises(Silence, match="CalendarYear changed"), transaction():
        db.session.add(CalendarYear(year=2050))
    assert stored() is None


def test_a_change_of_which_nothing_is_said_is_not_stored():
    row = new_year()
    with pytest.raises(Silence), transaction():
        row.editions = 7
    assert stored() == 0


def test_a_change_that_was_flushed_long_before_is_remembered():
    row = new_year()
    with pytest.raises(Silence):
        change(row, then=db.session.flush)
    assert stored() == 0


def test_a_deletion_of_which_nothing_is_said_is_not_stored():
    row = new_year()
    with pytest.raises(Silence), transaction():
        db.session.delete(row)
    assert stored() == 0


def test_an_entry_about_another_row_does_not_do():
    row, other = new_year(), new_year(2051)
    with pytest.raises(Silence):
        change(row, then=lambda: say_it(other))
    assert (stored(), number_of_entries()) == (0, 2)


def test_what_is_said_goes_with_the_change():
    row = new_year()
    with transaction():
        row.editions = 7
        say_it(row)
    assert (stored(), number_of_entries(), row.version) == (7, 2, 2)


def test_what_was_said_before_the_change_does_too():
    row = new_year()
    with transaction():
        say_it(row)
        row.editions = 7
    assert stored() == 7


def test_one_entry_may_speak_of_several_rows():
    first, second = new_year(), new_year(2051)
    with transaction():
        first.editions = second.editions = 7
        entry = say_it(first, also=[second])
    assert (stored(), stored(2051)) == (7, 7)
    assert (entry.subject_kind, entry.subject_id) == ("calendar_year", "2050")


def test_a_row_that_was_not_changed_needs_no_entry():
    row = new_year()
    with transaction():
        row.editions = 0
    assert number_of_entries() == 1


def test_a_row_that_is_not_audited_needs_none():
    with transaction():
        db.session.add(Counter(kind="T", year=2026, last=1))
    assert number_of_entries() == 0


def test_nothing_is_stored_of_a_session_that_is_committed_by_hand():
    db.session.add(CalendarYear(year=2050))
    with pytest.raises(Silence):
        db.session.commit()
    db.session.rollback()
    assert stored() is None


def test_what_was_said_in_one_act_does_not_excuse_the_next():
    row = new_year()
    with transaction():
        row.editions = 1
        say_it(row)
    with pytest.raises(Silence), transaction():
        row.editions = 2
    assert stored() == 1


def test_what_was_said_in_an_act_that_failed_does_not_excuse_the_next():
    row = new_year()
    with pytest.raises(ZeroDivisionError):
        speak_and_break(row)
    with pytest.raises(Silence), transaction():
        row.editions = 2
    assert (stored(), number_of_entries()) == (0, 1)


def speak_and_break(row):
    with transaction():
        say_it(row)
        raise ZeroDivisionError


def test_a_change_that_was_rolled_back_does_not_burden_the_next_act():
    row = new_year()
    row.editions = 5
    db.session.flush()
    db.session.rollback()
    with transaction():
        next_row = CalendarYear(year=2051)
        say_it(next_row)
    assert (stored(), stored(2051)) == (0, 0)


def test_what_a_savepoint_took_back_was_not_said():
    row = new_year()
    with pytest.raises(Silence):
        change(row, first=lambda: in_a_savepoint(lambda: say_it(row)))
    assert (stored(), number_of_entries()) == (0, 1)


def test_what_a_savepoint_took_back_was_not_changed():
    row, other = new_year(), new_year(2051)
    with transaction():
        other.editions = 3
        say_it(other)
        in_a_savepoint(lambda: setattr(row, "editions", 2))
    assert (stored(), stored(2051)) == (0, 3)


def test_what_was_changed_before_a_savepoint_is_not_forgotten_with_it():
    row, other = new_year(), new_year(2051)
    with pytest.raises(Silence):
        change(row, then=lambda: in_a_savepoint(lambda: say_it(other)))
    assert stored() == 0


def test_what_a_savepoint_keeps_counts():
    row = new_year()
    with transaction(), db.session.begin_nested():
        row.editions = 2
        say_it(row)
    with pytest.raises(Silence), transaction(), db.session.begin_nested():
        row.editions = 3
    assert stored() == 2


def test_a_flush_that_fails_in_a_savepoint_leaves_the_rest_to_go_on():
    row = new_year()
    db.session.expunge_all()
    with transaction():
        other = CalendarYear(year=2051)
        say_it(other)
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.add(CalendarYear(year=row.year))
    assert stored(2051) == 0


def in_a_savepoint(do):
    with db.session.begin_nested() as savepoint:
        do()
        db.session.flush()
        savepoint.rollback()
