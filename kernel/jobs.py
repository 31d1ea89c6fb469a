"""Jobs: plain functions of a date with a timetable; one process holds the scheduler; each slot runs once.

T6: no outcome depends on a job having run. A job announces what has become true and opens the file for it.
"""

import logging
import re
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from flask import Flask
from sqlalchemy import String, UniqueConstraint, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.db import Row, UtcMoment, db, transaction

log = logging.getLogger(__name__)
SLOT_STEP = timedelta(minutes=1)
# How far to look for the last planned time: near first, because most timetables are dense; a yearly one at last.
LOOKS_BACK = tuple(timedelta(days=days) for days in (1 / 24, 1, 7, 31, 366))
DEAD = timedelta(hours=1)  # a run that has not ended after this long is taken for one whose process died
LOOK_AGAIN = 10  # minutes after which the scheduler looks for slots that were missed or whose run died
KEPT = timedelta(days=90)  # runs, for whoever asks when a job last ran


@dataclass(frozen=True)
class Job:
    """One job: its name, its timetable in Beijing time (minute hour day month weekday), and what it does."""

    name: str
    cron: str
    run: Callable[[date], int]

    @property
    def sentence(self) -> str:
        """Return what the job does, from its docstring."""
        return (self.run.__doc__ or "").strip().split("\n")[0]

    def trigger(self) -> CronTrigger:
        """Return the timetable for the scheduler."""
        return CronTrigger.from_crontab(self.cron, timezone=clock.BEIJING)


