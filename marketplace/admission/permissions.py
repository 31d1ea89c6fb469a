"""Who may do what with an admission."""

from enum import StrEnum
from typing import Protocol

from accounts.permissions import (
    Actor,
    acts_for_agency,
    acts_for_managing_office,
    acts_for_operator,
    fills_in_for_agency,
    is_head,
    is_official,
    is_supervisor,
    reads_for_agency,
    reads_for_managing_office,
    reads_for_operator,
)


class OfAnAgency(Protocol):
    """A qualification, practitioner, listed service or tie, as far as permissions look at it."""

    agency_id: int


class Can(StrEnum):
    """What can be done with admissions."""

    READ_OWN = "admission:application:read-own"  # see the own application, section by section
    FILL_IN = "admission:application:fill-in"  # fill the own application in, and keep it true after admission
    CHANGE_ENTERED = "admission:entry:change"  # change or withdraw one thing that was entered
    SIGN = "admission:letter:sign"  # sign the commitment letter
    SUBMIT = "admission:application:submit"  # submit the application
    READ_FILE = "admission:file:read"  # download the certificate of a qualification
    LIST = "admission:application:list"  # see which applications wait for the form check
    READ = "admission:application:read"  # see an application with everything that was entered
    ANSWER = "admission:application:answer"  # accept an application or return it, with reasons
    REENTER = "admission:reentry:apply"  # apply for re-entry after a lockout, and sign the letter anew
    LIST_REENTRIES = "admission:reentry:list"  # see which agencies apply for re-entry
    READ_REENTRY = "admission:reentry:read"  # see an application for re-entry with its papers
    CHECK_REENTRY = "admission:reentry:check"  # check the form of an application for re-entry
    DECIDE_REENTRY = "admission:reentry:decide"  # decide about a re-entry
    IMPORT = "admission:import:bring"  # lay in today's agencies from a sheet


def belongs_to_its_agency(actor: Actor, subject: OfAnAgency) -> bool:
    """Belongs to the agency that entered it."""
    return reads_for_agency(actor, subject) and actor.organisation_id == subject.agency_id


def fills_in_for_its_agency(actor: Actor, subject: OfAnAgency) -> bool:
    """May enter things for the agency that entered it."""
    return belongs_to_its_agency(actor, subject) and actor.fills_in


def heads_a_verified_agency(actor: Actor, subject: object) -> bool:
    """Is a head of a verified agency."""
    return acts_for_agency(actor, subject) and is_head(actor, subject)


GRANTS = {
    Can.READ_OWN: (reads_for_agency,),
    Can.FILL_IN: (fills_in_for_agency,),
    Can.CHANGE_ENTERED: (fills_in_for_its_agency,),
    Can.SIGN: (heads_a_verified_agency,),
    Can.SUBMIT: (acts_for_agency,),
    Can.READ_FILE: (belongs_to_its_agency, is_official),
    Can.LIST: (reads_for_operator, reads_for_managing_office, is_supervisor),
    Can.READ: (is_official,),
    Can.ANSWER: (acts_for_operator,),
    Can.REENTER: (heads_a_verified_agency,),
    Can.LIST_REENTRIES: (reads_for_operator, reads_for_managing_office, is_supervisor),
    Can.READ_REENTRY: (belongs_to_its_agency, is_official),
    Can.CHECK_REENTRY: (acts_for_operator,),
    Can.DECIDE_REENTRY: (acts_for_managing_office,),
    Can.IMPORT: (acts_for_operator,),
}
