"""One process holds the scheduler; a missed slot is run once, whoever looks."""

import subprocess
import sys
import threading
from datetime import date

from apscheduler.executors.pool import ThreadPoolExecutor

from kernel import jobs
from kernel.jobs import job, look_again, schedule
from marketplace.app import ROOT
from tests.kernel.timetables import beijing, done, runs, timetable

__all__ = ["done", "timetable"]  # fixtures


def test_a_late_start_runs_the_missed_slot_once(own_app, done, clock):
    clock.set(beijing(2026, 5, 26, 9))
    look_again(own_app)
    look_again(own_app)
    clock.ahead(days=5)
    look_again(own_app)
    assert done == [date(2026, 5, 26), date(2026, 5, 31)]
    assert [run[1] for run in runs()] == ["2026-05-26T00:05:00+08:00", "2026-05-31T00:05:00+08:00"]


def test_a_job_that_never_had_a_slot_is_left_alone(own_app, timetable):
    job("on-leap-days", "0 6 29 2 *")(lambda _day: 1)
    look_again(own_app)
    assert runs() == []


def test_a_slot_runs_once_whoever_looks_at_the_same_time(own_app, done, clock):
    at_once = threading.Barrier(6)

    def come():
        at_once.wait()
        look_again(own_app)

    threads = [threading.Thread(target=come) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == len(runs()) == 1


def test_a_job_that_cannot_be_looked_at_stops_no_other(own_app, done, timetable, caplog):
    timetable["always-wrong"] = jobs.Job("always-wrong", "no timetable", lambda _day: 1)
    timetable["note-days"] = timetable.pop("note-days")
    look_again(own_app)
    assert len(done) == 1
    assert "always-wrong could not be looked at" in caplog.text


def test_the_scheduler_forgives_lateness_and_never_runs_two_of_one(app, done):
    scheduler = schedule(app)
    scheduler.add_executor(ThreadPoolExecutor(1))
    scheduler.start(paused=True)
    try:
        planned = {entry.id: entry for entry in scheduler.get_jobs()}
        assert set(planned) == {"note-days", "look-at-start", "look-again"}
        found = {(e.misfire_grace_time, e.coalesce, e.max_instances) for e in planned.values()}
        assert found == {(None, True, 1)}
        assert str(planned["note-days"].trigger.timezone) == "Asia/Shanghai"
    finally:
        scheduler.shutdown()


def test_no_web_worker_and_no_command_starts_a_scheduler():
    """The app is made and asked for a page in a process of its own, and no thread is left beside it."""
    asked = (
        "import threading; from wsgi import app; app.test_client().get('/nowhere');"
        "print([t.name for t in threading.enumerate()])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "['MainThread']"
