"""Ratings and evidence for tests, made by the operations themselves."""

from datetime import date

from blacklist.findings import Grade, Rated
from credit import operations
from kernel import law, ledger
from kernel.db import transaction

DOCUMENT = "江评〔2026〕1号"


def rating(agency, year=2025, grade="A", *, by_score=None, determined_on=None, document=DOCUMENT, total=""):
    """Take over a rating, determined on 12 March of the following year unless told otherwise."""
    rated = Rated(year, Grade(grade), Grade(by_score or grade))
    with transaction():
        return operations.take_over_rating(
            agency,
            rated,
            determined_on or date(year + 1, 3, 12),
            document,
            actor_id=None,
            book=law.book(),
            total=total,
        )


def rating_set_aside(agency, row, on, document="江评复〔2026〕1号"):
    """Set a rating aside on a day."""
    with transaction():
        operations.set_rating_aside(row, on, document, agency=agency, actor_id=None, book=law.book())


def evidence(agency, *facts, about=""):
    """Put facts on an agency's credit file, proved by one entry; return their records."""
    with transaction():
        entry = ledger.record(agency, "credit.evidence.entered", actor_id=None, rule="G3")
        return [operations.submit(agency.id, fact, entry=entry, about=about) for fact in facts]
