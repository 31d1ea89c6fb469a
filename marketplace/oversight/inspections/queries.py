"""Reads of random inspections: plans, draws, what was drawn, and whom a draw is held among."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from accounts import queries as accounts
from accounts.kinds import Role
from accounts.models import Organisation, User
from blacklist import queries as blacklist
from credit import queries as credit
from kernel.db import db
from kernel.paging import Key, Page, page
from marketplace.admission.catalogue import items
from marketplace.admission.models import Admission, ListedService
from marketplace.admission.queries import ACCEPTED
from marketplace.oversight.inspections.models import Inspection, InspectionDraw, InspectionPlan, Inspector

UNRATED = "N"


@dataclass(frozen=True)
class InspectionFile:
    """An inspection with whoever was drawn for it."""

    row: Inspection
    people: Sequence[User]

    @property
    def agency_id(self) -> int:
        """Return the agency that was drawn."""
        return self.row.agency_id

    @property
    def authority_key(self) -> str:
        """Return the authority whose plan it is."""
        return self.row.plan.authority_key

    @property
    def inspectors(self) -> frozenset[int]:
        """Return the persons who were drawn for it."""
        return frozenset(person.id for person in self.people)

    @property
    def is_told(self) -> bool:
        """Tell whether its result was entered."""
        return self.row.entered_on is not None


def plan(number: str) -> InspectionPlan | None:
    """Return a plan by its number, or None."""
    return db.session.scalars(select(InspectionPlan).where(InspectionPlan.number == number)).first()


def plan_of(authority_key: str, year: int) -> InspectionPlan | None:
    """Return an authority's plan of a year, or None."""
    chosen = select(InspectionPlan).where(
        InspectionPlan.authority_key == authority_key, InspectionPlan.year == year
    )
    return db.session.scalars(chosen).first()


def plans(after: str | None = None) -> Page[InspectionPlan]:
    """Return a page of all plans, the newest first."""
    return page(select(InspectionPlan), [Key(InspectionPlan.id, downwards=True)], after)


def draws_of(plan_id: int) -> Sequence[InspectionDraw]:
    """Return the draws of a plan, the agencies' first."""
    chosen = select(InspectionDraw).where(InspectionDraw.plan_id == plan_id)
    return db.session.scalars(chosen.order_by(InspectionDraw.round)).all()


def inspections_of(plan_id: int, after: str | None = None) -> Page[Inspection]:
    """Return a page of what was drawn by a plan, in the order of the draw."""
    return page(select(Inspection).where(Inspection.plan_id == plan_id), [Key(Inspection.place)], after)


def inspection_file(number: str, agency_id: int) -> InspectionFile | None:
    """Return an inspection of a plan with its inspectors, or None."""
    chosen = select(Inspection).join(InspectionPlan, InspectionPlan.id == Inspection.plan_id)
    row = db.session.scalars(
        chosen.where(InspectionPlan.number == number, Inspection.agency_id == agency_id)
    ).first()
    return InspectionFile(row, inspectors_of([row.id])[row.id]) if row else None


def inspectors_of(inspection_ids: Iterable[int]) -> dict[int, list[User]]:
    """Return who was drawn for each inspection named, in one statement."""
    found: dict[int, list[User]] = defaultdict(list)
    chosen = select(Inspector).where(Inspector.inspection_id.in_(set(inspection_ids)))
    for row in db.session.scalars(chosen.order_by(Inspector.user_id)):
        found[row.inspection_id].append(row.person)
    return found


def to_be_drawn(authority_key: str, day: date) -> dict[str, str]:
    """Return, of the agencies on the platform that list an item of an authority, the code with the grade in force."""
    codes = [code for code, item in items().items() if item.authority == authority_key]
    listed = select(ListedService.agency_id).where(
        ListedService.item_code.in_(codes), ListedService.closed_on.is_(None)
    )
    chosen = (
        select(Organisation.id, Organisation.uscc)
        .join(Admission, Admission.agency_id == Organisation.id)
        .where(
            Admission.state == ACCEPTED,
            Admission.accepted_on <= day,
            Organisation.id.in_(listed),
            Organisation.uscc.is_not(None),
            Organisation.switched_off_at.is_(None),
            Organisation.id.not_in(blacklist.barred_on(day)),
        )
        .order_by(Organisation.uscc)
    )
    found = list(db.session.execute(chosen))
    grades = credit.grades_in_force([row.id for row in found], day)
    return {row.uscc: grades[row.id].letter if row.id in grades else UNRATED for row in found}


def may_inspect(authority_id: int) -> list[User]:
    """Return the persons of an authority who act and are not switched off: the inspectors' list."""
    return [
        person
        for person in accounts.people_of(authority_id)
        if person.switched_off_at is None and person.role != Role.READER
    ]


def ids_by_code(codes: Iterable[str]) -> dict[str, int]:
    """Return the ids of organisations by their code, in one statement."""
    chosen = select(Organisation.uscc, Organisation.id).where(Organisation.uscc.in_(set(codes)))
    return {row.uscc: row.id for row in db.session.execute(chosen)}


def grades_of(row: InspectionPlan) -> dict[str, str]:
    """Return the codes and grades that were laid down with a plan."""
    found: dict[str, str] = json.loads(row.grades)
    return found


def to_inspect(person: User, most: int) -> Sequence[Inspection]:
    """Return the first inspections that a person was drawn for and whose result is not entered."""
    chosen = select(Inspection).join(Inspector, Inspector.inspection_id == Inspection.id)
    mine = chosen.where(Inspector.user_id == person.id, Inspection.entered_on.is_(None))
    return db.session.scalars(mine.order_by(Inspection.id).limit(most)).all()


def is_of_industry(agency_id: int, authority_key: str) -> bool:
    """Tell whether an agency lists an item of an authority."""
    codes = [code for code, item in items().items() if item.authority == authority_key]
    listed = select(ListedService.id).where(
        ListedService.agency_id == agency_id,
        ListedService.item_code.in_(codes),
        ListedService.closed_on.is_(None),
    )
    return db.session.scalars(listed.limit(1)).first() is not None