class JobRun(Row):
    """One run of a job for one slot of its timetable: the unique pair lets it run once, always."""

    __tablename__ = "job_run"
    __table_args__ = (UniqueConstraint("job", "slot"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    job: Mapped[str] = mapped_column(String(60))
    slot: Mapped[str] = mapped_column(String(40))
    started_at: Mapped[datetime] = mapped_column(UtcMoment)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    done: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)


JOBS: dict[str, Job] = {}


class Tally:
    """What a run did, and how many of its items failed."""

    def __init__(self) -> None:
        self.done = 0
        self.failed = 0


_tally: ContextVar[Tally | None] = ContextVar("tally", default=None)


def job(name: str, cron: str) -> Callable[[Callable[[date], int]], Callable[[date], int]]:
    """Register a job: a function of a day that returns how many things it did.

    Days of the week are named (mon to sun): APScheduler counts them from Monday, every other cron from Sunday.
    """
    if not re.fullmatch(r"[a-z]+(-[a-z]+)*", name) or name in JOBS:
        raise ValueError(f"a job needs a kebab-case name of its own: {name}")
    CronTrigger.from_crontab(cron)  # raises ValueError for what is no timetable
    if re.search(r"[0-9]", cron.split()[-1]):
        raise ValueError(f"name the days of the week, mon to sun: {cron}")

    def mark(function: Callable[[date], int]) -> Callable[[date], int]:
        JOBS[name] = Job(name, cron, function)
        return function

    return mark


def each(
    items: Iterable[int], what: Callable[[int], bool], put_off: Callable[[int], object] | None = None
) -> int:
    """Do a thing for each item in a transaction of its own; one that fails stops no other.

    It is logged, counted in the run, and handed to `put_off`, which lets the job look at it again a day later.
    """
    done = 0
    for item in items:
        try:
            with transaction():
                did = bool(what(item))
            done += did
        except Exception:
            _count_failure()
            log.exception("item %s failed", item)
            if put_off is not None:
                _put_off(item, put_off)
    return done


def once(name: str, on: date) -> Tally:
    """Run a job for a day; tell what it did and how many items failed."""
    tally = Tally()
    token = _tally.set(tally)
    try:
        tally.done = JOBS[name].run(on)
    finally:
        _tally.reset(token)
    return tally


def run_slot(name: str, slot: str, on: date) -> bool:
    """Run a job for a slot of its timetable unless somebody has; tell whether it ran.

    A job that breaks off is logged and counted; its run never ends, so it is seen, and is taken up again when it
    has been dead for an hour, unless the next slot has come before. Jobs are harmless when run twice.
    """
    run_id = _begin(name, slot) or _take_over(name, slot)
    if run_id is None:
        return False
    try:
        tally = once(name, on)
    except Exception:
        log.exception("job %s broke off", name)
        with transaction():
            db.session.execute(update(JobRun).where(JobRun.id == run_id).values(failed=JobRun.failed + 1))
        return True
    end = {"ended_at": clock.now(), "done": tally.done, "failed": JobRun.failed + tally.failed}
    with transaction():
        db.session.execute(update(JobRun).where(JobRun.id == run_id).values(end))
    return True


def schedule(app: Flask) -> BackgroundScheduler:
    """Make the scheduler that holds every job; only the jobs process calls it, and starts it."""
    defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    scheduler = BackgroundScheduler(timezone=clock.BEIJING, job_defaults=defaults, daemon=False)
    for entry in JOBS.values():
        scheduler.add_job(_tick, entry.trigger(), args=[app, entry.name], id=entry.name)
    scheduler.add_job(look_again, args=[app], id="look-at-start")
    scheduler.add_job(look_again, "interval", minutes=LOOK_AGAIN, args=[app], id="look-again")
    return scheduler


def look_again(app: Flask) -> None:
    """Run every job whose last slot was missed, or whose run died in it."""
    for name in JOBS:
        try:
            _tick(app, name)
        except Exception:  # the database was away for a moment; the others are looked at nevertheless
            log.exception("job %s could not be looked at", name)


def last_slot(entry: Job, moment: datetime) -> datetime | None:
    """Return the latest planned time of a job at or before a moment, looking back a year."""
    for back in LOOKS_BACK:
        found = _last_within(entry.trigger(), moment.astimezone(UTC) - back, moment)
        if found is not None:
            return found.astimezone(clock.BEIJING)
    return None


def _last_within(trigger: CronTrigger, start: datetime, end: datetime) -> datetime | None:
    """Return the last planned time from a moment to another, going by UTC: local time may turn back."""
    found, following = None, trigger.get_next_fire_time(None, start)
    while following is not None and following.astimezone(UTC) <= end:
        found = following.astimezone(UTC)
        start = max(start, found) + SLOT_STEP
        following = trigger.get_next_fire_time(None, start)
    return found


@job("forget-old-runs", cron="50 3 * * *")
def forget_old_runs(day: date) -> int:
    """Delete what the log of runs holds from more than 90 days ago."""
    over = datetime.combine(day, time.min, clock.BEIJING) - KEPT
    with transaction():
        gone = db.session.execute(delete(JobRun).where(JobRun.started_at < over))
    return int(getattr(gone, "rowcount", 0))


def _tick(app: Flask, name: str) -> None:
    with app.app_context():
        slot = last_slot(JOBS[name], clock.now())
        if slot is not None:
            run_slot(name, slot.isoformat(), clock.today())


def _begin(name: str, slot: str) -> int | None:
    """Take a slot that nobody has; the unique pair tells the second of two who come at once."""
    taken = select(JobRun.id).where(JobRun.job == name, JobRun.slot == slot)
    if db.session.scalars(taken).first() is not None:  # so that a look costs no write
        return None
    row = JobRun(job=name, slot=slot, started_at=clock.now())
    try:
        with transaction():
            db.session.add(row)
    except IntegrityError:
        return None
    return row.id


def _take_over(name: str, slot: str) -> int | None:
    """Take a slot whose run died, by a conditional update that only one of two can make."""
    dead = (
        JobRun.job == name,
        JobRun.slot == slot,
        JobRun.ended_at.is_(None),
        JobRun.started_at < clock.now() - DEAD,
    )
    with transaction():
        claimed = update(JobRun).where(*dead).values(started_at=clock.now()).returning(JobRun.id)
        return db.session.scalars(claimed).first()


def _count_failure() -> None:
    tally = _tally.get()
    if tally is not None:
        tally.failed += 1


def _put_off(item: int, put_off: Callable[[int], object]) -> None:
    try:
        with transaction():
            put_off(item)
    except Exception:
        log.exception("item %s could not be put off", item)
