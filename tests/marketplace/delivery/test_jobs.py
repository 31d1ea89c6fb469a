"""T6, C9: the job opens the case of a missed due day once a commitment, and no answer waits for it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from accounts.queries import inbox
from blacklist.models import Case
from kernel import jobs
from kernel.db import db, transaction
from marketplace.delivery import queries
from marketplace.delivery.operations import endings, pauses
from marketplace.delivery.rules.lights import Light
from marketplace.delivery.turns import turns
from marketplace.selection.models import TrackRecord
from tests import personas
from tests.factories import delivery as make

JOB = "open-overdue-cases"


def run(clock):
    return jobs.once(JOB, clock.today).done


def cases():
    return db.session.scalars(select(Case)).all()


def test_the_light_says_overdue_without_any_run(db_session):
    order = make.order("overdue")
    assert make.standing(order).clock.light is Light.OVERDUE
    assert not cases()


@pytest.mark.parametrize("runs", [1, 2, 3])
def test_however_often_it_runs_there_is_one_case(db_session, clock, runs):
    order = make.order("overdue")
    due = make.standing(order).clock.due
    done = [run(clock) for _ in range(runs)]
    assert done == [1] + [0] * (runs - 1)
    (case,) = cases()
    assert case.commitment == f"order:{order.id}"
    assert case.fact_on == due + timedelta(days=1)
    assert case.authority_key == "生态环境"
    assert len([m for m in inbox(order.agency_id).rows if case.number in str(m.sentence)]) == 1


def test_three_days_off_then_a_run_finds_the_same_fact_and_the_lights_were_right_meanwhile(db_session, clock):
    order = make.order("due-today")
    due = make.standing(order).clock.due
    for _ in range(3):
        clock.ahead(days=1)
        assert make.standing(order).clock.light is Light.OVERDUE
    assert run(clock) == 1
    (case,) = cases()
    assert case.fact_on == due + timedelta(days=1)
    assert make.standing(order).clock.light is Light.OVERDUE


def test_on_the_due_day_and_before_nothing_is_opened(db_session, clock):
    make.order("due-today")
    make.order("on-course")
    assert run(clock) == 0
    assert not cases()


def test_it_runs_in_the_night_after_the_due_day(db_session, clock):
    make.order("due-today")
    clock.ahead(days=1)
    assert run(clock) == 1


def test_a_late_delivery_has_its_case_though_it_was_accepted_before_the_job_ran(db_session, clock):
    order = make.order("late")
    make.accepted(order, personas.owner())
    course = make.standing(order)
    assert (course.clock.light, course.clock.late) == (Light.ACCEPTED, True)
    assert run(clock) == 1
    assert run(clock) == 0
    (case,) = cases()
    assert '"delivered_on": "2026-05-26"' in case.facts


def test_a_contract_that_ended_after_the_due_day_has_its_case_and_one_that_ended_before_has_none(
    db_session, clock
):
    late = make.order("overdue")
    make.order("ended")
    with transaction():
        endings.end_contract(late, "项目取消", make.desk(personas.owner()))
    assert run(clock) == 1
    assert [case.commitment for case in cases()] == [f"order:{late.id}"]


def test_while_a_request_made_in_time_waits_no_case_is_opened(db_session, clock):
    order = make.order("due-today")
    make.extension_asked(order, personas.agency())
    clock.ahead(days=1)
    assert make.standing(order).clock.light is Light.AWAITING_ANSWER
    assert run(clock) == 0
    clock.ahead(days=2)  # silence has refused the extension
    assert make.standing(order).clock.light is Light.OVERDUE
    assert run(clock) == 1


def test_no_case_is_opened_on_a_date_in_a_year_that_is_not_announced(db_session, clock):
    clock.set(clock.today.replace(month=12, day=29))
    order = make.order("on-course")
    clock.set(clock.today.replace(year=2027, month=2, day=10))
    course = make.standing(order)
    assert course.clock.light is Light.OVERDUE
    assert course.clock.provisional
    assert run(clock) == 0
    assert queries.to_look_at(clock.today) == [order.id]  # it is looked at again, once the year is announced


def test_an_order_that_cannot_be_read_stops_no_other_and_is_looked_at_again_tomorrow(db_session, clock):
    broken, sound = make.order("overdue"), make.order("overdue")
    held = queries.OrderEvent.__table__  # written past every guard, as a broken disk would
    of_it = (held.c.order_id == broken.id, held.c.kind == "materials.handed-over")
    db.session.connection().execute(held.update().where(*of_it).values(data="{"))
    db.session.commit()
    db.session.expire_all()
    tally = jobs.once(JOB, clock.today)
    assert (tally.done, tally.failed) == (1, 1)
    assert [case.commitment for case in cases()] == [f"order:{sound.id}"]
    assert queries.to_look_at(clock.today) == []
    assert queries.to_look_at(clock.today + timedelta(days=1)) == [broken.id]


def test_the_facts_of_the_case_are_the_clock_as_it_stood(db_session, clock):
    make.order("overdue")
    run(clock)
    (case,) = cases()
    for word in ('"edition"', '"notices"', '"due": "2026-05-21"', '"promise": 15', '"light": "overdue"'):
        assert word in case.facts
    assert db.session.scalar(select(func.count()).select_from(Case)) == 1


def test_a_late_delivery_is_in_time_after_all_once_silence_has_confirmed_the_pause_that_waited(
    db_session, clock
):
    order = make.order("due-today")
    make.pause_asked(order, personas.agency(), first_on=clock.today - timedelta(days=1), last_on=clock.today)
    clock.ahead(days=1)
    make.delivered(order, personas.agency())
    assert db.session.get(TrackRecord, order.number).in_time is False
    clock.ahead(days=2)  # the owner's silence has confirmed the pause
    assert make.standing(order).clock.late is False
    assert run(clock) == 0
    assert db.session.get(TrackRecord, order.number).in_time is True


def test_the_track_of_a_late_delivery_counts_the_days_beyond_the_due_day(db_session):
    order = make.order("late")
    assert db.session.get(TrackRecord, order.number).used_workdays == 17


def test_no_case_is_built_on_a_last_day_that_the_owner_has_just_entered_until_the_agency_could_object(
    visit, clock
):
    """C4: an open pause that is ended in hindsight moves the due day into the past; the agency is heard first."""
    owner, agency = personas.owner(), personas.agency()
    order = make.order("due-today")
    make.pause_asked(order, agency)
    make.pause_answered(order, owner)
    clock.ahead(days=9)  # Thursday 4 June, and the pause stands open
    with transaction():
        pauses.enter_last_day(order, make.last(order, "pauses"), date(2026, 5, 27), make.desk(owner))
    assert make.standing(order).clock.overrun_on < clock.today
    assert "应交日为2026年5月28日" in visit.as_(agency)("/inbox").text
    (turn,) = [turn for turn in turns(make.standing(order)) if turn.endpoint == "delivery.object_last_day"]
    assert turn.by == date(2026, 6, 8)
    assert f"/orders/{order.number}/last-days/{turn.address['event_id']}/object" in visit("/workbench").links
    for done in (0, 0, 0, 0, 1):  # Thursday and Friday, the weekend, and Monday is the last day to be heard
        clock.ahead(days=1)
        assert run(clock) == done, clock.today
    assert [case.commitment for case in cases()] == [f"order:{order.id}"]


def test_an_agency_that_objects_in_that_time_has_no_case(db_session, clock):
    owner, agency = personas.owner(), personas.agency()
    order = make.order("due-today")
    make.pause_asked(order, agency)
    make.pause_answered(order, owner)
    clock.ahead(days=9)
    with transaction():
        pause = make.last(order, "pauses")
        entered = pauses.enter_last_day(order, pause, date(2026, 5, 27), make.desk(owner))
        pauses.object_last_day(order, pause, entered.id, "材料至今未补", make.desk(agency))
    clock.ahead(days=9)
    assert run(clock) == 0
    assert make.standing(order).clock.light is Light.PAUSED


def test_what_is_overdue_without_that_last_day_too_waits_for_nobody(db_session, clock):
    owner, agency = personas.owner(), personas.agency()
    order = make.order("due-today")
    make.pause_asked(order, agency, first_on=clock.today, last_on=date(2026, 5, 27))
    make.pause_answered(order, owner)
    clock.ahead(days=9)
    with transaction():
        pauses.enter_last_day(order, make.last(order, "pauses"), date(2026, 5, 26), make.desk(owner))
    assert run(clock) == 1
