"""G3, G7: what one rating says to its agency and to the public: grade, dimensions beside the median, every lost point."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from statistics import median

from blacklist import queries as blacklist
from credit import catalogue, outlook, queries, round_queries, schemes, weighing
from credit.evidence import Evidence, Measured
from credit.models import Draft, EvidenceRecord, Rating, Round
from credit.outlook import Outlook
from credit.records import read_evidence, read_figures, read_sums
from credit.rules import Dimension, Scored, as_points, as_total, in_force, plain, rate, shown
from credit.rules import Rating as Verdict
from kernel.rulebook import Rulebook
from kernel.sentences import Sentence, say
from marketplace.oversight.rating_words import (
    DIMENSIONS,
    INDICATORS,
    LAST_COUNTS,
    LIFTS,
    costs,
    grounds,
    told,
)


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
    """One dimension: its points and the full points, the industry's median and the agency's own points where there are.

    Points are shown with two decimals, full points as the rulebook writes them (G4b).
    """

    label: Sentence
    points: Decimal
    full: Decimal
    median: Decimal | None
    own: Decimal | None = None


@dataclass(frozen=True)
class Report:
    """A rating as its page shows it; `grounds` say why the grade is another than the total alone would make."""

    grade: str
    by_score: str
    total: str
    edition: str
    dimensions: Sequence[OfDimension]
    lost: Sequence[Lost]
    full_total: Decimal
    median_total: Decimal | None
    compared_with: int
    least: int
    scheme: str = ""  # the industry by whose scheme it is rated (G2)
    grounds: Sequence[Sentence] = ()
    own_total: Decimal | None = None

    @property
    def base(self) -> Sentence:
        """Say with how many agencies it is compared, or why there is no median."""
        if self.median_total is not None:
            return say(
                "Broken line: the median of the %(number)s rated agencies of its industry.",
                number=self.compared_with,
            )
        return say(
            "No median: its industry has fewer than %(least)s rated agencies, and the median of a few would tell of one.",
            least=self.least,
        )


@dataclass(frozen=True)
class Compared:
    """The medians of an industry, none where its rated agencies are fewer than `least`: of a few they tell of one."""

    least: int
    number: int = 0
    dimensions: Mapping[Dimension, Decimal] = field(default_factory=dict)
    total: Decimal | None = None


@dataclass(frozen=True)
class Standing:
    """What is missing to the next better grade: its letter and points, or the orders that an A needs."""

    grade: str
    points: Decimal
    orders: int


@dataclass(frozen=True)
class SoFar:
    """A year that runs: its report as if it ended today, and what would lift and what would cost (credit/outlook.py)."""

    report: Report
    missing: Standing | None
    has_veto: bool
    lifts: Sequence[Outlook]
    costs: Sequence[Outlook]


def of_draft(draft: Draft, book: Rulebook) -> Report:
    """Return the report of a draft, computed by the figures that its round was opened with."""
    others = compared(draft.round, {draft.industry}, book)
    return of_drafts(draft.round, [draft], others, book)[draft.id]


def compared(found: Round, industries: Collection[str], book: Rulebook) -> Mapping[str, Compared]:
    """Return the medians of each industry named in a round, in one statement however many agencies it has."""
    least = _least(found.year, book)
    rows = round_queries.of_industries(found, set(industries) - {""})
    return defaultdict(lambda: Compared(least), {name: _compared(rows[name], least) for name in rows})


def of_drafts(
    found: Round, drafts: Sequence[Draft], others: Mapping[str, Compared], book: Rulebook
) -> dict[int, Report]:
    """Return the report of each draft of a round by its id, in a fixed number of statements."""
    figures, indicators = read_figures(found.edition, found.figures), catalogue.indicators(book)
    own = schemes.read(found.schemes)
    rows = weighing.counting(found, (draft.agency_id for draft in drafts))
    reports = {}
    for draft in drafts:
        measured, known = read_sums(draft.sums), _known(rows[draft.agency_id])
        verdict = rate(measured, figures, schemes.weighed(indicators, own.get(draft.industry)))
        report = _report(verdict, measured, figures, known, others[draft.industry])
        report = replace(report, scheme=draft.industry if draft.industry in own else "")
        reports[draft.id] = _with_own(report, draft) if draft.self_checked_on else report
    return reports


def so_far(
    agency_id: int,
    year: int,
    computed: Iterable[tuple[Evidence, str]],
    book: Rulebook,
    today: date,
    scheme: str = "",
) -> SoFar:
    """Return a year that runs "if it ended today", with an upheld veto of the year (G6), and what would change it.

    `scheme` is the industry whose scheme the agency would be rated by (G2), or nothing.
    """
    weights = schemes.weights(book, date(year, 12, 31)).get(scheme)
    also, has_veto = list(computed), agency_id in blacklist.vetoed_in(year, today)
    facts = [fact for fact, _ in also]
    measured, verdict = queries.running_score(
        agency_id, year, book, also=facts, has_veto=has_veto, weights=weights
    )
    known = [*_known(queries.counted(agency_id, year)), *((fact, about, None) for fact, about in also)]
    indicators = schemes.weighed(catalogue.indicators(book), weights)
    report = _report(verdict, measured, book, known, Compared(_least(year, book)))
    return SoFar(
        report=replace(report, scheme=scheme if weights else ""),
        missing=_missing(verdict, measured, book),
        has_veto=has_veto,
        lifts=outlook.lifts(measured, book, indicators),
        costs=outlook.costs(measured, book, indicators),
    )


def earlier(rows: Sequence[Rating], before: int, today: date) -> Sequence[Rating]:
    """Return of an agency's ratings those of earlier years that stand, in the order given."""
    return [
        row for row in rows if row.year < before and (row.set_aside_on is None or today < row.set_aside_on)
    ]


