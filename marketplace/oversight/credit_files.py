"""An agency's credit file: every piece of evidence of a year, a score "if the year ended today", what would lift it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import Organisation
from credit import queries, round_queries
from credit.evidence import Evidence
from credit.models import Draft, EvidenceRecord, Rating
from credit.records import read_evidence
from kernel.paging import Page
from kernel.rulebook import Rulebook
from kernel.workdays import Calendar
from marketplace.oversight import rating_report
from marketplace.oversight.rating_report import SoFar
from marketplace.oversight.yearbook import Facts, facts_so_far, order_numbers, scheme_so_far


@dataclass(frozen=True)
class OnFile:
    """One record of a credit file: the fact, and the row with the entry that proves it."""

    fact: Evidence
    row: EvidenceRecord


@dataclass(frozen=True)
class CreditFile:
    """A year of an agency's credit file."""

    agency: Organisation
    year: int
    years: Sequence[int]
    so_far: SoFar | None
    computed: Facts
    records: Page[EvidenceRecord]
    shown: Sequence[OnFile]
    draft: Draft | None
    earlier: Sequence[Rating]
    orders: Mapping[str, str]


def credit_file(
    agency: Organisation, year: int, calendar: Calendar, book: Rulebook, today: date, after: str | None
) -> CreditFile:
    """Return a year of an agency's credit file; a frozen year is the round's, a running one is computed for today."""
    draft = round_queries.draft(year, agency.id)
    computed = [] if draft else facts_so_far(agency.id, year, calendar, book, today)
    scheme = "" if draft else scheme_so_far(agency.id, year, calendar, book, today)
    records = queries.file_page(agency.id, year, after)
    return CreditFile(
        agency=agency,
        year=year,
        years=_years(agency.id, today),
        so_far=None if draft else rating_report.so_far(agency.id, year, computed, book, today, scheme),
        computed=computed,
        records=records,
        shown=[OnFile(read_evidence(row.kind, json.loads(row.facts)), row) for row in records.rows],
        draft=draft,
        earlier=rating_report.earlier(queries.ratings_of(agency.id), today.year + 1, today),
        orders=order_numbers([*(row.about for row in records.rows), *(about for _, about in computed)]),
    )


def _years(agency_id: int, today: date) -> list[int]:
    first = queries.first_year(agency_id) or today.year
    return list(range(today.year, first - 1, -1))
