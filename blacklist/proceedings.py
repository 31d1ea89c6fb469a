"""Reads of what a case has gone through: its steps, its papers, and where it stands on a day."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select

from accounts.kinds import Kind, Role
from accounts.models import Organisation, User
from blacklist.course import Before, Course, Step, course
from blacklist.models import Case, CasePaper, CaseStep, Decision
from blacklist.procedure import Hand, Parts
from blacklist.procedure import may_lead as leads
from blacklist.queries import FOR, HANDS, RATING
from blacklist.vocabulary import Act, Verdict
from kernel.db import db
from kernel.rulebook import Rulebook
from kernel.workdays import Calendar

_ACTING = (User.role != Role.READER, User.switched_off_at.is_(None))
MOST_AT_ONCE = 500  # cases that a desk shows; a city of a hundred thousand agencies had a few dozen open


@dataclass(frozen=True)
class Seen:
    """A case and where it stands."""

    case: Case
    course: Course


def course_of(case: Case, calendar: Calendar, book: Rulebook, today: date) -> Course:
    """Return where a case stands on a day."""
    return seen([case], calendar, book, today)[0].course


def seen(cases: Sequence[Case], calendar: Calendar, book: Rulebook, today: date) -> list[Seen]:
    """Return where each of the cases stands on a day, in three statements however many there are."""
    steps, office, hands = steps_of(case.id for case in cases), office_people(), _officers()
    return [
        Seen(
            case,
            course(
                case.opened_by,
                [_step(row) for row in steps[case.id]],
                calendar,
                book,
                today,
                office=office,
                officers=hands[case.authority_key],
                before=_before(case),
                set_aside=case.outcome == Verdict.SET_ASIDE,
            ),
        )
        for case in cases
    ]


def steps_of(case_ids: Iterable[int]) -> dict[int, list[CaseStep]]:
    """Return the steps of each case, the first first, in one statement."""
    chosen = select(CaseStep).where(CaseStep.case_id.in_(set(case_ids))).order_by(CaseStep.id)
    found: dict[int, list[CaseStep]] = defaultdict(list)
    for row in db.session.scalars(chosen):
        found[row.case_id].append(row)
    return found


def papers_of(case_id: int) -> dict[int | None, list[CasePaper]]:
    """Return the files of a case by the step that they came with; None for the opening."""
    found: dict[int | None, list[CasePaper]] = defaultdict(list)
    for row in db.session.scalars(
        select(CasePaper).where(CasePaper.case_id == case_id).order_by(CasePaper.id)
    ):
        found[row.step_id].append(row)
    return found


def paper(paper_id: int) -> CasePaper | None:
    """Return a file of a case, or None."""
    return db.session.get(CasePaper, paper_id)


def decision_of(case_id: int) -> Decision | None:
    """Return the decision that a case led to, or None."""
    return db.session.scalars(select(Decision).where(Decision.case_id == case_id)).first()


def unsettled(today: date, authority_key: str | None = None, agency_id: int | None = None) -> Sequence[Case]:
    """Return the cases on which something may still be done, the oldest first."""
    chosen: Select[Any] = select(Case).where(or_(Case.settled_on.is_(None), Case.settled_on > today))
    if authority_key is not None:
        chosen = chosen.where(Case.authority_key == authority_key)
    if agency_id is not None:
        chosen = chosen.where(Case.agency_id == agency_id)
    return db.session.scalars(chosen.order_by(Case.id).limit(MOST_AT_ONCE)).all()


def unsettled_ids(today: date) -> Sequence[int]:
    """Return the ids of the cases on which something may still be done, for a job that looks at each."""
    chosen = select(Case.id).where(or_(Case.settled_on.is_(None), Case.settled_on > today))
    return db.session.scalars(chosen.order_by(Case.id)).all()


def hand_of(person: User, case: Case, stands_in_for: Iterable[User] = ()) -> Hand:
    """Return who a person is to a case, in its own right or as the deputy of those for whom it stands in today."""
    of_authority, of_office = _is_of_authority(person, case), _is_of_office(person)
    stood_for = list(stands_in_for)
    for_authority = next((one.id for one in stood_for if _is_of_authority(one, case)), None)
    for_office = next((one.id for one in stood_for if _is_of_office(one)), None)
    return Hand(
        person=person.id,
        of_authority=of_authority or (person.acts and for_authority is not None),
        of_office=of_office or (person.acts and for_office is not None),
        of_agency=person.acts and person.organisation_id == case.agency_id,
        for_authority=None if of_authority else for_authority,
        for_office=None if of_office else for_office,
    )


def named_in(person_id: int) -> Sequence[Case]:
    """Return the cases in which a person was named to lead the hearing or to review, as far as one is still open."""
    named = select(CaseStep.case_id).where(CaseStep.person_id == person_id)
    chosen = select(Case).where(Case.id.in_(named), Case.settled_on.is_(None))
    return db.session.scalars(chosen.order_by(Case.id).limit(MOST_AT_ONCE)).all()


def _is_of_authority(person: User, case: Case) -> bool:
    body: Organisation = person.organisation
    key = getattr(body, "authority_key", None)
    return person.acts and body.kind == Kind.AUTHORITY and key == case.authority_key


def _is_of_office(person: User) -> bool:
    return person.acts and person.is_of(Kind.MANAGING_OFFICE)


def office_people() -> Collection[int]:
    """Return the persons of the managing office, those switched off included."""
    return set(
        db.session.scalars(
            select(User.id).join(Organisation).where(Organisation.kind == Kind.MANAGING_OFFICE)
        )
    )


def may_lead(case: Case, parts: Parts) -> Sequence[User]:
    """Return the officers of the authority and the managing office who did not handle a case (P5c)."""
    return [
        person
        for person in _officials()
        if leads(person.id, parts)
        and (person.is_of(Kind.MANAGING_OFFICE) or person.organisation.authority_key == case.authority_key)
    ]


def may_review(parts: Parts) -> Sequence[User]:
    """Return the officials who took no part in a case, of whom the city government may name one (P13)."""
    return [person for person in _officials() if person.id not in parts.took_part]


def is_of_a_rating(case: Case) -> bool:
    """Tell whether a case is the file of a determined D (P5a)."""
    return case.kind == RATING


def _officials() -> Sequence[User]:
    kinds = (Kind.AUTHORITY, Kind.MANAGING_OFFICE)
    chosen = select(User).join(User.organisation).where(Organisation.kind.in_(kinds), *_ACTING)
    return db.session.scalars(chosen.order_by(User.id)).all()


def _officers() -> dict[str, set[int]]:
    """Return the acting officers of every authority by its key, in one statement."""
    chosen = select(Organisation.authority_key, User.id).join(User, User.organisation_id == Organisation.id)
    acting = chosen.where(
        Organisation.authority_key.is_not(None), Organisation.switched_off_at.is_(None), *_ACTING
    )
    found: dict[str, set[int]] = defaultdict(set)
    for key, person in db.session.execute(acting):
        found[str(key)].add(person)
    return found


def _before(case: Case) -> Before:
    facts = json.loads(case.facts)
    return Before(facts.get(HANDS, ()), facts.get(FOR))


def _step(row: CaseStep) -> Step:
    return Step(Act(row.act), row.on, row.actor_id, row.day, row.person_id, row.outcome, row.for_id)
