"""One project on one page: stage by stage what it needs, and how far each need has come."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kernel.rulebook import Rulebook
from kernel.sentences import Sentence, say
from kernel.workdays import Calendar, Reckoned
from marketplace.delivery import queries as delivery
from marketplace.delivery.course import Course
from marketplace.delivery.models import Order
from marketplace.home.waiting import offers_of
from marketplace.projects import queries as projects
from marketplace.projects.models import Need, Project
from marketplace.projects.rules import Stage, stages
from marketplace.selection import queries as selection
from marketplace.selection.models import Award, Notice


@dataclass(frozen=True)
class Progress:
    """A need and how far it has come: its notice with offers, its award, its newest order with the clock."""

    need: Need
    notice: Notice | None
    offers: int
    invited: int
    award: Award | None
    ends: Reckoned | None
    order: Order | None
    course: Course | None

    @property
    def agency_id(self) -> int | None:
        """Return the agency that does it or was chosen for it, or None."""
        row = self.order or self.award
        return row.agency_id if row else None

    @property
    def is_open(self) -> bool:
        """Tell whether nothing has been published for it, so that it can be dropped."""
        return self.notice is None and self.order is None

    @property
    def label(self) -> Sentence:
        """Say how far it has come in a word or two: the light of its order, else what comes before one."""
        if self.course:
            return self.course.clock.light.label
        if self.award:
            return say("contract to be filed")
        return say("being chosen") if self.notice else say("no agency yet")


@dataclass(frozen=True)
class Link:
    """One link of the project's way: its stage, whether it lies behind, here or ahead, and what it needs."""

    stage: Stage
    state: str
    needs: Sequence[Progress]

    @property
    def is_settled(self) -> bool:
        """Tell whether each of its needs has its order: the chart says how that stands."""
        return all(one.order for one in self.needs)

    @property
    def in_short(self) -> Mapping[Sentence, int]:
        """Count its needs by how far they have come."""
        return Counter(one.label for one in self.needs)


def board(project: Project, calendar: Calendar, book: Rulebook, today: date) -> list[Link]:
    """Return the stages of a project with its needs, in a fixed number of statements."""
    by_stage: dict[str, list[Progress]] = {}
    for progress in _progress(projects.needs_of(project.id), calendar, book, today):
        by_stage.setdefault(progress.need.stage, []).append(progress)
    keys = [stage.key for stage in stages()]
    here = keys.index(project.stage)
    states = ["done"] * here + ["here"] + ["next"] * (len(keys) - here - 1)
    return [
        Link(stage, state, by_stage.get(stage.key, [])) for stage, state in zip(stages(), states, strict=True)
    ]


def at_work(links: Iterable[Link]) -> frozenset[int]:
    """Return the agencies whose orders of the project run."""
    needs = [progress for link in links for progress in link.needs]
    return frozenset(
        one.order.agency_id for one in needs if one.order and one.course and not one.course.is_over
    )


def _progress(needs: Sequence[Need], calendar: Calendar, book: Rulebook, today: date) -> Sequence[Progress]:
    ids = [need.id for need in needs]
    notices, awards = selection.notices_of_needs(ids), selection.awards_of_needs(ids)
    counted = offers_of(notice.id for notice in notices.values())
    orders = {need_id: rows[0] for need_id, rows in delivery.orders_of_needs(ids).items()}
    courses = delivery.clocks(orders.values(), calendar, book, today)
    return [
        Progress(
            need=need,
            notice=notices.get(need.id),
            offers=_counted(counted, notices.get(need.id))[0],
            invited=_counted(counted, notices.get(need.id))[1],
            award=awards.get(need.id),
            ends=selection.publicity_ends(awards[need.id], calendar, book) if need.id in awards else None,
            order=orders.get(need.id),
            course=courses[orders[need.id].id] if need.id in orders else None,
        )
        for need in needs
    ]


def _counted(counted: Mapping[int, tuple[int, int]], notice: Notice | None) -> tuple[int, int]:
    return counted.get(notice.id, (0, 0)) if notice else (0, 0)
