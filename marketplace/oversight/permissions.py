"""Who may read cases."""

from enum import StrEnum
from typing import Protocol

from accounts.kinds import Kind
from accounts.permissions import (
    Actor,
    Body,
    acts_for_authority,
    acts_for_managing_office,
    is_official,
    is_supervisor,
    reads_for_agency,
    reads_for_authority,
    reads_for_managing_office,
)


class CaseSeen(Protocol):
    """A case, as far as permissions look at it; `invited` are persons who read it for a part they were given."""

    @property
    def agency_id(self) -> int:
        """The agency that it is about."""

    @property
    def authority_key(self) -> str:
        """The authority of the item."""

    @property
    def is_told_to_agency(self) -> bool:
        """Whether the agency knows of it already."""

    @property
    def invited(self) -> frozenset[int]:
        """Persons with a part of their own: a reviewer, a leader of the hearing, a deputy."""


class Can(StrEnum):
    """What can be done with cases."""

    LIST = "oversight:case:list"  # see the cases of one's authority, one's agency, or all
    READ = "oversight:case:read"  # read one case with its facts
    OPEN = "oversight:case:open"  # open a case by hand for a serious violation
    ACT = "oversight:case:act"  # take the step of a case that is one's own; its table says whose it is
    READ_STANDING = "oversight:standing:read"  # see an agency's standing on any day with its decisions
    ENTER = "oversight:decision:enter"  # enter a rating or a veto that was decided on paper
    SET_ASIDE = "oversight:decision:set-aside"  # enter that a decision was set aside on paper
    CONFIRM = "oversight:decision:confirm"  # confirm or drop what another officer entered from paper


def is_of_its_authority(actor: Actor, case: CaseSeen) -> bool:
    """Belongs to the authority of the item."""
    key = getattr(actor.organisation, "authority_key", None) if actor.is_authenticated else None
    return key is not None and actor.organisation.kind == Kind.AUTHORITY and key == case.authority_key


def is_the_agency_concerned(actor: Actor, case: CaseSeen) -> bool:
    """Belongs to the agency that the case is about, and the agency knows of it."""
    return actor.is_authenticated and actor.organisation_id == case.agency_id and case.is_told_to_agency


def is_invited(actor: Actor, case: CaseSeen) -> bool:
    """Has a part of one's own in the case: reviews it, leads its hearing, or stands in for an officer."""
    return actor.is_authenticated and actor.id in case.invited


def acts_for_its_authority(actor: Actor, case: CaseSeen) -> bool:
    """Acts for the authority of the item."""
    return is_of_its_authority(actor, case) and actor.acts


def acts_for_the_agency_concerned(actor: Actor, case: CaseSeen) -> bool:
    """Acts for the agency that the case is about."""
    return is_the_agency_concerned(actor, case) and actor.acts


def acts_by_invitation(actor: Actor, case: CaseSeen) -> bool:
    """Acts in a part of one's own."""
    return is_invited(actor, case) and actor.acts


def stands_in_for_an_authority(actor: Actor, subject: object) -> bool:
    """Stands in for an officer of an authority today, as its deputy."""
    return actor.is_authenticated and actor.acts and bool(getattr(subject, "stands_in_for", ()))


def is_the_agency(actor: Actor, agency: Body) -> bool:
    """Belongs to the agency itself."""
    return actor.is_authenticated and actor.organisation_id == agency.id


GRANTS = {
    Can.LIST: (reads_for_authority, reads_for_agency, reads_for_managing_office, is_supervisor),
    Can.READ_STANDING: (is_official, is_the_agency),
    Can.ENTER: (acts_for_managing_office,),
    Can.SET_ASIDE: (acts_for_managing_office,),
    Can.CONFIRM: (acts_for_managing_office,),
    Can.READ: (
        is_of_its_authority,
        is_the_agency_concerned,
        reads_for_managing_office,
        is_supervisor,
        is_invited,
    ),
    Can.OPEN: (acts_for_authority, stands_in_for_an_authority),
    Can.ACT: (
        acts_for_its_authority,
        acts_for_the_agency_concerned,
        acts_for_managing_office,
        acts_by_invitation,
    ),
}
