"""Reads of rounds: the drafts, what is still to be done, by authority, and the evidence that counts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from accounts.models import Organisation
from blacklist import queries as blacklist
from credit.models import Check, Draft, EvidenceRuling, Objection, ObjectionPaper, Round
from credit.procedure import Progress, public_until, self_check_until
from credit.vocabulary import Made, Second, State
from kernel.db import db
from kernel.paging import Key, Page, page
from kernel.rulebook import Rulebook
from kernel.workdays import Calendar

OPEN_SECONDS = (Second.ASKED, Second.SENT_BACK)


@dataclass(frozen=True)
class Share:
    """How far one authority is with its checks in a round: how many it has, answered, and of them scored."""

    authority_key: str
    checks: int
    answered: int
    scored: int


def round_of(year: int) -> Round | None:
    """Return the round that rates a year, or None."""
    return db.session.scalars(select(Round).where(Round.year == year)).first()


def rounds() -> Sequence[Round]:
    """Return all rounds, the latest year first."""
    return db.session.scalars(select(Round).order_by(Round.year.desc())).all()


def running() -> Sequence[Round]:
    """Return the rounds that are not determined yet, the earliest year first."""
    chosen = select(Round).where(Round.state != State.DETERMINED).order_by(Round.year)
    return db.session.scalars(chosen).all()


def draft(year: int, agency_id: int) -> Draft | None:
    """Return what the round of a year says of an agency, or None."""
    chosen = select(Draft).join(Round).where(Round.year == year, Draft.agency_id == agency_id)
    return db.session.scalars(chosen).first()


def drafts_about(agency_id: int) -> Sequence[Draft]:
    """Return what all rounds say of an agency, the latest year first."""
    chosen = select(Draft).join(Round).where(Draft.agency_id == agency_id)
    return db.session.scalars(chosen.order_by(Round.year.desc())).all()


def determined_years(agency_id: int) -> Sequence[int]:
    """Return the years whose rating of an agency was determined in a round here, the latest first."""
    chosen = (
        select(Round.year).join(Draft).where(Draft.agency_id == agency_id, Round.state == State.DETERMINED)
    )
    return db.session.scalars(chosen.order_by(Round.year.desc())).all()


def with_days_left(day: date) -> Sequence[int]:
    """Return the ids of the drafts whose agency may still act on a day: check itself, or object in its own days (G7)."""
    frozen = (Round.state == State.FROZEN) & Draft.self_checked_on.is_(None)
    chosen = select(Draft.id).join(Round).where(or_(frozen, Draft.objections_until >= day))
    return db.session.scalars(chosen.order_by(Draft.id)).all()


def all_drafts(found: Round) -> Sequence[Draft]:
    """Return every draft of a round, by agency."""
    return db.session.scalars(select(Draft).where(Draft.round_id == found.id).order_by(Draft.agency_id)).all()


def drafts(found: Round, *only: ColumnElement[bool], after: str | None = None) -> Page[Draft]:
    """Return a page of the drafts of a round, by name."""
    chosen: Select[Any] = select(Draft).join(Organisation).where(Draft.round_id == found.id, *only)
    return page(chosen, [Key(Organisation.name), Key(Draft.id)], after)


def by_grade(found: Round) -> dict[str, int]:
    """Count the drafts of a round by grade."""
    chosen = select(Draft.grade, func.count()).where(Draft.round_id == found.id).group_by(Draft.grade)
    return dict(list(db.session.execute(chosen)))


def of_industries(found: Round, industries: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """Return the total and the dimensions of every rated draft of each industry, as they are stored, in one statement."""
    chosen = select(Draft.industry, Draft.total, Draft.dimensions).where(
        Draft.round_id == found.id, Draft.industry.in_(set(industries)), Draft.grade.not_in(("", "N"))
    )
    of_each: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for industry, total, dimensions in db.session.execute(chosen):
        of_each[industry].append((total, dimensions))
    return of_each


def shares(found: Round) -> Sequence[Share]:
    """Return how far each authority is with its checks in a round, in one statement."""
    chosen = (
        select(
            Check.authority_key,
            func.count(),
            func.count().filter(Check.made != Made.OPEN),
            func.count().filter(Check.made == Made.SCORED),
        )
        .join(Draft)
        .where(Draft.round_id == found.id)
        .group_by(Check.authority_key)
        .order_by(Check.authority_key)
    )
    return [
        Share(key, checks, answered, scored) for key, checks, answered, scored in db.session.execute(chosen)
    ]


def checks_of(draft_id: int, authority_key: str | None = None) -> Sequence[Check]:
    """Return the checks of a draft, all or those of one authority."""
    chosen = select(Check).where(Check.draft_id == draft_id).order_by(Check.authority_key, Check.of.desc())
    if authority_key is not None:
        chosen = chosen.where(Check.authority_key == authority_key)
    return db.session.scalars(chosen).all()


def checked_by(authority_key: str) -> ColumnElement[bool]:
    """Return the condition that an authority checks the agency of a draft."""
    return select(Check.id).where(Check.draft_id == Draft.id, Check.authority_key == authority_key).exists()


def waits_for(authority_key: str) -> ColumnElement[bool]:
    """Return the condition that a check of an authority is still open on a draft."""
    mine = (Check.draft_id == Draft.id, Check.authority_key == authority_key, Check.made == Made.OPEN)
    return select(Check.id).where(*mine).exists()


def has_open_objection() -> ColumnElement[bool]:
    """Return the condition that an objection to a draft waits for its answer."""
    return (
        select(Objection.id).where(Objection.draft_id == Draft.id, Objection.answered_on.is_(None)).exists()
    )


def waits_for_second() -> ColumnElement[bool]:
    """Return the condition that a draft waits for the second person."""
    return Draft.second == Second.ASKED


def objection(objection_id: int) -> Objection | None:
    """Return an objection, or None."""
    return db.session.get(Objection, objection_id)


def open_objections(found: Round | None = None) -> Sequence[Objection]:
    """Return the objections that wait for their answer, of a round or of all, the oldest first."""
    chosen = select(Objection).join(Draft).where(Objection.answered_on.is_(None))
    if found is not None:
        chosen = chosen.where(Draft.round_id == found.id)
    return db.session.scalars(chosen.order_by(Objection.made_on, Objection.id)).all()


def objections_to(draft_id: int) -> Sequence[Objection]:
    """Return the objections to a draft, the oldest first."""
    chosen = select(Objection).where(Objection.draft_id == draft_id).order_by(Objection.id)
    return db.session.scalars(chosen).all()


def papers_of(objection_ids: Iterable[int]) -> dict[int, list[ObjectionPaper]]:
    """Return the files that came with each objection named, in one statement."""
    found: dict[int, list[ObjectionPaper]] = defaultdict(list)
    chosen = select(ObjectionPaper).where(ObjectionPaper.objection_id.in_(set(objection_ids)))
    for row in db.session.scalars(chosen.order_by(ObjectionPaper.id)):
        found[row.objection_id].append(row)
    return found


def rulings_of(draft_id: int) -> Sequence[EvidenceRuling]:
    """Return what was ruled about the evidence of a draft, the oldest first."""
    chosen = select(EvidenceRuling).where(EvidenceRuling.draft_id == draft_id).order_by(EvidenceRuling.id)
    return db.session.scalars(chosen).all()


def progress(found: Round, calendar: Calendar, book: Rulebook, today: date) -> Progress:
    """Return what is still to be done in a round, in a fixed number of statements."""
    checks = select(func.count()).select_from(Check).join(Draft)
    objections = select(func.count()).select_from(Objection).join(Draft)
    of_round = Draft.round_id == found.id
    vetoed = blacklist.vetoed_in(found.year, today)
    seconds = func.count().filter(Draft.second.in_(OPEN_SECONDS))
    stale = func.count().filter(Draft.has_veto != Draft.agency_id.in_(vetoed))
    silent = func.count().filter(Draft.self_checked_on.is_(None))
    summed = select(seconds, stale, silent, func.max(Draft.objections_until), func.max(Draft.public_from))
    unchecked, out_of_date, self_checks, until, public_from = db.session.execute(summed.where(of_round)).one()
    return Progress(
        checks_open=db.session.scalar(checks.where(of_round, Check.made == Made.OPEN)) or 0,
        objections_open=db.session.scalar(objections.where(of_round, Objection.answered_on.is_(None))) or 0,
        unchecked=unchecked,
        self_checks_open=self_checks,
        self_check_until=self_check_until(found.frozen_on, calendar, book) if found.frozen_on else None,
        out_of_date=out_of_date if found.drawn_up_on else 0,
        may_object_until=until,
        public_until=public_until(public_from, calendar, book).day if public_from else None,
    )


def to_draw_again(found: Round, today: date) -> Sequence[Draft]:
    """Return the drafts that a decision of another file may have changed: by a veto (G6), or a D in its row (P2)."""
    vetoed = blacklist.vetoed_in(found.year, today)
    changed = or_(Draft.has_veto != Draft.agency_id.in_(vetoed), Draft.grade == "D")
    chosen = select(Draft).where(Draft.round_id == found.id, changed, Draft.told_on.is_not(None))
    return db.session.scalars(chosen.order_by(Draft.id)).all()
