"""Who may use the workbench and read the archive. A project's page asks the permissions of projects."""

from enum import StrEnum
from typing import Protocol

from accounts.permissions import Actor, acts_for_operator, is_official, is_signed_in


class AboutAnAgency(Protocol):
    """A decision, as far as permissions look at it."""

    agency_id: int


class Can(StrEnum):
    """What can be done at home."""

    SEE_WORKBENCH = "home:workbench:see"  # see what waits for the own organisation
    IMPORT_CALENDAR = "home:calendar:import"  # import the State Council's yearly notice
    READ_ARCHIVE = "home:archive:read"  # read of decisions about an agency that the register no longer shows


def is_the_agency_decided_about(actor: Actor, subject: AboutAnAgency) -> bool:
    """Belongs to the agency that was decided about."""
    return actor.is_authenticated and actor.organisation_id == subject.agency_id


GRANTS = {
    Can.SEE_WORKBENCH: (is_signed_in,),
    Can.IMPORT_CALENDAR: (acts_for_operator,),
    Can.READ_ARCHIVE: (is_official, is_the_agency_decided_about),
}
