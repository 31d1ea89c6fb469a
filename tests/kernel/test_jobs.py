"""Each slot of a job's timetable runs once; a failing item stops no other; what died is taken up again."""

from datetime import UTC, datetime, timedelta

import pytest

from kernel import clock as kernel_clock
from kernel import jobs
from kernel.db import db, transaction
from kernel.jobs import JobRun, each, job, last_slot, once, run_slot
from kernel.numbers import next_number
from tests.kernel.timetables import DAY, DENSE, NIGHTLY, beijing, done, runs, timetable

__all__ = ["done", "timetable"]  # fixtures

pytestmark = pytest.mark.usefixtures("db_session", "clock", "timetable", "caplog")


def test_a_job_is_registered_under_its_name_and_says_what_it_does(done, timetable):
    assert timetable["note-days"].sentence == "Note the day."
    assert jobs.Job("x", NIGHTLY, lambda _day: 0).sentence == ""


@pytest.mark.parametrize(
    "name", ["Note-days", "note_days", "note days", "-note", "note-", "", "nöte", "note-days"]
)
def test_a_name_is_kebab_case_and_its_own(done, name):
    with pytest.raises(ValueError, match="kebab-case name of its own"):
        job(name, NIGHTLY)


@pytest.mark.parametrize(
    "cron", ["", "x", "61 0 * * *", "5 0 * *", "5 0 * * * *", "0 6 * * 1", "0 6 * * 1-5"]
)
def test_a_timetable_that_nobody_can_keep_is_refused(timetable, cron):
    with pytest.raises(ValueError, match=r".+"):
        job("any", cron)


def test_days_of_the_week_are_named(timetable):
    job("on-mondays", "0 6 * * mon")(lambda _day: 0)
    assert last_slot(timetable["on-mondays"], beijing(2026, 5, 26, 12)) == beijing(2026, 5, 25, 6)


@pytest.mark.parametrize(
    ("cron", "moment", "slot"),
    [
        (NIGHTLY, beijing(2026, 5, 26, 12), beijing(2026, 5, 26, 0, 5)),
        (NIGHTLY, beijing(2026, 5, 26, 0, 5), beijing(2026, 5, 26, 0, 5)),
        (NIGHTLY, beijing(2026, 5, 26, 0, 4, 59), beijing(2026, 5, 25, 0, 5)),
        (NIGHTLY, datetime(2026, 5, 25, 16, 5, tzinfo=UTC), beijing(2026, 5, 26, 0, 5)),
        (DENSE, beijing(2026, 5, 26, 12, 0, 59), beijing(2026, 5, 26, 12, 0)),
        ("*/15 * * * *", beijing(2026, 5, 26, 12, 14), beijing(2026, 5, 26, 12, 0)),
        ("0 6 * * mon", beijing(2026, 5, 31, 12), beijing(2026, 5, 25, 6)),
        ("0 6 1 * *", beijing(2026, 5, 31, 12), beijing(2026, 5, 1, 6)),
        ("0 6 1 12 *", beijing(2026, 11, 30, 12), beijing(2025, 12, 1, 6)),
        ("0 6 29 2 *", beijing(2026, 5, 31, 12), None),
        # Shanghai put its clocks forward on 12 April 1987 and back on 13 September, at 2 in the night.
        ("30 1 * * *", beijing(1987, 9, 13, 12), datetime(1987, 9, 12, 17, 30, tzinfo=UTC)),
        ("5 0 * * *", beijing(1987, 4, 12, 12), beijing(1987, 4, 12, 0, 5)),
        (DENSE, datetime(1987, 9, 12, 16, 30, 30, tzinfo=UTC), datetime(1987, 9, 12, 16, 30, tzinfo=UTC)),
    ],
)
def test_the_last_slot_is_the_latest_planned_time(cron, moment, slot):
    found = last_slot(jobs.Job("x", cron, lambda _day: 0), moment)
    assert (found and found.astimezone(UTC)) == (slot and slot.astimezone(UTC))


def test_each_item_is_done_in_a_transaction_of_its_own():
    assert each([1, 2, 3], lambda n: bool(next_number("J", 2026)) and n != 2) == 2
    assert next_number("J", 2026) == "J-2026-0004"


