"""G3, G7: which evidence of a year counts in its round: what the freeze found, and what a reasoned act admitted or took."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from credit.evidence import Enrolment
from credit.models import Draft, EvidenceRecord, EvidenceRuling, Round
from credit.vocabulary import Ruled
from kernel.db import db


@dataclass(frozen=True)
class Weighed:
    """One piece of evidence in a round: does it count, did it come late, and what was ruled about it."""

    record: EvidenceRecord
    counts: bool
    is_late: bool
    is_superseded: bool
    rulings: Sequence[EvidenceRuling]


def weighed(found: Round, agency_ids: Iterable[int]) -> dict[int, list[Weighed]]:
    """Return all evidence of the round's year about each agency named, and what of it counts, in two statements.

    What was on file at the freeze counts; what came later counts only where it was admitted by a reasoned act. A
    record about something is superseded by a later one of its kind about the same, a late one only once admitted.
    """
    ids = set(agency_ids)
    rulings: dict[int, list[EvidenceRuling]] = defaultdict(list)
    ruled = select(EvidenceRuling).join(Draft).where(Draft.round_id == found.id, Draft.agency_id.in_(ids))
    for ruling in db.session.scalars(ruled.order_by(EvidenceRuling.id)):
        rulings[ruling.evidence_id].append(ruling)
    of_each: dict[int, list[EvidenceRecord]] = defaultdict(list)
    for row in db.session.scalars(_of_the_year(found.year).where(EvidenceRecord.agency_id.in_(ids))):
        of_each[row.agency_id].append(row)
    return {i: _weigh(of_each[i], rulings, found) for i in ids}


def counting(found: Round, agency_ids: Iterable[int]) -> dict[int, list[EvidenceRecord]]:
    """Return the evidence that counts in a round about each agency named."""
    return {i: [one.record for one in rows if one.counts] for i, rows in weighed(found, agency_ids).items()}


def _of_the_year(year: int) -> Select[Any]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    chosen = select(EvidenceRecord).where(
        EvidenceRecord.fact_on <= last,
        or_(EvidenceRecord.fact_on >= first, EvidenceRecord.kind == Enrolment.__name__),
    )
    return chosen.order_by(EvidenceRecord.fact_on, EvidenceRecord.id)


def _weigh(
    rows: Sequence[EvidenceRecord], rulings: dict[int, list[EvidenceRuling]], found: Round
) -> list[Weighed]:
    of_round = [row for row in rows if row.id <= found.last_evidence or rulings.get(row.id)]
    latest, known = _newest(of_round), {row.id for row in of_round}
    # What came late and was set aside again leaves what was on file at the freeze as it was.
    of_freeze = _newest(row for row in of_round if row.id <= found.last_evidence or _stands(rulings[row.id]))
    kept = latest | {row_id for row_id in of_freeze if row_id <= found.last_evidence}
    return [
        Weighed(
            row,
            counts=row.id in kept and _stands(rulings.get(row.id, [])),
            is_late=row.id > found.last_evidence,
            is_superseded=row.id in known and row.id not in kept,
            rulings=rulings.get(row.id, []),
        )
        for row in rows
    ]


def _newest(rows: Iterable[EvidenceRecord]) -> set[int]:
    by_id = sorted(rows, key=lambda row: row.id)
    return set({(row.kind, row.about or row.id): row.id for row in by_id}.values())


def _stands(rulings: Sequence[EvidenceRuling]) -> bool:
    return not rulings or rulings[-1].ruled == Ruled.ADMITTED


def has_late_evidence(found: Round) -> ColumnElement[bool]:
    """Return the condition that evidence of the year came after the freeze about a draft, and nobody has ruled on it."""
    ruled = select(EvidenceRuling.id).where(
        EvidenceRuling.draft_id == Draft.id, EvidenceRuling.evidence_id == EvidenceRecord.id
    )
    late = select(EvidenceRecord.id).where(
        EvidenceRecord.agency_id == Draft.agency_id,
        EvidenceRecord.id > found.last_evidence,
        EvidenceRecord.fact_on >= date(found.year, 1, 1),
        EvidenceRecord.fact_on <= date(found.year, 12, 31),
        ~ruled.correlate(EvidenceRecord, Draft).exists(),
    )
    return late.correlate(Draft).exists()


def late(found: Round) -> int:
    """Count the drafts about which evidence came late that nobody has ruled on (G7): it counts only by a reasoned act."""
    chosen = (
        select(func.count()).select_from(Draft).where(Draft.round_id == found.id, has_late_evidence(found))
    )
    return db.session.scalar(chosen) or 0