def _report(
    verdict: Verdict,
    measured: Measured,
    book: Rulebook,
    known: Sequence[tuple[Evidence, str, EvidenceRecord | None]],
    others: Compared,
) -> Report:
    full = in_force("G2.dimension_points", measured, book)
    return Report(
        grade=verdict.grade,
        by_score=verdict.by_score,
        grounds=tuple(grounds(verdict, measured, book)),
        total=str(verdict.total),
        edition=verdict.edition,
        dimensions=[
            OfDimension(DIMENSIONS[one], as_points(points), Decimal(plain(full)), others.dimensions.get(one))
            for one, points in verdict.dimensions.items()
        ],
        lost=[_lost(one, measured, book, known) for one in sorted(verdict.lost, key=lambda one: -one.lost)],
        full_total=Decimal(plain(full * len(verdict.dimensions))),
        median_total=others.total,
        compared_with=others.number,
        least=others.least,
    )


def _with_own(report: Report, draft: Draft) -> Report:
    """Lay the points that an agency gave itself beside those of its draft (G7)."""
    given = [Fraction(draft.declared[one]) for one in Dimension]
    pairs = zip(report.dimensions, given, strict=True)
    rows = [replace(one, own=as_points(points)) for one, points in pairs]
    return replace(report, dimensions=rows, own_total=as_total(sum(given, Fraction(0))))


def _lost(
    scored: Scored,
    measured: Measured,
    book: Rulebook,
    known: Sequence[tuple[Evidence, str, EvidenceRecord | None]],
) -> Lost:
    key, full = scored.indicator.key, scored.indicator.points(book, measured.last_day)
    stars = in_force("G4.stars", measured, book)
    proofs = [
        Proof(fact.on, told(fact), about, row) for fact, about, row in known if costs(key, fact, full, stars)
    ]
    return Lost(
        key,
        INDICATORS[key],
        shown(scored.lost),
        shown(scored.points),
        scored.because,
        LIFTS[key],
        proofs[-1:] if key in LAST_COUNTS else proofs,
    )


def _least(year: int, book: Rulebook) -> int:
    return book.whole("G3.median_least", date.max.replace(year=year))


def _known(rows: Sequence[EvidenceRecord]) -> list[tuple[Evidence, str, EvidenceRecord | None]]:
    return [(read_evidence(row.kind, json.loads(row.facts)), row.about, row) for row in rows]


def _compared(rows: Sequence[tuple[str, str]], least: int) -> Compared:
    if len(rows) < least:
        return Compared(least, len(rows))
    laid = [json.loads(dimensions) for _, dimensions in rows]
    medians = {one: as_points(_middle(Decimal(of[one]) for of in laid)) for one in Dimension}
    return Compared(least, len(rows), medians, as_total(_middle(Decimal(total) for total, _ in rows)))


def _middle(numbers: Iterable[Decimal]) -> Fraction:
    return Fraction(median(numbers))


def _missing(verdict: Verdict, measured: Measured, book: Rulebook) -> Standing | None:
    """Return the next better grade than the total alone would give, with the points that are missing to it."""
    if measured.has_veto:
        return None
    for grade in ("C", "B", "A"):
        least = Decimal(str(book.value(f"G2.{grade.lower()}", measured.last_day)))
        if verdict.total < least:
            return Standing(grade, least - verdict.total, 0)
    wanted = int(in_force("G4.least_orders_for_a", measured, book)) - measured.completed_orders
    return Standing("A", Decimal(0), wanted) if wanted > 0 else None
