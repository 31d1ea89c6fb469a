"""The jobs of cases: what has become true is told once, whenever they run; no outcome depends on it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from accounts.models import Message
from blacklist import proceedings, queries
from blacklist.vocabulary import Act, State
from kernel import jobs, law
from kernel.db import db
from tests import personas
from tests.factories import blacklist as made
from tests.factories import cases as walk

CASES, LOCKOUTS = "announce-cases", "announce-lockout-ends"


def told(who):
    """Return what an organisation was told by a job: all that has a key."""
    chosen = select(Message).where(Message.organisation_id == who.organisation_id, Message.once.is_not(None))
    return [message.sentence.text for message in db.session.scalars(chosen.order_by(Message.id))]


def run(clock, day, name=CASES):
    clock.set(day)
    tally = jobs.once(name, day)
    assert tally.failed == 0
    return tally.done


def state(row, day):
    return proceedings.course_of(row, law.calendar(), law.book(), day).state


def test_service_that_is_complete_is_told_to_the_agency(db_session, clock):
    walk.at(State.CHARGED)
    assert run(clock, date(2026, 5, 28)) == 0
    assert run(clock, date(2026, 5, 29)) == 1  # the third working day
    assert run(clock, date(2026, 5, 29)) == 0
    assert "counts as served" in told(personas.agency())[-1]


def test_the_end_of_the_defence_is_told_to_the_authority(db_session, clock):
    walk.at(State.OPINION)
    run(clock, date(2026, 6, 3))
    assert "last day of your defence" in told(personas.agency())[-1]
    run(clock, walk.OVER)
    run(clock, walk.OVER)
    assert ["opinion may be given" in text for text in told(personas.authority())] == [True]


def test_publication_the_last_day_for_a_review_and_the_end_are_told(db_session, clock):
    row = walk.at(State.DECIDED)
    ruling = proceedings.course_of(row, law.calendar(), law.book(), walk.DECIDED).ruling
    for day in (
        walk.DECIDED,
        ruling.served.day,
        ruling.review_until.day,
        ruling.review_until.day + timedelta(1),
    ):
        run(clock, day)
        run(clock, day)
    texts = told(personas.agency())
    assert [
        word in text for word, text in zip(("served", "last day", "stands"), texts[-3:], strict=True)
    ] == [True] * 3


def test_a_late_review_is_told_to_the_managing_office(db_session, clock):
    personas.managing_office()
    row = walk.at(State.REVIEW)
    due = proceedings.course_of(row, law.calendar(), law.book(), walk.ASKED).review.due.day
    run(clock, due)
    run(clock, due + timedelta(days=1))
    run(clock, due + timedelta(days=2))
    assert [
        "due today" in told(personas.managing_office())[0],
        "is late" in told(personas.managing_office())[1],
    ]
    assert len(told(personas.managing_office())) == 2


@pytest.mark.parametrize("days", [(), (0,), (0, 0), (7,), (0, 7)])
def test_run_never_once_twice_or_a_week_late_the_case_stands_the_same(db_session, clock, days):
    row = walk.at(State.CHARGED)
    for days_late in days:
        run(clock, walk.OVER + timedelta(days=days_late))
    later = date(2026, 6, 12)
    assert state(row, later) is State.OPINION
    assert queries.standing(row.agency_id, later, law.book()).name == "good"


def test_a_week_late_it_tells_what_is_true_by_then(db_session, clock):
    walk.at(State.CHARGED)
    run(clock, date(2026, 6, 12))
    assert told(personas.agency()) == []  # its defence is over: it is too late to say that it runs
    assert len(told(personas.authority())) == 1


def test_the_end_of_a_lockout_is_told_thirty_and_seven_days_before_and_on_its_last_day(db_session, clock):
    agency = personas.agency()
    made.veto(agency.organisation, decided_on=date(2024, 6, 30), finding=made.overdue(date(2024, 6, 3)))
    last = date(2026, 6, 30)
    for before, messages in ((31, 0), (30, 1), (30, 1), (8, 1), (7, 2), (1, 2), (0, 3), (-1, 3)):
        run(clock, last - timedelta(days=before), LOCKOUTS)
        assert len(told(agency)) == messages, before


def test_a_lockout_that_a_longer_one_outlasts_has_no_end_to_tell(db_session, clock):
    agency = personas.agency()
    for year in (2023, 2024):
        made.rating(agency.organisation, year, determined_on=date(year + 1, 5, 30))
    made.veto(agency.organisation, decided_on=date(2025, 6, 3), finding=made.overdue(date(2025, 5, 6)))
    run(clock, date(2026, 5, 26), LOCKOUTS)  # the removal ends on 30 May 2026, the blacklisting a year later
    assert told(agency) == []


def test_who_received_the_charge_is_told_no_more_that_it_counts_as_served(db_session, clock):
    row = walk.at(State.CHARGED)
    walk.take(row, Act.RECEIVE, personas.agency(), walk.RECEIVED)
    run(clock, walk.RECEIVED)
    assert told(personas.agency()) == []
