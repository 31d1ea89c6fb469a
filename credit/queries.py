"""Reads of grades and of the credit file."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from accounts.models import Organisation
from credit import catalogue
from credit.evidence import Disclosure, Enrolment, Measured, tally
from credit.models import EvidenceRecord, GradeSpan, Rating
from credit.records import read_evidence
from credit.rules import Rating as Verdict
from credit.rules import rate
from credit.schemes import Weights, weighed
from kernel.db import db
from kernel.paging import Key, Page, page
from kernel.rulebook import Rulebook

ORDER = ("A", "B", "N", "C", "D")  # S7: the better grade first


@dataclass(frozen=True)
class GradeInForce:
    """The grade that is in force for an agency, and the year that was rated."""

    letter: str
    year: int


def grade_in_force(agency_id: int, day: date) -> GradeInForce | None:
    """Return the grade in force for an agency on a day, or None where it has none."""
    return grades_in_force([agency_id], day).get(agency_id)


def grades_in_force(agency_ids: Iterable[int], day: date) -> dict[int, GradeInForce]:
    """Return the grade in force on a day of each agency named that has one, in one statement."""
    chosen = select(GradeSpan).where(GradeSpan.agency_id.in_(set(agency_ids)), _in_force(day))
    return {row.agency_id: GradeInForce(row.grade, row.year) for row in db.session.scalars(chosen)}


def rank_on(day: date, agency: Any) -> ColumnElement[int]:  # noqa: ANN401  a column of agency ids
    """Return the place of an agency's grade in the order of S7, as a column; without a rating it is N's."""
    ranks = case({grade: i for i, grade in enumerate(ORDER)}, value=GradeSpan.grade)
    found = select(ranks).where(GradeSpan.agency_id == agency, _in_force(day)).correlate_except(GradeSpan)
    return func.coalesce(found.scalar_subquery(), ORDER.index("N"))


def rated(day: date, grade: str) -> Any:  # noqa: ANN401  a select of ids
    """Select the ids of the agencies that have a grade in force on a day."""
    return select(GradeSpan.agency_id).where(GradeSpan.grade == grade, _in_force(day))


def rating_in_force(agency_id: int, year: int | None) -> Rating | None:
    """Return the rating of a year that was not set aside, or None."""
    chosen = select(Rating).where(
        Rating.agency_id == agency_id, Rating.year == year, Rating.set_aside_on.is_(None)
    )
    return db.session.scalars(chosen).first()


def ratings_of(agency_id: int) -> Sequence[Rating]:
    """Return the ratings of an agency, the latest year first."""
    return ratings_of_each([agency_id])[agency_id]


def ratings_of_each(agency_ids: Iterable[int]) -> dict[int, list[Rating]]:
    """Return the ratings of each agency named, the latest year first, in one statement."""
    chosen = select(Rating).where(Rating.agency_id.in_(set(agency_ids)))
    found: dict[int, list[Rating]] = defaultdict(list)
    for row in db.session.scalars(chosen.order_by(Rating.year.desc(), Rating.id.desc())):
        found[row.agency_id].append(row)
    return found


def credit_file(agency_id: int, year: int) -> Sequence[EvidenceRecord]:
    """Return the evidence of an agency whose facts lie in a year, the oldest first."""
    chosen = select(EvidenceRecord).where(
        EvidenceRecord.agency_id == agency_id,
        EvidenceRecord.fact_on >= date(year, 1, 1),
        EvidenceRecord.fact_on <= date(year, 12, 31),
    )
    return db.session.scalars(chosen.order_by(EvidenceRecord.fact_on, EvidenceRecord.id)).all()


def file_page(agency_id: int, year: int, after: str | None = None) -> Page[EvidenceRecord]:
    """Return a page of the evidence of an agency whose facts lie in a year, the newest first."""
    chosen = select(EvidenceRecord).where(
        EvidenceRecord.agency_id == agency_id,
        EvidenceRecord.fact_on >= date(year, 1, 1),
        EvidenceRecord.fact_on <= date(year, 12, 31),
    )
    keys = [Key(EvidenceRecord.fact_on, downwards=True), Key(EvidenceRecord.id, downwards=True)]
    return page(chosen.options(joinedload(EvidenceRecord.entry)), keys, after)


def first_year(agency_id: int) -> int | None:
    """Return the year of the oldest fact on an agency's file, or None."""
    first = db.session.scalar(
        select(func.min(EvidenceRecord.fact_on)).where(EvidenceRecord.agency_id == agency_id)
    )
    return first.year if first else None


