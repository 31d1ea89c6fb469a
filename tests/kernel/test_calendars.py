"""T5: imported notices, each an edition of its year, laid over the shipped calendar."""

import json
import threading
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from kernel import calendars, law, ledger
from kernel.calendars import CalendarEdition, CalendarYear, calendar_in_force, import_notice
from kernel.db import db, transaction
from kernel.errors import WrongState
from kernel.ledger import Entry, Silence
from kernel.notices import Notice
from kernel.workdays import shipped
from marketplace.app import create_app
from marketplace.config import from_environment

FIRST_OF_2051 = date(2051, 1, 2)  # a Monday in a year that no file knows
NOTICE = Notice(
    2051,
    "国办发明电〔2050〕7号",
    date(2050, 11, 4),
    frozenset({date(2050, 12, 31), date(2051, 1, 1), FIRST_OF_2051}),
    frozenset({date(2051, 1, 7)}),
)
CORRECTED = replace(NOTICE, off=NOTICE.off | {date(2051, 1, 3)})


def bring(notice: Notice, actor_id: int | None = None) -> CalendarEdition | None:
    with transaction():
        return import_notice(notice, actor_id=actor_id)


def in_force():
    return calendar_in_force(db.session())


def entries() -> int:
    return db.session.scalar(select(func.count()).select_from(Entry))


def test_without_an_import_the_shipped_calendar_is_in_force(db_session) -> None:
    assert in_force().notices == shipped().notices


def test_an_imported_year_is_announced_and_its_days_count(db_session) -> None:
    assert in_force().add(date(2050, 12, 30), 1) == (FIRST_OF_2051, True)
    bring(NOTICE)
    assert in_force().notices[2051] == NOTICE
    assert in_force().between(date(2051, 1, 1), date(2051, 1, 8)) == (5, False)
    assert in_force().notices[2026] == shipped().notices[2026]


def test_the_latest_edition_of_a_year_is_in_force_and_the_first_one_stays(db_session) -> None:
    editions = [bring(NOTICE), bring(CORRECTED), bring(NOTICE)]
    assert [edition.edition for edition in editions] == [1, 2, 3]
    assert in_force().notices[2051] == NOTICE
    kept = db.session.scalars(select(CalendarEdition).order_by(CalendarEdition.id)).all()
    assert [edition.notice() for edition in kept] == [NOTICE, CORRECTED, NOTICE]


def test_a_year_that_is_shipped_is_corrected_by_its_first_edition(db_session) -> None:
    corrected = replace(shipped().notices[2026], off=shipped().notices[2026].off | {date(2026, 3, 3)})
    assert bring(corrected).edition == 1
    assert in_force().add(date(2026, 3, 2), 1).day == date(2026, 3, 4)
    assert shipped().add(date(2026, 3, 2), 1).day == date(2026, 3, 3)


def test_what_is_in_force_already_changes_nothing(db_session) -> None:
    bring(NOTICE)
    before = entries()
    assert bring(NOTICE) is None
    assert bring(shipped().notices[2026]) is None
    assert entries() == before


def test_every_edition_is_proved_by_its_entry(db_session) -> None:
    first, second = bring(NOTICE, actor_id=7), bring(CORRECTED)
    written = list(ledger.entries(db.session.get(CalendarYear, 2051)))
    assert [entry.id for entry in written] == [first.entry_id, second.entry_id]
    assert {(entry.act, entry.rule, entry.is_sound()) for entry in written} == {
        ("kernel.calendar.imported", "T5", True)
    }
    assert [entry.actor_id for entry in written] == [7, None]
    assert json.loads(written[0].details) == {
        "edition": 1,
        "number": "国办发明电〔2050〕7号",
        "issued_on": "2050-11-04",
        "off": ["2050-12-31", "2051-01-01", "2051-01-02"],
        "work": ["2051-01-07"],
        "reason": "",
    }


def test_a_notice_without_number_and_date_is_kept_so(db_session) -> None:
    bare = replace(NOTICE, number="", issued_on=None)
    assert bring(bare).notice() == bare
    assert bring(replace(bare, number="9")).edition == 2


def test_an_edition_is_never_changed(db_session) -> None:
    edition = bring(NOTICE)
    with pytest.raises(Silence, match="append-only"), transaction():
        db.session.get(CalendarEdition, edition.id).work = "[]"


def test_an_import_that_is_rolled_back_leaves_the_calendar_as_it_was(db_session) -> None:
    with pytest.raises(LookupError):
        _bring_and_fail()
    assert 2051 not in in_force().notices
    bring(CORRECTED)  # takes the id that was rolled back
    assert in_force().notices[2051] == CORRECTED


def _bring_and_fail() -> None:
    with transaction():
        import_notice(NOTICE, actor_id=None)
        assert in_force().notices[2051] == NOTICE  # whoever looks within the act sees it
        raise LookupError


def test_the_calendar_is_made_once_and_asked_for_by_one_statement(db_session, count_statements) -> None:
    bring(NOTICE)
    made = in_force()
    with count_statements() as seen:
        assert in_force() is made
    assert len(seen) == 1


def test_whoever_comes_second_with_the_first_edition_of_a_year_is_told(db_session) -> None:
    bring(NOTICE)
    db.session.expunge_all()
    with pytest.raises(WrongState), transaction():
        calendars._new_year(2051)


def test_two_who_import_one_notice_at_once_make_one_edition(own_app) -> None:
    at_once, outcomes = threading.Barrier(2), []

    def come() -> None:
        with own_app.app_context():
            at_once.wait()
            try:
                outcomes.append(bring(NOTICE) is not None)
            except WrongState:
                outcomes.append(False)

    both = [threading.Thread(target=come) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(outcomes) == [False, True]
    assert db.session.scalars(select(CalendarEdition.edition)).all() == [1]


def test_the_law_in_use_is_that_of_the_app(db_session) -> None:
    bring(NOTICE)
    assert law.calendar().notices[2051] == NOTICE
    assert law.book().whole("C1.least_promise", date(2026, 3, 2)) == 1


def test_an_app_without_a_database_uses_the_shipped_calendar() -> None:
    with create_app(from_environment({})).app_context():
        assert law.calendar() is shipped()
