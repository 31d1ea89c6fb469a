"""Reads of the public register: an entry for each decision from which a measure follows, as known on a day (P12)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select

from accounts.models import Organisation
from blacklist import catalogue, queries, rules
from blacklist import register as law
from blacklist.models import Decision, SettingAside, StandingSpan
from kernel.db import db
from kernel.paging import Key, Page, page
from kernel.rulebook import Rulebook
from kernel.typed import plain

# A decision of this kind brings a span of this standing; the measure of that standing says how long it is public.
_BY_RATING = {law.REMOVAL: True, law.BLACKLISTING: False, law.CARD: True}
# The year of a document number stands in brackets, which people type as they find them on their keys.
_BRACKETS = {"〔": "(", "[": "(", "【": "(", "（": "(", "〕": ")", "]": ")", "】": ")", "）": ")", " ": ""}


@dataclass(frozen=True)
class Sought:
    """What the reader looks for in the register; what is empty does not narrow it."""

    words: str = ""
    number: str = ""


@dataclass(frozen=True)
class Entry:
    """One decision, the measure that follows from it, and the last day on which the public may read of it.

    `stands` is False where a review suspended it, set it aside, or set aside what it rested on (P13).
    """

    decision: Decision
    measure: rules.Measure
    effect: rules.Effect
    public_until: date | None
    stands: bool = True
    set_aside_on: date | None = None

    @property
    def may_apply_from(self) -> date | None:
        """Return the day from which re-entry may be applied for, where the measure locks out (P8)."""
        until = self.effect.locked_until
        return rules.may_enter_from(until) if until else None

    def is_public(self, today: date) -> bool:
        """Tell whether the public may read of it on a day: its service is certain, and its time not over (P5b, P12)."""
        until = self.public_until
        return self.stands and until is not None and self.decision.published_on <= today <= until


def register(
    sought: Sought, today: date, book: Rulebook, after: str | None = None, size: int = 20
) -> Page[Entry]:
    """Return a page of the entries that are public today, the latest decision first, in four statements."""
    chosen = select(Decision).where(Decision.id.in_(_public(today, book)), *_narrowed(sought))
    keys = [Key(Decision.decided_on, downwards=True), Key(Decision.id, downwards=True)]
    found = page(chosen, keys, after, size)
    laid = _laid({row.agency_id for row in found.rows}, today, book)
    shown = [
        _entry(row, laid[row.agency_id][row.id], book) for row in found.rows if row.id in laid[row.agency_id]
    ]
    return Page([entry for entry in shown if entry.is_public(today)], found.following)


def entry(decision_id: int, today: date, book: Rulebook) -> Entry | None:
    """Return the entry of a decision, public or not; None where no measure followed from it.

    One that does not stand today is told as it stood on the day of its decision: for the archive.
    """
    row = db.session.get(Decision, decision_id)
    if row is None or row.decided_on > today:
        return None
    for day in (today, row.decided_on):
        laid = _laid({row.agency_id}, day, book)[row.agency_id].get(row.id)
        if laid:
            return _entry(row, laid, book, stands=day == today, set_aside_on=_set_aside_on(row))
    return None


def entries_of(agency_id: int, today: date, book: Rulebook) -> Sequence[Entry]:
    """Return every entry about an agency as known today, public or not, the earliest first, in three statements."""
    laid = _laid({agency_id}, today, book)[agency_id]
    rows = db.session.scalars(select(Decision).where(Decision.id.in_(laid)).order_by(Decision.id))
    found = [_entry(row, laid[row.id], book) for row in rows]
    return sorted(found, key=lambda e: (e.effect.starts_on, e.decision.id))


def _public(today: date, book: Rulebook) -> Select[Any]:
    """Select the ids of the decisions whose entries are public today, led by the spans that follow from them."""
    kinds = []
    for measure in catalogue.measures():
        days = [StandingSpan.starts_on.between(*days) for days in law.public_days(measure.key, today, book)]
        by_rating = _BY_RATING[measure.key]
        kind = Decision.kind == queries.RATING if by_rating else Decision.kind != queries.RATING
        kinds.append(and_(StandingSpan.standing == measure.standing, kind, or_(false(), *days)))
    same = and_(Decision.agency_id == StandingSpan.agency_id, Decision.decided_on == StandingSpan.starts_on)
    gone = select(SettingAside.decision_id).where(SettingAside.set_aside_on <= today)
    return (
        select(Decision.id)
        .join(StandingSpan, same)
        .where(or_(*kinds), Decision.published_on <= today, Decision.id.not_in(gone))
    )


def _narrowed(sought: Sought) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for word in sought.words.split():
        named = select(Organisation.id).where(
            or_(
                Organisation.name.contains(word, autoescape=True),
                Organisation.uscc.contains(word.upper(), autoescape=True),
            )
        )
        numbered = _stored().contains(_typed(word), autoescape=True)
        found.append(or_(Decision.agency_id.in_(named), numbered))
    if sought.number:
        found.append(_stored() == _typed(sought.number))
    return found


def _typed(number: str) -> str:
    return "".join(_BRACKETS.get(letter, letter) for letter in plain(number))


def _stored() -> ColumnElement[str]:
    """Return the number of a decision's document as a column, with its brackets as those that are typed."""
    column: Any = Decision.document
    for mark, put in _BRACKETS.items():
        column = func.replace(column, mark, put)
    text: ColumnElement[str] = column
    return text


def _laid(
    agency_ids: set[int], day: date, book: Rulebook
) -> Mapping[int, Mapping[int, tuple[rules.Measure, rules.Effect]]]:
    """Return, of each agency, the decisions from which a measure follows as known on a day, the heaviest of each."""
    found: dict[int, dict[int, tuple[rules.Measure, rules.Effect]]] = defaultdict(dict)
    kinds = {measure.key: measure for measure in catalogue.measures()}
    for agency_id, effects in queries.effects(agency_ids, day, book).items():
        for effect in sorted(effects, key=lambda effect: kinds[effect.measure].weight):
            found[agency_id][int(law.rests_on(effect).id)] = kinds[effect.measure], effect
    return found


def _entry(
    row: Decision,
    laid: tuple[rules.Measure, rules.Effect],
    book: Rulebook,
    *,
    stands: bool = True,
    set_aside_on: date | None = None,
) -> Entry:
    measure, effect = laid
    until = law.public_until(measure.key, row.decided_on, book)
    return Entry(row, measure, effect, until, stands, set_aside_on)


def _set_aside_on(row: Decision) -> date | None:
    return db.session.scalar(select(SettingAside.set_aside_on).where(SettingAside.decision_id == row.id))
