"""Reads of standing, decisions and cases."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, TypedDict

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased

from accounts.models import Organisation
from blacklist import catalogue, rules
from blacklist.findings import Grade, VetoKind
from blacklist.models import Case, CaseStep, Decision, Readmission, SettingAside, StandingSpan
from blacklist.vocabulary import Act
from kernel.db import db
from kernel.paging import Key, Page, page
from kernel.rulebook import Rulebook
from kernel.sentences import Sentence

RATING = "rating"
FOR = "for"  # among the facts of a case: for whom a deputy opened it
HANDS = "hands"  # among the facts of a case: who took part before it was opened (P5a, P13)
OUT = ("removed", "blacklisted")


class Past(TypedDict):
    """What a review has done to a decision so far."""

    set_aside_on: date | None
    suspended_on: date | None
    resumed_on: date | None


class Standing(rules.Standing):
    """An agency's standing, with what a refusal needs of it."""

    @property
    def rule(self) -> str:
        """Return the rule of the heaviest measure in force."""
        return self.because[0].rule

    @property
    def sentence(self) -> Sentence:
        """Return the sentence of the heaviest measure in force."""
        return self.because[0].sentence


def standing(agency_id: int, today: date, book: Rulebook) -> Standing:
    """Return the standing of an agency on a day, folded from its decisions (P1–P14)."""
    return standings([agency_id], today, book)[agency_id]


def standings(agency_ids: Iterable[int], today: date, book: Rulebook) -> dict[int, Standing]:
    """Return the standing on a day of each agency named, in two statements."""
    ids = set(agency_ids)
    histories, back = _histories(ids), _readmissions(ids)
    found = {}
    for i in ids:
        answer = rules.standing(histories[i], back[i], book, today, catalogue.measures())
        found[i] = Standing(
            answer.name, answer.since, answer.locked_until, answer.may_apply_from, answer.because
        )
    return found


def effects(agency_ids: Iterable[int], day: date, book: Rulebook) -> dict[int, tuple[rules.Effect, ...]]:
    """Return every effect, past and present, about each agency named as known on a day, in two statements."""
    ids = set(agency_ids)
    histories, back = _histories(ids), _readmissions(ids)
    return {i: rules.effects(histories[i], back[i], book, day, catalogue.measures()) for i in ids}


def records(agency_ids: Iterable[int]) -> dict[int, tuple[rules.History, tuple[date, ...]]]:
    """Return the decisions about each agency named and the days of its re-entries, in two statements."""
    ids = set(agency_ids)
    histories, back = _histories(ids), _readmissions(ids)
    return {i: (tuple(histories[i]), tuple(back[i])) for i in ids}


def history(agency_id: int) -> tuple[rules.Decision, ...]:
    """Return the decisions about an agency as records of the rules."""
    return tuple(_histories({agency_id})[agency_id])


def readmissions(agency_id: int) -> tuple[date, ...]:
    """Return the days on which an agency's re-entry was decided."""
    return tuple(_readmissions({agency_id})[agency_id])


def barred_on(day: date) -> Select[Any]:
    """Select the ids of the agencies that are removed or blacklisted on a day."""
    return select(StandingSpan.agency_id).where(StandingSpan.standing.in_(OUT), in_force(day))


def carded_on(day: date) -> Select[Any]:
    """Select the ids of the agencies that have a yellow card on a day."""
    return select(StandingSpan.agency_id).where(StandingSpan.standing == "yellow-card", in_force(day))


def in_force(day: date) -> ColumnElement[bool]:
    """Return the condition that a span is in force on a day."""
    return (StandingSpan.starts_on <= day) & or_(StandingSpan.left_on.is_(None), StandingSpan.left_on > day)


def locked_until_within(today: date, days: int) -> Sequence[int]:
    """Return the agencies with a lockout in force whose last day is today or at most so many days ahead."""
    near = StandingSpan.locked_until.between(today, today + timedelta(days=days))
    chosen = select(StandingSpan.agency_id).where(near, in_force(today)).distinct()
    return db.session.scalars(chosen.order_by(StandingSpan.agency_id)).all()


def upheld_in(agency_id: int, year: int, on: date) -> Sequence[Decision]:
    """Return the vetoes in force on a day whose fact lies in a year (G6)."""
    chosen = _upheld(year, on).where(Decision.agency_id == agency_id)
    return db.session.scalars(chosen.order_by(Decision.id)).all()


def vetoed_in(year: int, on: date) -> set[int]:
    """Return the ids of the agencies about whom a veto is in force on a day whose fact lies in a year (G6)."""
    return {row.agency_id for row in db.session.scalars(_upheld(year, on))}


def vetoes_in(year: int, on: date) -> Sequence[tuple[Decision, str]]:
    """Return the vetoes in force on a day whose fact lies in a year, each with the facts of its case, if any (G6)."""
    chosen = _upheld(year, on).add_columns(Case.facts).outerjoin(Case, Decision.case_id == Case.id)
    return [(row, facts or "{}") for row, facts in db.session.execute(chosen.order_by(Decision.id))]


