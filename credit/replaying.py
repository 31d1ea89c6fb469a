"""G3: every rating that a round determined, computed again from its evidence and its edition, and compared."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from blacklist import queries as blacklist
from credit import catalogue, round_queries
from credit.drafting import batches, measure_up
from credit.models import Draft, Rating, Round
from credit.records import read_figures, write_sums
from credit.rules import Rating as Verdict
from credit.rules import rate
from kernel.db import db
from kernel.rulebook import Rulebook


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


def differences(found: Round, book: Rulebook) -> Iterator[Difference]:
    """Yield every difference between the ratings that a round determined and what their evidence makes today.

    The evidence is what counted in the round, the figures are those that the round was opened with, and a veto
    counts as it stood on the day of determination (G6).
    """
    of_round = read_figures(found.edition, found.figures)
    published = _published(found)
    for draft, verdict, sums in _computed(found, of_round, book):
        row = published.get(draft.agency_id)
        pairs = {
            "sums": (draft.sums, sums),
            "grade": (row.grade if row else "", str(verdict.grade)),
            "by_score": (row.by_score if row else "", str(verdict.by_score)),
            "total": (row.total if row else "", str(verdict.total)),
            "edition": (row.edition if row else "", found.edition),
        }
        yield from _unequal(draft, pairs)


def would_move(found: Round, other: Rulebook) -> tuple[Mapping[str, int], Mapping[str, int], list[Moved]]:
    """Return the counts by grade as drafted and as another figure file would have made them, and who would move."""
    before: dict[str, int] = {}
    after: dict[str, int] = {}
    moved = []
    for draft, verdict, _ in _computed(found, other, other):
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


def _computed(found: Round, figures: Rulebook, book: Rulebook) -> Iterator[tuple[Draft, Verdict, str]]:
    indicators = catalogue.indicators(book)
    rated, vetoed = _published(found), dict[date, set[int]]()
    for some in batches(round_queries.all_drafts(found)):
        rows = round_queries.counting(found, (draft.agency_id for draft in some))
        for draft in some:
            on = rated[draft.agency_id].determined_on if draft.agency_id in rated else None
            if on and on not in vetoed:
                vetoed[on] = blacklist.vetoed_in(found.year, on)
            has_veto = draft.agency_id in vetoed[on] if on else draft.has_veto
            measured = measure_up(rows[draft.agency_id], found.year, has_veto=has_veto)
            yield draft, rate(measured, figures, indicators), write_sums(measured)


def _published(found: Round) -> dict[int, Rating]:
    """Return the last rating of each agency for the year: one that was set aside may have been replaced (P2)."""
    chosen = select(Rating).where(Rating.year == found.year).order_by(Rating.id)
    return {row.agency_id: row for row in db.session.scalars(chosen)}


def _unequal(draft: Draft, pairs: Mapping[str, Sequence[Any]]) -> Iterator[Difference]:
    for what, (published, computed) in pairs.items():
        if published != computed:
            yield Difference(draft.agency_id, draft.agency.name, what, published, computed)
