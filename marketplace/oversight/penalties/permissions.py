"""Who may read and enter external records."""

from enum import StrEnum
from typing import Protocol

from accounts.kinds import Kind
from accounts.permissions import (
    Actor,
    acts_for_authority,
    acts_for_managing_office,
    is_supervisor,
    reads_for_agency,
    reads_for_authority,
    reads_for_managing_office,
)


class Kept(Protocol):
    """A record or an import, as far as permissions look at it."""

    authority_key: str


class Can(StrEnum):
    """What can be done with external records."""

    LIST = (
        "oversight:external-record:list"  # see the external records of one's authority, one's agency, or all
    )
    ENTER = (
        "oversight:external-record:enter"  # enter a penalty or a court dishonesty record, or a sheet of them
    )
    READ_IMPORT = "oversight:external-record:preview"  # see what a sheet would lay in, and lay it in
    SET_ASIDE = "oversight:external-record:set-aside"  # set a record that was entered wrongly aside


def acts_for_the_authority_that_entered_it(actor: Actor, kept: Kept) -> bool:
    """Acts for the authority that brought the record or the sheet."""
    if not (actor.is_authenticated and actor.organisation.kind == Kind.AUTHORITY and actor.acts):
        return False
    return bool(getattr(actor.organisation, "authority_key", None) == kept.authority_key)


GRANTS = {
    Can.LIST: (reads_for_authority, reads_for_agency, reads_for_managing_office, is_supervisor),
    Can.ENTER: (acts_for_authority,),
    Can.READ_IMPORT: (acts_for_the_authority_that_entered_it,),
    Can.SET_ASIDE: (acts_for_the_authority_that_entered_it, acts_for_managing_office),
}
