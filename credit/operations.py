"""The verbs of the rating: put evidence on file, take a determined rating over, set one aside."""

from collections.abc import Sequence
from datetime import date

from accounts.models import Organisation
from blacklist import operations as blacklist
from blacklist.findings import Rated
from credit import queries
from credit.evidence import Evidence
from credit.models import EvidenceRecord, GradeSpan, Rating
from credit.records import write_evidence
from kernel import ledger
from kernel.db import db, lock
from kernel.errors import Refused, WrongState
from kernel.ledger import Entry
from kernel.rulebook import Rulebook
from kernel.sentences import say


def submit(agency_id: int, evidence: Evidence, *, entry: Entry, about: str = "") -> EvidenceRecord:
    """Put a fact on an agency's credit file, proved by the entry of the act that it comes from (G3)."""
    row = EvidenceRecord(
        agency_id=agency_id,
        kind=type(evidence).__name__,
        fact_on=evidence.on,
        about=about,
        facts=write_evidence(evidence),
    )
    row.entry = entry
    db.session.add(row)
    return row


def take_over_rating(
    agency: Organisation,
    rated: Rated,
    determined_on: date,
    document: str,
    *,
    actor_id: int | None,
    book: Rulebook,
    total: str = "",
) -> Rating:
    """Take over a rating that was determined outside the platform, with its document (G1, G6, P1, P2)."""
    lock(agency)
    must_be_free(agency, rated, determined_on)
    if not document.strip():
        raise Refused("G7", say("Name the document by which the rating was determined."), field="document")
    return enter_rating(
        agency,
        rated,
        determined_on,
        document,
        actor_id=actor_id,
        book=book,
        total=total,
        edition=book.edition_on(date(rated.year, 12, 31)),
    )


def enter_rating(
    agency: Organisation,
    rated: Rated,
    determined_on: date,
    document: str,
    *,
    actor_id: int | None,
    book: Rulebook,
    total: str,
    edition: str,
    public_from: date | None = None,
) -> Rating:
    """Enter a rating as determined; card and removal follow in the same transaction (P1, P2, P5a)."""
    row = Rating(
        agency_id=agency.id,
        year=rated.year,
        grade=rated.grade,
        by_score=rated.by_score,
        total=total,
        determined_on=determined_on,
        document=document,
        edition=edition,
    )
    details = {
        "agency": agency.id,
        "year": rated.year,
        "grade": rated.grade,
        "by_score": row.by_score,
        "document": document,
    }
    ledger.record(row, "credit.rating.determined", actor_id=actor_id, rule="G7", details=details)
    _lay_spans(agency.id)
    blacklist.enter_rating(
        agency, rated, determined_on, document, actor_id=actor_id, book=book, public_from=public_from
    )
    return row


def must_be_free(agency: Organisation, rated: Rated, on: date) -> None:
    """Let a year have one rating in force at a time (P2), determined after the year that it rates (G3)."""
    known = [row for row in queries.ratings_of(agency.id) if row.year == rated.year]
    if any(row.set_aside_on is None for row in known):
        raise WrongState(say("The year %(year)s has been rated already.", year=str(rated.year)))
    if on.year <= rated.year:
        raise Refused(
            "G3", say("A rating is determined after the year that it rates."), field="determined_on"
        )
    free = max((row.set_aside_on for row in known if row.set_aside_on), default=on)
    if on < free:
        said = say("A year is rated again from the day on which its rating was set aside.")
        raise Refused("P2", said, try_from=free, field="determined_on")


def set_rating_aside(
    row: Rating, on: date, document: str, *, agency: Organisation, actor_id: int | None, book: Rulebook
) -> None:
    """Set a rating aside on review (P13); what followed from it is computed again."""
    lock(row)
    if row.set_aside_on:
        raise WrongState(say("The rating has been set aside already."))
    row.set_aside_on = on
    ledger.record(
        row,
        "credit.rating.set-aside",
        actor_id=actor_id,
        rule="P13",
        details={"on": on, "document": document},
    )
    _lay_spans(agency.id)
    blacklist.set_rating_aside(agency, row.year, on, document, actor_id=actor_id, book=book)


def _lay_spans(agency_id: int) -> None:
    for span in db.session.query(GradeSpan).filter(GradeSpan.agency_id == agency_id):
        db.session.delete(span)
    db.session.flush()  # the old spans go before the new ones come
    rows = sorted(queries.ratings_of(agency_id), key=lambda r: (r.determined_on, r.id))
    db.session.add_all(_spans(rows))


def _spans(rows: Sequence[Rating]) -> list[GradeSpan]:
    spans: list[GradeSpan] = []
    turns = sorted(
        {row.determined_on for row in rows} | {row.set_aside_on for row in rows if row.set_aside_on}
    )
    for first, following in zip(turns, [*turns[1:], None], strict=True):
        known = [
            r for r in rows if r.determined_on <= first and (r.set_aside_on is None or first < r.set_aside_on)
        ]
        if known:
            last = max(known, key=lambda r: (r.year, r.determined_on))
            spans.append(
                GradeSpan(
                    agency_id=last.agency_id,
                    year=last.year,
                    grade=last.grade,
                    in_force_from=first,
                    in_force_until=following,
                )
            )
    return spans
