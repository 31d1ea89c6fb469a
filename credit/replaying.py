"""G3: every rating that a round determined, computed again from its evidence and its edition, and compared."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from sqlalchemy import select

from blacklist import overrun
from blacklist import queries as blacklist
from blacklist.findings import VetoKind
from credit import catalogue, round_queries, schemes, weighing
from credit.drafting import batches, measure_up
from credit.evidence import Measured
from credit.models import Draft, Rating, Round
from credit.records import read_figures, write_sums
from credit.rules import POINTS, in_force, rate
from credit.rules import Rating as Verdict
from credit.schemes import Weights
from kernel.db import db
from kernel.rulebook import Rulebook, applies
from kernel.workdays import ONE_DAY, Calendar


@dataclass(frozen=True)
class Difference:
    """Where a rating computed again is another than the one that was published: of whom, in what."""

    agency_id: int
    agency: str
    what: str
    published: str
    computed: str


@dataclass(frozen=True)
class Moved:
    """An agency that another figure file would have graded otherwise."""

    agency_id: int
    agency: str
    grade: str
    total: str
    would_be: str
    would_total: str


def differences(found: Round) -> Iterator[Difference]:
    """Yield every difference between the ratings that a round determined and what their evidence makes today.

    The evidence is what counted in the round, the figures are those that the round was opened with, and a veto
    counts as it stood on the day of determination (G6).
    """
    of_round = read_figures(found.edition, found.figures)
    vetoed = cache(lambda on: blacklist.vetoed_in(found.year, on))
    published = _published(found)
    for draft, verdict, sums in _computed(found, of_round, schemes.read(found.schemes), vetoed):
        row = published.get(draft.agency_id)
        pairs = {
            "sums": (draft.sums, sums),
            "grade": (row.grade if row else "", str(verdict.grade)),
            "by_score": (row.by_score if row else "", str(verdict.by_score)),
            "total": (row.total if row else "", str(verdict.total)),
            "edition": (row.edition if row else "", found.edition),
        }
        yield from _unequal(draft, pairs)


def would_move(
    found: Round, other: Rulebook, calendar: Calendar
) -> tuple[Mapping[str, int], Mapping[str, int], list[Moved]]:
    """Return the counts by grade as drafted and as another rulebook would have made them, and who would move.

    The other rulebook brings its schemes (G2), and tells which overruns are vetoes (C9).
    """
    before: dict[str, int] = {}
    after: dict[str, int] = {}
    moved = []
    own = schemes.weights(other, date(found.year, 12, 31))
    vetoed = cache(lambda on: _vetoed_by(found.year, on, other, calendar))
    for draft, verdict, _ in _computed(found, other, own, vetoed):
        before[draft.grade] = before.get(draft.grade, 0) + 1
        after[verdict.grade] = after.get(verdict.grade, 0) + 1
        if draft.grade != verdict.grade:
            moved.append(
                Moved(
                    draft.agency_id,
                    draft.agency.name,
                    draft.grade,
                    draft.total,
                    verdict.grade,
                    str(verdict.total),
                )
            )
    return before, after, moved


@applies("G3", "G4a")
def in_points_of(measured: Measured, given: Rulebook, other: Rulebook) -> Measured:
    """Return a year whose checks were given in one rulebook's points as another would have had them, share by share."""

    def carried(key: str, points: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
        if not points:
            return ()
        old, new = (in_force(f"{POINTS}{key}", measured, book) for book in (given, other))
        return tuple(one * new / old for one in points)

    return replace(
        measured,
        licence_checks=carried("licence_check", measured.licence_checks),
        archive_checks=carried("archive_check", measured.archive_checks),
        inspections=carried("inspections", measured.inspections),
    )


def _computed(
    found: Round, figures: Rulebook, own: Mapping[str, Weights], vetoed: Callable[[date], set[int]]
) -> Iterator[tuple[Draft, Verdict, str]]:
    indicators, rated = catalogue.known(), _published(found)
    of_round = read_figures(found.edition, found.figures)
    for some in batches(round_queries.all_drafts(found)):
        rows = weighing.counting(found, (draft.agency_id for draft in some))
        for draft in some:
            on = rated[draft.agency_id].determined_on if draft.agency_id in rated else None
            has_veto = _had_veto(draft, on, vetoed) if on else draft.has_veto
            measured = measure_up(rows[draft.agency_id], found.year, has_veto=has_veto)
            of_industry = schemes.weighed(indicators, own.get(draft.industry))
            theirs = in_points_of(measured, of_round, figures)
            yield draft, rate(theirs, figures, of_industry), write_sums(measured)


def _had_veto(draft: Draft, on: date, vetoed: Callable[[date], set[int]]) -> bool:
    """Tell whether a veto stood when a draft was determined (G6).

    What was decided, or set aside, later on that very day could not count: of that day the draft knows best.
    """
    before, after = (draft.agency_id in vetoed(day) for day in (on - ONE_DAY, on))
    return draft.has_veto if before is not after else after


def _vetoed_by(year: int, on: date, other: Rulebook, calendar: Calendar) -> set[int]:
    """Return whom a veto of the year makes a D by another rulebook; one whose days nobody has written down counts."""
    found = set()
    for decision, facts in blacklist.vetoes_in(year, on):
        is_overdue = decision.kind == VetoKind.OVERDUE
        days = overrun.days_of(facts, decision.decided_on, calendar) if is_overdue else None
        if days is None or overrun.counts(days, on, other):
            found.add(decision.agency_id)
    return found


def _published(found: Round) -> dict[int, Rating]:
    """Return the last rating of each agency for the year: one that was set aside may have been replaced (P2)."""
    chosen = select(Rating).where(Rating.year == found.year).order_by(Rating.id)
    return {row.agency_id: row for row in db.session.scalars(chosen)}


def _unequal(draft: Draft, pairs: Mapping[str, Sequence[Any]]) -> Iterator[Difference]:
    for what, (published, computed) in pairs.items():
        if published != computed:
            yield Difference(draft.agency_id, draft.agency.name, what, published, computed)
