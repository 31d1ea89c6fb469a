"""Who may read cases."""

from enum import StrEnum
from typing import Protocol

from accounts.kinds import Kind
from accounts.permissions import (
    Actor,
    Body,
    acts_for_managing_office,
    is_official,
    is_supervisor,
    reads_for_agency,
    reads_for_authority,
    reads_for_managing_office,
)


class CaseSeen(Protocol):
    """A case, as far as permissions look at it."""

    agency_id: int
    authority_key: str


class Can(StrEnum):
    """What can be done with cases."""

    LIST = "oversight:case:list"  # see the cases of one's authority, one's agency, or all
    READ = "oversight:case:read"  # read one case with its facts
    READ_STANDING = "oversight:standing:read"  # see an agency's standing on any day with its decisions
    ENTER = "oversight:decision:enter"  # enter a rating or a veto that was decided on paper
    SET_ASIDE = "oversight:decision:set-aside"  # enter that a decision was set aside on paper


def is_of_its_authority(actor: Actor, case: CaseSeen) -> bool:
    """Belongs to the authority of the item."""
    key = getattr(actor.organisation, "authority_key", None) if actor.is_authenticated else None
    return key is not None and actor.organisation.kind == Kind.AUTHORITY and key == case.authority_key


def is_the_agency_concerned(actor: Actor, case: CaseSeen) -> bool:
    """Belongs to the agency that the case is about."""
    return actor.is_authenticated and actor.organisation_id == case.agency_id


def is_the_agency(actor: Actor, agency: Body) -> bool:
    """Belongs to the agency itself."""
    return actor.is_authenticated and actor.organisation_id == agency.id


GRANTS = {
    Can.LIST: (reads_for_authority, reads_for_agency, reads_for_managing_office, is_supervisor),
    Can.READ_STANDING: (is_official, is_the_agency),
    Can.ENTER: (acts_for_managing_office,),
    Can.SET_ASIDE: (acts_for_managing_office,),
    Can.READ: (is_of_its_authority, is_the_agency_concerned, reads_for_managing_office, is_supervisor),
}