def test_a_failing_item_stops_no_other_and_leaves_no_trace(caplog, timetable):
    @job("fail-at-two", NIGHTLY)
    def fail_at_two(_day):
        return each([1, 2, 3], take_unless_two)

    tally = once("fail-at-two", DAY)
    assert (tally.done, tally.failed) == (2, 1)
    assert "item 2 failed" in caplog.text
    assert "ZeroDivisionError" in caplog.text
    with transaction():
        assert next_number("J", 2026) == "J-2026-0003"


def test_a_failing_item_is_put_off(caplog):
    put_off = []
    assert each([1, 2, 3], take_unless_two, put_off.append) == 2
    assert put_off == [2]


def test_one_that_cannot_even_be_put_off_stops_no_other(caplog):
    assert each([2, 2, 3], take_unless_two, lambda _n: 1 / 0) == 1
    assert caplog.text.count("could not be put off") == 2


def test_failures_are_counted_in_the_run_that_they_belong_to(timetable, caplog):
    job("fail", NIGHTLY)(lambda _day: each([2], take_unless_two))
    each([2], take_unless_two)
    assert once("fail", DAY).failed == 1
    assert once("fail", DAY).failed == 1


def test_a_run_notes_what_failed(timetable, clock, caplog):
    job("fail", NIGHTLY)(lambda _day: each([1, 2, 2, 4], take_unless_two))
    assert run_slot("fail", "a", DAY)
    assert runs() == [("fail", "a", 2, 2, True)]


def take_unless_two(number):
    next_number("J", 2026)
    return number / (number - 2) != 0


def test_a_slot_runs_once(done):
    assert [run_slot("note-days", slot, DAY) for slot in ("a", "a", "b")] == [True, False, True]
    assert done == [DAY, DAY]
    assert runs() == [("note-days", "a", 3, 0, True), ("note-days", "b", 3, 0, True)]


def test_a_job_that_breaks_off_is_seen_and_not_run_again_at_once(timetable, clock, caplog):
    job("break-off", NIGHTLY)(lambda _day: 1 // 0)
    assert [run_slot("break-off", "a", DAY) for _ in range(2)] == [True, False]
    assert runs() == [("break-off", "a", 0, 1, False)]
    assert "job break-off broke off" in caplog.text


def test_a_run_that_died_is_taken_up_again_after_an_hour_by_one(timetable, clock, caplog):
    tries = []
    job("break-once", NIGHTLY)(lambda _day: tries.append(1) or 1 // (len(tries) - 1))
    run_slot("break-once", "a", DAY)
    clock.ahead(minutes=60)
    assert not run_slot("break-once", "a", DAY)
    clock.ahead(minutes=1)
    assert run_slot("break-once", "a", DAY)
    assert runs() == [("break-once", "a", 1, 1, True)]
    clock.ahead(days=1)
    assert not run_slot("break-once", "a", DAY)


def test_a_run_whose_process_was_killed_is_taken_up_again(done, clock):
    with transaction():
        db.session.add(JobRun(job="note-days", slot="a", started_at=kernel_clock.now()))
    clock.ahead(hours=2)
    assert [run_slot("note-days", "a", DAY) for _ in range(2)] == [True, False]
    assert runs() == [("note-days", "a", 3, 0, True)]


def test_the_second_of_two_who_begin_at_once_is_turned_away(done):
    run_slot("note-days", "a", DAY)
    assert jobs._begin("note-days", "a") is None
    assert jobs._take_over("note-days", "a") is None


def test_a_slot_that_another_begins_in_this_very_moment_is_turned_away(done, clock):
    moment, begun = clock.now(), []

    def meanwhile():
        if not begun:
            begun.append(True)
            with transaction():
                db.session.add(JobRun(job="note-days", slot="a", started_at=moment))
        return moment

    kernel_clock.use(meanwhile)
    assert jobs._begin("note-days", "a") is None
    assert begun == [True]


def test_old_runs_are_forgotten(clock):
    clock.set(DAY - timedelta(days=91))
    with transaction():
        db.session.add(JobRun(job="old", slot="a", started_at=kernel_clock.now()))
    clock.set(DAY - timedelta(days=89))
    with transaction():
        db.session.add(JobRun(job="young", slot="a", started_at=kernel_clock.now()))
    clock.set(DAY)
    assert jobs.forget_old_runs(DAY) == 1
    assert jobs.forget_old_runs(DAY) == 0
    assert [run[0] for run in runs()] == ["young"]
