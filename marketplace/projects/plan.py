"""The plan of a project: which service may begin when, on which of them its end hangs, how long each can wait. Pure.

What has begun or is done keeps its own days. What has not begun begins when every stage on which its own one depends
is through, and not before an agency can have been chosen. Services of one stage may be done at once. A stage without
services takes no time, and so do the authorities' approvals: no rule gives their days.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kernel.workdays import Calendar
from marketplace.projects.rules import Stage


@dataclass(frozen=True)
class Task:
    """One service: the working days that it takes, and what is known of its days.

    `due_on` is the day on which one that has begun is expected to be through; `not_before` is the day before which
    one that has not begun cannot begin.
    """

    key: int
    stage: str
    days: int | None
    began_on: date | None = None
    due_on: date | None = None
    ended_on: date | None = None
    not_before: date | None = None

    @property
    def is_planned(self) -> bool:
        """Tell whether it has not begun, so that its days are the plan's alone."""
        return self.began_on is None and self.ended_on is None


@dataclass(frozen=True)
class Planned:
    """A service in the plan: its first and last day, how many working days it can wait, and for what it waits.

    The first day is the one that is not counted (T3). What is done cannot wait: it has no slack.
    """

    task: Task
    begins_on: date
    ends_on: date
    slack: int | None
    waits_for: tuple[int, ...]

    @property
    def is_critical(self) -> bool:
        """Tell whether the project's end moves with every working day that it takes longer."""
        return self.slack == 0


@dataclass(frozen=True)
class Plan:
    """The services of a project, each where it lies, and the day on which the last one is through."""

    services: tuple[Planned, ...]
    ends_on: date | None
    provisional: bool

    def of(self, key: int) -> Planned:
        """Return a service by its key; raises StopIteration for one that is not in the plan."""
        return next(planned for planned in self.services if planned.task.key == key)


def plan(tasks: Sequence[Task], stages: Sequence[Stage], calendar: Calendar, today: date) -> Plan:
    """Return the plan of a project as of a day; `stages` are in an order in which each comes after what it needs."""
    if not tasks:
        return Plan((), None, provisional=False)
    spans = _forwards(tasks, stages, calendar, today)
    end = max(last for _, last in spans.values())
    latest = _backwards(tasks, stages, calendar, end)
    waiting = _unfinished(tasks, stages)
    services = tuple(
        Planned(
            task,
            *spans[task.key],
            None if task.ended_on else calendar.between(spans[task.key][1], latest[task.stage]).days,
            waiting[task.stage] if task.is_planned else (),
        )
        for task in tasks
    )
    return Plan(services, end, calendar.between(min(today, end), end).provisional)


def _forwards(
    tasks: Sequence[Task], stages: Sequence[Stage], calendar: Calendar, today: date
) -> Mapping[int, tuple[date, date]]:
    """Return the first and last day of each service, stage after stage."""
    spans: dict[int, tuple[date, date]] = {}
    through: dict[str, date] = {}
    for stage in stages:
        ready = max((through[key] for key in stage.after), default=date.min)
        mine = {task.key: _span(task, ready, calendar, today) for task in tasks if task.stage == stage.key}
        spans |= mine
        through[stage.key] = max([ready, *(last for _, last in mine.values())])
    return spans


def _span(task: Task, ready: date, calendar: Calendar, today: date) -> tuple[date, date]:
    if task.ended_on:
        return task.began_on or task.ended_on, task.ended_on
    if task.began_on:
        due = task.due_on or calendar.add(task.began_on, task.days or 0).day
        return task.began_on, max(due, today)
    begins = max(ready, today, task.not_before or today)
    return begins, calendar.add(begins, task.days or 0).day


def _backwards(
    tasks: Sequence[Task], stages: Sequence[Stage], calendar: Calendar, end: date
) -> Mapping[str, date]:
    """Return for each stage the day by which it must be through, so that the project's end does not move."""
    latest = {stage.key: end for stage in stages}
    for stage in reversed(stages):
        by = latest[stage.key]
        begins = [
            calendar.back(by, task.days or 0).day
            for task in tasks
            if task.stage == stage.key and task.is_planned
        ]
        for key in stage.after:
            latest[key] = min([latest[key], by, *begins])
    return latest


def _unfinished(tasks: Sequence[Task], stages: Sequence[Stage]) -> Mapping[str, tuple[int, ...]]:
    """Return for each stage the services not done on which it waits, the nearest ones: what waits itself says for what."""
    open_at = {
        stage.key: [t.key for t in tasks if t.stage == stage.key and not t.ended_on] for stage in stages
    }
    before: dict[str, frozenset[str]] = {}
    for stage in stages:
        before[stage.key] = frozenset(stage.after).union(*(before[key] for key in stage.after))

    def nearest(key: str) -> tuple[int, ...]:
        held = [one for one in before if one in before[key] and open_at[one]]
        behind = frozenset().union(*(before[one] for one in held))
        return tuple(task for one in held if one not in behind for task in open_at[one])

    return {stage.key: nearest(stage.key) for stage in stages}
