"""G3, G7: what one rating says to its agency and to the public: grade, dimensions beside the median, every lost point."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from statistics import median

from credit import catalogue, queries, round_queries
from credit.evidence import Evidence, Measured
from credit.models import Draft, EvidenceRecord, Rating
from credit.records import read_evidence, read_figures, read_sums
from credit.rules import Dimension, Scored, half_up, in_force, rate, shown
from credit.rules import Rating as Verdict
from kernel.rulebook import Rulebook
from kernel.sentences import Sentence
from marketplace.oversight.rating_words import DIMENSIONS, INDICATORS, LIFTS, costs, told

PLACES = 2


@dataclass(frozen=True)
class Proof:
    """One piece of evidence behind a lost point, and the record with its entry, where it is on file."""

    on: date
    said: Sentence
    about: str
    record: EvidenceRecord | None


@dataclass(frozen=True)
class Lost:
    """The points lost at one indicator: how many, of how many, why, by which evidence, and what would lift them."""

    key: str
    label: Sentence
    points: str
    of: str
    because: Sentence
    lift: Sentence
    proofs: Sequence[Proof]


@dataclass(frozen=True)
class OfDimension:
    """One dimension: its points, the full points, and the median of the industry where there is one."""

    label: Sentence
    points: Decimal
    full: Decimal
    median: Decimal | None


@dataclass(frozen=True)
class Report:
    """A rating as its page shows it."""

    grade: str
    by_score: str
    total: str
    edition: str
    dimensions: Sequence[OfDimension]
    lost: Sequence[Lost]
    median_total: Decimal | None
    compared_with: int


@dataclass(frozen=True)
class Standing:
    """What is missing to the next better grade: its letter and points, or the orders that an A needs."""

    grade: str
    points: Decimal
    orders: int


def of_draft(draft: Draft, book: Rulebook) -> Report:
    """Return the report of a draft, computed by the figures that its round was opened with."""
    found = draft.round
    measured = read_sums(draft.sums)
    verdict = rate(measured, read_figures(found.edition, found.figures), catalogue.indicators(book))
    rows = round_queries.counting(found, [draft.agency_id])[draft.agency_id]
    known = [(read_evidence(row.kind, json.loads(row.facts)), row.about, row) for row in rows]
    return _report(verdict, measured, book, known, round_queries.of_industry(found, draft.industry))


def so_far(
    agency_id: int, year: int, computed: Iterable[tuple[Evidence, str]], book: Rulebook
) -> tuple[Report, Standing | None]:
    """Return the report of a year that runs, "if it ended today", and what is missing to the next better grade."""
    also = list(computed)
    measured, verdict = queries.running_score(agency_id, year, book, also=[fact for fact, _ in also])
    rows = queries.counted(agency_id, year)
    stored = [(read_evidence(row.kind, json.loads(row.facts)), row.about, row) for row in rows]
    known = [*stored, *((fact, about, None) for fact, about in also)]
    return _report(verdict, measured, book, known, ()), _missing(verdict, measured, book)


def earlier(agency_id: int, before: int, today: date) -> Sequence[Rating]:
    """Return the ratings of earlier years that stand, the latest first."""
    rows = queries.ratings_of(agency_id)
    return [
        row for row in rows if row.year < before and (row.set_aside_on is None or today < row.set_aside_on)
    ]


def _report(
    verdict: Verdict,
    measured: Measured,
    book: Rulebook,
    known: Sequence[tuple[Evidence, str, EvidenceRecord | None]],
    others: Sequence[tuple[str, str]],
) -> Report:
    full = half_up(in_force("G2.dimension_points", measured, book), PLACES)
    medians = _medians(others)
    return Report(
        grade=verdict.grade,
        by_score=verdict.by_score,
        total=str(verdict.total),
        edition=verdict.edition,
        dimensions=[
            OfDimension(DIMENSIONS[one], half_up(points, PLACES), full, medians.get(one))
            for one, points in verdict.dimensions.items()
        ],
        lost=[_lost(one, known) for one in sorted(verdict.lost, key=lambda one: -one.lost)],
        median_total=_middle([Decimal(total) for total, _ in others]),
        compared_with=len(others),
    )


def _lost(scored: Scored, known: Sequence[tuple[Evidence, str, EvidenceRecord | None]]) -> Lost:
    key = scored.indicator.key
    return Lost(
        key,
        INDICATORS[key],
        shown(scored.lost),
        shown(scored.points),
        scored.because,
        LIFTS[key],
        [Proof(fact.on, told(fact), about, row) for fact, about, row in known if costs(key, fact)],
    )


def _medians(others: Sequence[tuple[str, str]]) -> Mapping[Dimension, Decimal]:
    laid = [json.loads(dimensions) for _, dimensions in others]
    found = {one: _middle([Decimal(of[one]) for of in laid if one in of]) for one in Dimension}
    return {one: middle for one, middle in found.items() if middle is not None}


def _middle(numbers: Sequence[Decimal]) -> Decimal | None:
    return half_up(Fraction(median(numbers)), PLACES) if numbers else None


def _missing(verdict: Verdict, measured: Measured, book: Rulebook) -> Standing | None:
    """Return the next better grade than the total alone would give, with the points that are missing to it."""
    for grade in ("C", "B", "A"):
        least = Decimal(str(book.value(f"G2.{grade.lower()}", measured.last_day)))
        if verdict.total < least:
            return Standing(grade, least - verdict.total, 0)
    wanted = int(in_force("G4.least_orders_for_a", measured, book)) - measured.completed_orders
    return Standing("A", Decimal(0), wanted) if wanted > 0 else None
