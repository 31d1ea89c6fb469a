"""`flask jobs`: the timetable, one job by hand, and the one process that holds the scheduler."""

import logging
import signal
import threading
from datetime import UTC, datetime, time

import click
from flask import current_app
from flask.cli import AppGroup

from kernel import clock
from kernel import jobs as timetable
from marketplace.cli.faces import CHECKED_FALSE, BadInput, configured, day, face, show

jobs = AppGroup("jobs", help="The timetable; one job by hand; the scheduler's process.")
NOON = time(12)


@jobs.command("list", with_appcontext=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def list_jobs(as_json: bool) -> None:  # noqa: FBT001  click's form
    """Print every job with its timetable (Beijing time) and what it does."""
    rows = {entry.name: f"{entry.cron} · {entry.sentence}" for entry in timetable.JOBS.values()}
    listed = [{"job": e.name, "cron": e.cron, "does": e.sentence} for e in timetable.JOBS.values()]
    show(listed if as_json else rows, as_json=as_json)


@jobs.command("once")
@click.argument("name")
@click.option("--on", "on", help="The day to run it for; today unless given.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@face
def once(name: str, on: str | None, as_json: bool) -> None:  # noqa: FBT001  click's form
    """Run one job by hand for a day; exit 1 where an item failed."""
    if name not in timetable.JOBS:
        raise BadInput(f"There is no job {name!r}. The jobs are: {', '.join(timetable.JOBS)}.")
    configured()
    chosen = day(on, "--on") if on else clock.today()
    moment = datetime.combine(chosen, NOON, clock.BEIJING).astimezone(UTC)
    before = clock.use(lambda: moment) if on else None
    try:
        tally = timetable.once(name, chosen)
    finally:
        if before:
            clock.use(before)
    if as_json:
        show({"job": name, "on": chosen, "done": tally.done, "failed": tally.failed}, as_json=True)
    else:
        click.echo(f"{name}: {tally.done} done, {tally.failed} failed for {chosen}.")
    if tally.failed:
        raise SystemExit(CHECKED_FALSE)


@jobs.command("run")
@face
def run() -> None:
    """Hold the scheduler, the one process that runs the jobs by their timetable, until SIGTERM or Ctrl-C.

    What is running then is finished first.
    """
    configured()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    # Each run leaves its JobRun; what the scheduler says of every minute would hide what matters.
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    stop = threading.Event()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, lambda *_: stop.set())
    scheduler = timetable.schedule(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001  the scheduler's threads need the app itself
    click.echo(f"{len(timetable.JOBS)} jobs on their timetable; stop with Ctrl-C.")
    scheduler.start()
    stop.wait()
    scheduler.shutdown(wait=True)
    click.echo("Stopped.")
