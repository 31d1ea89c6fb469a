"""The services of a project as its plan looks at them, and what is drawn of each: promised, real, paused. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kernel.clock import local_day
from kernel.rulebook import Rulebook
from kernel.sentences import Sentence, say
from kernel.workdays import ONE_DAY, Calendar, Span
from marketplace.admission.catalogue import items
from marketplace.delivery.course import Course
from marketplace.home.board import Link, Progress
from marketplace.projects.plan import Plan, Planned, Task, plan
from marketplace.projects.rules import stages
from marketplace.selection.models import Award
from marketplace.selection.rules import publicity_until


class Basis(StrEnum):
    """Whose word the working days of a service are."""

    PROMISED = "promised"
    OFFERED = "offered"
    WANTED = "wanted"
    USUAL = "usual"
    UNKNOWN = "unknown"

    @property
    def label(self) -> Sentence:
        """Say it in a few words."""
        return _BASES[self]


_BASES = {
    Basis.PROMISED: say("as promised in the contract"),
    Basis.OFFERED: say("as the chosen agency offered"),
    Basis.WANTED: say("as the owner would like it"),
    Basis.USUAL: say("as is usual for the item"),
    Basis.UNKNOWN: say("nobody has said how long it takes"),
}


@dataclass(frozen=True)
class Service:
    """A service in the plan, with its promise and with what really happened, as far as it has come."""

    progress: Progress
    planned: Planned
    basis: Basis

    @property
    def course(self) -> Course | None:
        """Return where its order stands, where it has one whose clock has started."""
        found = self.progress.course
        return found if found and found.clock.start_on else None

    @property
    def began_on(self) -> date | None:
        """Return the day on which its clock started, or None."""
        return self.course.clock.start_on if self.course else None

    @property
    def due_on(self) -> date | None:
        """Return the due day as it stands, with pauses and extensions, or None."""
        return self.course.clock.due if self.course else None

    @property
    def worked_to(self) -> date | None:
        """Return the last day of the work so far: of the delivery, of the contract's end, or today."""
        return self.course.counted_to if self.course else None

    @property
    def delivered_on(self) -> date | None:
        """Return the day of the delivery at which the clock stopped, or None."""
        return self.course.stood.delivery.on if self.course and self.course.stood else None

    @property
    def pauses(self) -> list[Span]:
        """Return the stretches of days that a pause keeps from being counted."""
        days = self.course.clock.days if self.course else ()
        return _stretches(day.date for day in days if day.is_paused)


@dataclass(frozen=True)
class Planning:
    """The plan of a project, and its services in the order of the stages."""

    plan: Plan
    services: Sequence[Service]

    def of(self, progress: Progress) -> Service:
        """Return the service of a need."""
        return next(service for service in self.services if service.progress is progress)

    def named(self, keys: Iterable[int]) -> list[str]:
        """Return the titles of services by their keys."""
        titles = {service.planned.task.key: service.progress.need.title for service in self.services}
        return [titles[key] for key in keys]

    @property
    def critical(self) -> list[Service]:
        """Return the services on which the project's end hangs."""
        return [service for service in self.services if service.planned.is_critical]


def planning(links: Sequence[Link], calendar: Calendar, book: Rulebook, today: date) -> Planning:
    """Return the plan of a project as of a day, from its stages with their needs."""
    every = [progress for link in links for progress in link.needs]
    tasks = {p.need.id: _task(p, calendar, book, today) for p in every}
    found = plan(list(tasks.values()), stages(), calendar, today)
    return Planning(found, [Service(p, found.of(p.need.id), working_days(p)[1]) for p in every])


def promised(service: Service, calendar: Calendar) -> Span | None:
    """Return the days that were promised when the clock started, before any pause or extension, or None."""
    if service.course is None or service.began_on is None:
        return None
    return Span(service.began_on, calendar.add(service.began_on, service.course.terms.promise).day)


def working_days(progress: Progress) -> tuple[int | None, Basis]:
    """Return how many working days a service takes, and whose word that is: the latest that was given."""
    course = _running(progress)
    if course:
        return course.clock.promise, Basis.PROMISED
    if award := _standing(progress):
        return award.workdays, Basis.OFFERED
    if progress.need.wanted_workdays:
        return progress.need.wanted_workdays, Basis.WANTED
    usual = items()[progress.need.item_code].usual_days
    return usual, Basis.USUAL if usual else Basis.UNKNOWN


def _task(progress: Progress, calendar: Calendar, book: Rulebook, today: date) -> Task:
    key, stage, days = progress.need.id, progress.need.stage, working_days(progress)[0]
    course = _running(progress)
    if course is None:
        return Task(key, stage, days, not_before=_chosen_by(progress, calendar, book, today))
    accepted, stood = course.acceptance, course.stood
    began = course.clock.start_on or (stood.delivery.on if stood else None)
    if accepted is None:
        return Task(key, stage, days, began, course.clock.due)
    if accepted.known_on <= today:
        return Task(key, stage, days, began, ended_on=accepted.known_on)
    return Task(key, stage, days, began, accepted.known_on)


def _chosen_by(progress: Progress, calendar: Calendar, book: Rulebook, today: date) -> date:
    """Return the day before which no agency can begin: its choice is public first (S8)."""
    if _standing(progress) and progress.ends:
        return max(today, progress.ends.day)
    notice, closed = progress.notice, today
    if notice:
        closed = max(today, local_day(notice.closes_at) if notice.closes_at else notice.offers_until)
    public = progress.need.project.public_money
    return publicity_until(closed, calendar, book, public_money=public).day


def _running(progress: Progress) -> Course | None:
    """Return where the order stands; None without one, and where its contract ended before anything was accepted."""
    course = progress.course
    return None if course and (course.story.ended or course.is_fallen) else course


def _standing(progress: Progress) -> Award | None:
    """Return the award that waits for its contract; None where its order has come to an end."""
    return None if progress.course else progress.award


def _stretches(days: Iterable[date]) -> list[Span]:
    found: list[Span] = []
    for day in days:
        if found and found[-1].last == day - ONE_DAY:
            found[-1] = Span(found[-1].first, day)
        else:
            found.append(Span(day, day))
    return found
