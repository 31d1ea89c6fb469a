"""Who may do what in the yearly rating (G7)."""

from datetime import date
from enum import StrEnum
from typing import Protocol

from accounts.permissions import (
    Actor,
    acts_for_authority,
    acts_for_managing_office,
    is_official,
    is_supervisor,
    reads_for_agency,
    reads_for_authority,
    reads_for_managing_office,
)


class DraftSeen(Protocol):
    """A draft, as far as permissions look at it."""

    agency_id: int
    told_on: date | None


class Of(Protocol):
    """What belongs to a draft: an objection, a check."""

    draft: DraftSeen


class Can(StrEnum):
    """What can be done in the yearly rating."""

    LIST = "rating:round:list"  # see the rounds with their progress, and the drafts
    RUN = "rating:round:run"  # open, freeze, tell the drafts, close, publish and determine
    CHECK = "rating:check:answer"  # answer the checks of one's industries
    READ_DRAFT = "rating:draft:read"  # see a draft with every lost point and its evidence
    SELF_CHECK = "rating:draft:self-check"  # check oneself before the draft, where the rulebook has that step
    OBJECT = "rating:draft:object"  # object to the own draft
    ANSWER = "rating:objection:answer"  # answer an objection, announce and enter its hearing
    READ_PAPER = "rating:objection:read-paper"  # download what came with an objection
    RULE = "rating:evidence:rule"  # set evidence aside or admit it by a reasoned act
    SECOND = "rating:draft:second"  # confirm an A or a D as the second person, or send it back
    READ_OWN_FILE = "rating:file:read-own"  # see the own credit file
    READ_FILE = "rating:file:read"  # see an agency's credit file


def is_told_its_draft(actor: Actor, draft: DraftSeen) -> bool:
    """Belongs to the agency that the draft is about, and the draft is told."""
    return reads_for_agency(actor, draft) and actor.organisation_id == draft.agency_id and bool(draft.told_on)


def acts_for_the_agency_before_its_draft(actor: Actor, draft: DraftSeen) -> bool:
    """Acts for the agency that the draft will be about."""
    return reads_for_agency(actor, draft) and actor.organisation_id == draft.agency_id and actor.acts


def acts_for_the_agency_rated(actor: Actor, draft: DraftSeen) -> bool:
    """Acts for the agency that the draft is about."""
    return is_told_its_draft(actor, draft) and actor.acts


def belongs_to_who_objected(actor: Actor, objection: Of) -> bool:
    """Belongs to the agency that objected."""
    return is_told_its_draft(actor, objection.draft)


_OFFICIALS = (reads_for_managing_office, reads_for_authority, is_supervisor)

GRANTS = {
    Can.LIST: _OFFICIALS,
    Can.RUN: (acts_for_managing_office,),
    Can.CHECK: (acts_for_authority,),
    Can.READ_DRAFT: (is_told_its_draft, *_OFFICIALS),
    Can.SELF_CHECK: (acts_for_the_agency_before_its_draft,),
    Can.OBJECT: (acts_for_the_agency_rated,),
    Can.ANSWER: (acts_for_managing_office,),
    Can.READ_PAPER: (belongs_to_who_objected, *_OFFICIALS),
    Can.RULE: (acts_for_managing_office,),
    Can.SECOND: (acts_for_managing_office,),
    Can.READ_OWN_FILE: (reads_for_agency,),
    Can.READ_FILE: (is_official,),
}
