"""A timetable of the test's own, and what was run of it."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from kernel import clock as kernel_clock
from kernel import jobs
from kernel.db import db
from kernel.jobs import JobRun, job

DAY = date(2026, 5, 26)
NIGHTLY, DENSE = "5 0 * * *", "* * * * *"


@pytest.fixture
def timetable(monkeypatch):
    """A timetable of the test's own."""
    monkeypatch.setattr(jobs, "JOBS", {})
    return jobs.JOBS


@pytest.fixture
def done(timetable):
    """A nightly job that notes the days that it was run for."""
    days = []

    @job("note-days", NIGHTLY)
    def note_days(day):
        """Note the day.

        More of it.
        """
        days.append(day)
        return 3

    return days


def runs():
    db.session.rollback()
    rows = db.session.scalars(select(JobRun).order_by(JobRun.id)).all()
    return [(r.job, r.slot, r.done, r.failed, r.ended_at is not None) for r in rows]


def beijing(*moment):
    return datetime(*moment, tzinfo=kernel_clock.BEIJING)
