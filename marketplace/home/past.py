"""What the page of an agency tells of its years: ratings, cards, cases, lockouts; to the public what is public.

P12: a measure in force is shown for as long as it lasts, and its decision for as long as the register has it;
then the archive alone tells of both: to officials and to the agency itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from blacklist import entries, register
from blacklist.entries import Entry
from blacklist.findings import Violation
from blacklist.queries import RATING
from credit.models import Rating
from kernel.rulebook import Rulebook
from kernel.sentences import Sentence, say
from marketplace.home.timeline import Event, Lane

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Subject:
    """The agency whose archive somebody would read."""

    agency_id: int


def past(
    agency_id: int, ratings: Iterable[Rating], today: date, book: Rulebook, *, whole: bool
) -> list[Event]:
    """Return what happened to an agency, the latest first; `whole` tells what the archive alone has."""
    found = [_rating(row) for row in ratings]
    for entry in entries.entries_of(agency_id, today, book):
        found += _events(entry, today, told=whole or entry.is_public(today))
    return sorted(found, key=lambda event: event.first, reverse=True)


def what_was_upheld(entry: Entry) -> Sentence:
    """Return what a veto found, in words: the commitment that was overdue, or the violation (P4)."""
    ground = entry.decision.ground
    return Violation(ground).sentence if ground else say("A commitment was overdue.")


def _rating(row: Rating) -> Event:
    return Event(
        Lane.RATING,
        row.determined_on,
        say("Rating of %(year)s: %(grade)s", year=str(row.year), grade=row.grade),
        letter=row.grade,
        note=_points(row),
        document=row.document,
    )


def _points(row: Rating) -> Sentence | str:
    if row.by_score != row.grade:
        return say("%(points)s points; by score %(letter)s", points=row.total or "—", letter=row.by_score)
    return say("%(points)s points", points=row.total) if row.total else ""


def _events(entry: Entry, today: date, *, told: bool) -> Iterator[Event]:
    effect, row = entry.effect, entry.decision
    document, decision_id = (row.document, row.id) if told else ("", None)
    if told and row.kind != RATING:
        yield Event(
            Lane.CASE,
            row.decided_on,
            what_was_upheld(entry),
            document=document,
            decision_id=decision_id,
        )
    if not (told or effect.is_in_force(today)):
        return
    if entry.measure.key == register.CARD:
        last = max(effect.left_on - ONE_DAY, effect.starts_on) if effect.left_on else None
        yield Event(
            Lane.CARD,
            effect.starts_on,
            entry.measure.label,
            last,
            last is None,
            document=document,
            decision_id=decision_id,
        )
    else:
        yield Event(
            Lane.LOCKOUT,
            effect.starts_on,
            entry.measure.label,
            effect.locked_until,
            note=_way_back(entry, today),
            document=document,
            decision_id=decision_id,
        )


def _way_back(entry: Entry, today: date) -> Sentence:
    if entry.effect.left_on and entry.effect.left_on <= today:
        return say("re-entry decided on %(day)s", day=entry.effect.left_on)
    return say("re-entry may be applied for from %(day)s", day=entry.may_apply_from)
