"""What is published of a selection (S8): who stood where and why, who was left out and why, the draws."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from accounts.models import Organisation
from kernel.db import db
from kernel.sentences import Sentence
from marketplace.selection import choices, draws_made, notices, refusals, sealing
from marketplace.selection.catalogue import method
from marketplace.selection.choosing import Method
from marketplace.selection.draw_tables import DrawRecord
from marketplace.selection.models import Award, Notice, Registration
from marketplace.selection.refusals import TurnedAway
from marketplace.selection.registering import warning
from marketplace.selection.tables import Outcome


@dataclass(frozen=True)
class Part:
    """One agency's part in a selection: its place if it has one, its registration, the sentences, and a shared sign."""

    agency: Organisation
    row: Registration
    place: int | None
    because: Sequence[Sentence]
    warning: Sentence | None = None


@dataclass(frozen=True)
class Explanation:
    """All that is published of a selection by an open notice."""

    way: Method
    summary: Sequence[Sentence]
    parts: Sequence[Part]
    left_out: Sequence[Part]
    records: Sequence[DrawRecord]
    opened: Sequence[tuple[str, str]] = ()
    turned_away: Sequence[TurnedAway] = ()


def way_of(notice: Notice) -> Sentence:
    """Return the name of the method by which a notice chooses."""
    return method("direct_choice" if notice.closes_at is None else notice.method).label


def outcome_of(award_id: int) -> Outcome | None:
    """Return what was kept of the selection that an award came from, or None for a direct choice."""
    return db.session.scalars(select(Outcome).where(Outcome.award_id == award_id)).first()


def explain(award: Award) -> Explanation | None:
    """Return the explanation of an award by an open notice, or None for a direct choice."""
    found = outcome_of(award.id)
    if found is None:
        return None
    notice, choice = award.notice, choices.read(found.choice)
    rows = {row.agency.uscc: row for row in notices.entries_of([notice.id]).get(notice.id, [])}
    left_out = choices.read_reasons(notices.chain_of(notice.id).left_out)
    return Explanation(
        method(notice.method),
        choice.summary,
        [
            Part(rows[e.label].agency, rows[e.label], e.place, e.because, _warning(rows[e.label]))
            for e in choice.explained
        ],
        [
            Part(rows[label].agency, rows[label], None, (why,))
            for label, why in left_out.items()
            if label not in choice.merits
        ],
        draws_made.records_of(notice.id),
        _opened(rows.values()),
        refusals.published(notice, {*choice.merits, *left_out}),
    )


def _opened(rows: Iterable[Registration]) -> list[tuple[str, str]]:
    """Return each offer that was sealed as it was opened, with the SHA-256 that the ledger has of it."""
    kept = sealing.sealed_of(row.id for row in rows)
    lines = sealing.opened_of(one.id for one in kept.values())
    return [(lines[one.id].plain, one.offer_sha256) for one in kept.values() if one.id in lines]


def _warning(row: Registration) -> Sentence | None:
    return warning(row.agency, row.notice.owner)