def published(year: int, grade: str = "", after: str | None = None) -> Page[Rating]:
    """Return a page of the ratings of a year that stand, the better grades first."""
    ranks = case({letter: i for i, letter in enumerate(ORDER)}, value=Rating.grade)
    chosen = select(Rating).join(Organisation, Organisation.id == Rating.agency_id)
    chosen = chosen.where(Rating.year == year, Rating.set_aside_on.is_(None))
    if grade:
        chosen = chosen.where(Rating.grade == grade)
    return page(chosen, [Key(ranks), Key(Organisation.name), Key(Rating.id)], after)


def rated_years() -> dict[int, dict[str, int]]:
    """Return how many ratings stand of each year by grade, the latest year first."""
    chosen = (
        select(Rating.year, Rating.grade, func.count())
        .where(Rating.set_aside_on.is_(None))
        .group_by(Rating.year, Rating.grade)
    )
    found: dict[int, dict[str, int]] = {}
    for year, grade, number in db.session.execute(chosen.order_by(Rating.year.desc())):
        found.setdefault(year, {})[grade] = number
    return found


def rated_in(year: int) -> bool:
    """Tell whether any agency was rated for a year, here or elsewhere."""
    return db.session.scalar(select(Rating.id).where(Rating.year == year).limit(1)) is not None


def counted(agency_id: int, year: int) -> Sequence[EvidenceRecord]:
    """Return what counts in a year: its facts and the stays that may reach into it, in one statement.

    A record about something, such as an order, is superseded by a later one of its kind about the same: what an
    owner says of an order counts once, as it was last revised.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    chosen = select(EvidenceRecord).where(
        EvidenceRecord.agency_id == agency_id,
        EvidenceRecord.fact_on <= last,
        or_(EvidenceRecord.fact_on >= first, EvidenceRecord.kind == Enrolment.__name__),
        or_(EvidenceRecord.about == "", ~_has_later()),
    )
    return db.session.scalars(chosen.order_by(EvidenceRecord.fact_on, EvidenceRecord.id)).all()


def disclosed(agency_ids: Iterable[int], day: date) -> dict[int, Disclosure]:
    """Return the last count of disclosed services of each agency named that was on file by a day."""
    chosen = select(EvidenceRecord).where(
        EvidenceRecord.agency_id.in_(set(agency_ids)),
        EvidenceRecord.kind == Disclosure.__name__,
        EvidenceRecord.fact_on <= day,
    )
    found: dict[int, Disclosure] = {}
    for row in db.session.scalars(chosen.order_by(EvidenceRecord.fact_on, EvidenceRecord.id)):
        read = read_evidence(row.kind, json.loads(row.facts))
        if isinstance(read, Disclosure):
            found[row.agency_id] = read
    return found


def running_score(
    agency_id: int,
    year: int,
    book: Rulebook,
    *,
    also: Iterable[Any] = (),
    has_veto: bool = False,
    weights: Weights | None = None,
) -> tuple[Measured, Verdict]:
    """Return what a year's evidence makes so far; `also` is evidence computed for today and not stored."""
    stored = [read_evidence(row.kind, json.loads(row.facts)) for row in counted(agency_id, year)]
    measured = tally(year, [*stored, *also], has_veto=has_veto)
    return measured, rate(measured, book, weighed(catalogue.indicators(book), weights))


def _has_later() -> ColumnElement[bool]:
    later = aliased(EvidenceRecord)
    same = select(later.id).where(
        later.agency_id == EvidenceRecord.agency_id,
        later.kind == EvidenceRecord.kind,
        later.about == EvidenceRecord.about,
        later.id > EvidenceRecord.id,
    )
    return same.correlate(EvidenceRecord).exists()


def _in_force(day: date) -> ColumnElement[bool]:
    return (GradeSpan.in_force_from <= day) & or_(
        GradeSpan.in_force_until.is_(None), GradeSpan.in_force_until > day
    )
