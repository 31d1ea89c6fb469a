"""Who may plan, draw and enter random inspections."""

from enum import StrEnum
from typing import Protocol

from accounts.kinds import Kind
from accounts.permissions import (
    Actor,
    acts_for_authority,
    everyone,
    is_supervisor,
    reads_for_managing_office,
)


class Planned(Protocol):
    """A plan, as far as permissions look at it."""

    authority_key: str


class Inspected(Protocol):
    """An inspection with its inspectors, as far as permissions look at it."""

    @property
    def agency_id(self) -> int:
        """The agency that was drawn."""

    @property
    def authority_key(self) -> str:
        """The authority whose plan it is."""

    @property
    def inspectors(self) -> frozenset[int]:
        """The persons who were drawn for it."""

    @property
    def is_told(self) -> bool:
        """Whether its result was entered."""


class Can(StrEnum):
    """What can be done with random inspections."""

    READ_PLAN = "oversight:inspection-plan:read"  # see a plan, its draw and its record, and how it went
    PLAN = "oversight:inspection-plan:publish"  # publish a plan for a year
    DRAW = "oversight:inspection-plan:draw"  # lay down the list and draw by the public figure
    READ = "oversight:inspection:read"  # read what an inspection found, point by point
    INSPECT = "oversight:inspection:enter"  # enter what an inspection found
    CHECK = "oversight:agency-check:enter"  # enter a check of licences and staff, or of the archive


def acts_for_the_authority_of_the_plan(actor: Actor, plan: Planned) -> bool:
    """Acts for the authority whose plan it is."""
    return is_of_the_authority(actor, plan) and actor.acts


def is_of_the_authority(actor: Actor, subject: Planned | Inspected) -> bool:
    """Belongs to the authority whose plan it is."""
    if not (actor.is_authenticated and actor.organisation.kind == Kind.AUTHORITY):
        return False
    return bool(getattr(actor.organisation, "authority_key", None) == subject.authority_key)


def is_the_agency_inspected(actor: Actor, inspection: Inspected) -> bool:
    """Belongs to the agency, once the result was entered."""
    return actor.is_authenticated and inspection.is_told and actor.organisation_id == inspection.agency_id


def was_drawn_for_it(actor: Actor, inspection: Inspected) -> bool:
    """Was drawn as one of its inspectors and still acts for the authority."""
    return is_of_the_authority(actor, inspection) and actor.acts and actor.id in inspection.inspectors


GRANTS = {
    Can.READ_PLAN: (everyone,),
    Can.PLAN: (acts_for_authority,),
    Can.DRAW: (acts_for_the_authority_of_the_plan,),
    Can.READ: (is_of_the_authority, is_the_agency_inspected, reads_for_managing_office, is_supervisor),
    Can.INSPECT: (was_drawn_for_it,),
    Can.CHECK: (acts_for_authority,),
}