def overdue_since(first: date, on: date) -> int:
    """Count the commitments found overdue since a day, by decisions in force on another (C9)."""
    found = _upheld_between(first, on, on).where(Decision.kind == VetoKind.OVERDUE)
    return db.session.scalar(select(func.count()).select_from(found.subquery())) or 0


def _upheld(year: int, on: date) -> Select[Any]:
    return _upheld_between(date(year, 1, 1), date(year, 12, 31), on)


def _upheld_between(first: date, last: date, on: date) -> Select[Any]:
    return (
        select(Decision)
        .outerjoin(SettingAside)
        .where(
            Decision.kind != RATING,
            Decision.decided_on <= on,
            Decision.fact_on >= first,
            Decision.fact_on <= last,
            or_(SettingAside.id.is_(None), SettingAside.set_aside_on > on),
        )
    )


def decision(decision_id: int) -> Decision | None:
    """Return a decision, or None."""
    return db.session.get(Decision, decision_id)


def decisions_of(agency_id: int) -> Sequence[tuple[Decision, SettingAside | None]]:
    """Return every decision about an agency, the latest first, each with what set it aside."""
    chosen = select(Decision, SettingAside).outerjoin(SettingAside).where(Decision.agency_id == agency_id)
    rows = db.session.execute(chosen.order_by(Decision.decided_on.desc(), Decision.id.desc()))
    return [(row, ended) for row, ended in rows]


def case(case_id: int) -> Case | None:
    """Return a case, or None."""
    return db.session.get(Case, case_id)


def decided_of(rows: Iterable[Decision]) -> dict[int, Case]:
    """Return the cases in which decisions were made, by their id, in one statement."""
    ids = {row.case_id for row in rows if row.case_id}
    return {row.id: row for row in db.session.scalars(select(Case).where(Case.id.in_(ids)))}


def case_of(commitment: str) -> Case | None:
    """Return the case about a commitment, or None: there is one, ever."""
    return db.session.scalars(select(Case).where(Case.commitment == commitment)).first()


def cases_of_commitments(commitments: Iterable[str]) -> dict[str, Case]:
    """Return the case about each commitment named, in one statement."""
    rows = db.session.scalars(select(Case).where(Case.commitment.in_(set(commitments))))
    return {row.commitment: row for row in rows if row.commitment}


def cases(
    authority_key: str | None = None, agency_id: int | None = None, after: str | None = None
) -> Page[Case]:
    """Return a page of the cases of an authority, or about an agency, or all, the newest first."""
    chosen: Select[Any] = select(Case)
    if authority_key is not None:
        chosen = chosen.where(Case.authority_key == authority_key)
    if agency_id is not None:
        chosen = chosen.where(Case.agency_id == agency_id)
    return page(chosen, [Key(Case.id, downwards=True)], after)


def decided_cases(
    authority_key: str | None = None, agency_id: int | None = None, words: str = "", after: str | None = None
) -> Page[Case]:
    """Return a page of the cases that were decided, by number or agency where words are given, the newest first."""
    chosen: Select[Any] = select(Case).where(Case.outcome != "")
    if authority_key is not None:
        chosen = chosen.where(Case.authority_key == authority_key)
    if agency_id is not None:
        chosen = chosen.where(Case.agency_id == agency_id)
    if words:
        named = Case.agency.has(Organisation.name.contains(words, autoescape=True))
        chosen = chosen.where(or_(Case.number == words.upper(), named))
    return page(chosen, [Key(Case.id, downwards=True)], after)


def _histories(ids: set[int]) -> dict[int, list[rules.Decision]]:
    suspended, reviewed = aliased(CaseStep), aliased(CaseStep)
    chosen = (
        select(Decision, SettingAside.set_aside_on, suspended.on, reviewed.on)
        .outerjoin(SettingAside)
        .outerjoin(suspended, (suspended.case_id == Decision.case_id) & (suspended.act == Act.SUSPEND))
        .outerjoin(reviewed, (reviewed.case_id == Decision.case_id) & (reviewed.act == Act.DECIDE_REVIEW))
        .where(Decision.agency_id.in_(ids))
    )
    found: dict[int, list[rules.Decision]] = defaultdict(list)
    for row, set_aside_on, suspended_on, reviewed_on in db.session.execute(chosen.order_by(Decision.id)):
        past = Past(set_aside_on=set_aside_on, suspended_on=suspended_on, resumed_on=reviewed_on)
        found[row.agency_id].append(_record(row, past))
    return found


def _readmissions(ids: set[int]) -> dict[int, list[date]]:
    found: dict[int, list[date]] = defaultdict(list)
    for row in db.session.scalars(select(Readmission).where(Readmission.agency_id.in_(ids))):
        found[row.agency_id].append(row.readmitted_on)
    return found


def _record(row: Decision, past: Past) -> rules.Decision:
    if row.kind == RATING:
        return rules.RatingDecision(
            on=row.decided_on,
            **past,
            id=str(row.id),
            year=row.year or 0,
            grade=Grade(row.grade or "N"),
            by_score=Grade(row.by_score) if row.by_score else None,
        )
    return rules.VetoDecision(
        on=row.decided_on,
        **past,
        id=str(row.id),
        kind=VetoKind(row.kind),
        fact_on=row.fact_on or row.decided_on,
    )
