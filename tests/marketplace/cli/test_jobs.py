"""`flask jobs`: the timetable, one job by hand, and the process that holds the scheduler."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from sqlalchemy import select

from kernel import clock as kernel_clock
from kernel import jobs as timetable_of_all
from kernel.db import db
from kernel.jobs import JobRun, each, job
from marketplace.app import ROOT, create_app
from marketplace.config import from_environment
from tests.kernel.timetables import DAY, NIGHTLY, done, timetable

__all__ = ["done", "timetable"]  # fixtures
PATIENCE = 30  # seconds


def call(app, *words):
    return app.test_cli_runner().invoke(args=["jobs", *words])


def test_the_timetable_is_printed_without_any_settings():
    app = create_app(from_environment({}))
    result = call(app, "list", "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    printed = json.loads(result.stdout)
    assert [entry["job"] for entry in printed] == list(timetable_of_all.JOBS)
    assert all(entry["does"] and len(entry["cron"].split()) == 5 for entry in printed)
    assert len(call(app, "list").stdout.splitlines()) == len(printed)


def test_a_job_is_run_by_hand_for_a_day_whose_clock_it_sees(own_app, timetable, clock):
    seen = []
    job("note-both", NIGHTLY)(lambda day: seen.append((day, kernel_clock.today())) or 1)
    result = call(own_app, "once", "note-both", "--on", "2026-03-31")
    assert (result.exit_code, result.stdout) == (0, "note-both: 1 done, 0 failed for 2026-03-31.\n")
    assert [day.isoformat() for day in seen[0]] == ["2026-03-31", "2026-03-31"]
    assert kernel_clock.today() == DAY  # the clock was given back


def test_what_a_job_did_is_one_json_document(own_app, done):
    result = call(own_app, "once", "note-days", "--on", "2026-03-31", "--json")
    told = json.loads(result.stdout)
    assert (told["job"], told["on"], told["failed"]) == ("note-days", "2026-03-31", 0)
    assert told["done"] is not None


def test_without_a_day_it_is_today(own_app, done):
    assert call(own_app, "once", "note-days").exit_code == 0
    assert done == [DAY]


def test_what_failed_is_said_and_exits_1(own_app, timetable):
    job("fail", NIGHTLY)(lambda _day: each([0, 1], lambda n: 1 / n))
    result = call(own_app, "once", "fail", "--on", "2026-03-31")
    assert (result.exit_code, result.stdout) == (1, "fail: 1 done, 1 failed for 2026-03-31.\n")


def test_the_clock_is_given_back_where_the_job_breaks(own_app, timetable):
    job("break-off", NIGHTLY)(lambda _day: 1 // 0)
    result = call(own_app, "once", "break-off", "--on", "2026-03-31")
    assert isinstance(result.exception, ZeroDivisionError)
    assert kernel_clock.today() == DAY


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("no-such",), "There is no job 'no-such'"),
        (("note-days", "--on", "2026-02-30"), "--on must be a date"),
    ],
)
def test_what_cannot_be_run_is_bad_input(own_app, done, words, said):
    result = call(own_app, "once", *words)
    assert (result.exit_code, result.stdout, done) == (2, "", [])
    assert said in result.stderr.splitlines()[-1]


@pytest.mark.parametrize("words", [("once", "note-days"), ("run",)])
def test_without_settings_nothing_is_run(done, words):
    result = call(create_app(from_environment({})), *words)
    assert (result.exit_code, result.stdout, done) == (2, "", [])
    assert "SECRET_KEY" in result.stderr.splitlines()[-1]


@pytest.mark.parametrize("wanted", [signal.SIGTERM, signal.SIGINT])
def test_the_process_runs_the_jobs_at_its_start_and_stops_when_told(own_app, wanted):
    settings = own_app.extensions["settings"]
    environment = {
        "PATH": os.environ["PATH"],
        "FLASK_APP": "wsgi",
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key,
        "IDENTITY_KEY": settings.identity_key,
        "FILES_DIR": settings.files_dir,
    }
    command = [sys.executable, "-m", "flask", "jobs", "run"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        ran = _wait_for_runs()
        process.send_signal(wanted)
        out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, err
    assert out.splitlines()[-1] == "Stopped."
    assert "Traceback" not in err
    assert ran == set(timetable_of_all.JOBS)


def _wait_for_runs():
    """Wait until every job has run, each for its last slot."""
    until = time.monotonic() + PATIENCE
    ran = set()
    while time.monotonic() < until and ran != set(timetable_of_all.JOBS):
        db.session.rollback()
        ran = set(db.session.scalars(select(JobRun.job).where(JobRun.ended_at.is_not(None))))
        time.sleep(0.1)
    return ran
