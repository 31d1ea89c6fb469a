"""Who may do what in a choice."""

from enum import StrEnum
from typing import Any, Protocol

from accounts.permissions import (
    Actor,
    acts_for_agency,
    acts_for_authority,
    acts_for_managing_office,
    acts_for_operator,
    acts_for_owner,
    is_official,
    reads_for_agency,
    reads_for_operator,
    reads_for_service_centre,
)
from kernel.sentences import Sentence, say


class OwnersNotice(Protocol):
    """A notice, as far as permissions look at it."""

    id: int
    owner_id: int


class AgencysEntry(Protocol):
    """A registration, as far as permissions look at it."""

    agency_id: int


class Can(StrEnum):
    """What can be done in a choice."""

    COMPARE = "selection:need:compare"  # compare agencies for a need and invite them
    READ_NOTICE = "selection:notice:read"  # see a notice with its offers
    CHOOSE = "selection:award:choose"  # choose an agency, or withdraw the notice
    LIST_INVITATIONS = "selection:invitation:list"  # see the own invitations
    READ_INVITATION = "selection:invitation:read"  # see one invitation
    OFFER = "selection:offer:make"  # make, change or decline an offer
    DRAFT = "selection:notice:draft"  # draft an open notice for a need and publish it
    AMEND = "selection:notice:amend"  # amend or withdraw an open notice
    LIST_CHECKS = "selection:check:list"  # see the notices that wait for the form check
    READ_CHECK = "selection:check:read"  # see one of them
    CHECK = "selection:notice:check"  # pass a notice or hand it back, answer what was found in its text
    ASK = "selection:question:ask"  # ask something about an open notice
    ANSWER = "selection:question:answer"  # answer a question about the own notice
    REGISTER = "selection:registration:make"  # register for an open notice, change or withdraw it
    LIST_REGISTRATIONS = "selection:registration:list"  # see the own registrations
    KEEP_CODE = "selection:opening-code:keep"  # take the opening code of the own notice
    OPEN = "selection:offers:open"  # open the sealed offers of a notice
    HOLD_KEY = "selection:opening-key:hold"  # make the authority's opening key
    CONFIRM = "selection:award:confirm"  # confirm an award for the owner or the agency
    GIVE_UP = "selection:award:give-up"  # give an award up before its contract
    OBJECT = "selection:objection:make"  # object to a published result
    READ_OBJECTION = "selection:objection:read"  # see an objection to a result with its files
    ANSWER_OBJECTION = "selection:objection:answer"  # answer an objection to a result
    PUBLISH_RESULT = "selection:result:publish"  # record the result that the dates have brought
    DRAW = "selection:lots:draw"  # enter the public figure of a draw
    DECLARE_OUTAGE = "selection:outage:declare"  # declare that a public figure does not appear on some days
    ANSWER_OUTAGE = "selection:outage:answer"  # confirm or refuse such an outage
    CONTRIBUTE = "selection:contribution:make"  # lodge and reveal the own text for the randomness of a draw


def acts_for_the_owner_of_the_need(actor: Actor, need: Any) -> bool:  # noqa: ANN401  a need with its project
    """Acts for the verified owner whose project has the need."""
    return acts_for_owner(actor, need) and actor.organisation_id == need.project.owner_id


def belongs_to_the_owner(actor: Actor, notice: OwnersNotice) -> bool:
    """Belongs to the owner of the notice."""
    return actor.is_authenticated and actor.organisation_id == notice.owner_id


def acts_for_the_owner(actor: Actor, notice: OwnersNotice) -> bool:
    """Acts for the verified owner of the notice."""
    return acts_for_owner(actor, notice) and belongs_to_the_owner(actor, notice)


def was_invited(actor: Actor, entry: AgencysEntry) -> bool:
    """Belongs to the agency that was invited."""
    return actor.is_authenticated and actor.organisation_id == entry.agency_id


def acts_for_the_invited(actor: Actor, entry: AgencysEntry) -> bool:
    """Acts for the verified agency that was invited."""
    return acts_for_agency(actor, entry) and was_invited(actor, entry)


def acts_for_the_asked(actor: Actor, question: Any) -> bool:  # noqa: ANN401  a question with its notice
    """Acts for the verified owner of the notice that the question is about."""
    return acts_for_the_owner(actor, question.notice)


def acts_for_the_authority(actor: Actor, notice: Any) -> bool:  # noqa: ANN401  a notice
    """Acts for the authority of the notice's item."""
    own: str | None = getattr(actor.organisation, "authority_key", None) if actor.is_authenticated else None
    return acts_for_authority(actor, notice) and own == notice.authority_key


def acts_for_the_awarded(actor: Actor, award: AgencysEntry) -> bool:
    """Acts for the agency that was selected."""
    return acts_for_agency(actor, award) and was_invited(actor, award)


def acts_for_an_owner(actor: Actor, award: AgencysEntry) -> bool:
    """Acts for a verified owner, of whichever project."""
    return acts_for_owner(actor, award)


def belongs_to_a_side(actor: Actor, objection: Any) -> bool:  # noqa: ANN401  an objection to a result
    """Belongs to who objected, to the owner or to the agency selected."""
    sides = (objection.organisation_id, objection.award.owner_id, objection.award.agency_id)
    return actor.is_authenticated and actor.organisation_id in sides


def acts_for_managing_office_alone(actor: Actor, objection: Any) -> bool:  # noqa: ANN401  an objection
    """Acts for the managing office, where the item's authority has not joined."""
    return acts_for_managing_office(actor, objection) and not objection.has_authority


def acts_for_the_giving_owner(actor: Actor, contribution: Any) -> bool:  # noqa: ANN401  a contribution
    """Acts for the verified owner that is named to give the text."""
    return acts_for_owner(actor, contribution) and actor.organisation_id == contribution.organisation_id


def acts_for_the_giving_authority(actor: Actor, contribution: Any) -> bool:  # noqa: ANN401  a contribution
    """Acts for the authority whose witness is named to give the text."""
    return acts_for_authority(actor, contribution) and actor.organisation_id == contribution.organisation_id


def is_open_to_all(_actor: Actor, notice: Any) -> bool:  # noqa: ANN401  a notice
    """Is anyone, since the notice is open."""
    return notice.closes_at is not None


def never_an_assistants(actor: Actor, _subject: object) -> Sentence | None:
    """Say to a case assistant why it takes no step of a choice, whatever the owner has delegated; None to others (W1)."""
    if not reads_for_service_centre(actor, None):
        return None
    return say(
        "A case assistant never chooses an agency, and takes no step of a choice for the owner: that cannot be delegated "
        "(rule W1). The owner does it under its own account."
    )


_OWNERS_ACTS: tuple[Any, ...] = (
    acts_for_the_owner,
    acts_for_the_owner_of_the_need,
    acts_for_the_asked,
    acts_for_the_giving_owner,
    acts_for_an_owner,
)
for _act in _OWNERS_ACTS:
    _act.why_not = never_an_assistants


GRANTS = {
    Can.COMPARE: (acts_for_the_owner_of_the_need,),
    Can.READ_NOTICE: (belongs_to_the_owner, is_official, is_open_to_all),
    Can.CHOOSE: (acts_for_the_owner,),
    Can.LIST_INVITATIONS: (reads_for_agency,),
    Can.READ_INVITATION: (was_invited, is_official),
    Can.OFFER: (acts_for_the_invited,),
    Can.DRAFT: (acts_for_the_owner_of_the_need,),
    Can.AMEND: (acts_for_the_owner,),
    Can.LIST_CHECKS: (reads_for_operator,),
    Can.READ_CHECK: (is_official,),
    Can.CHECK: (acts_for_operator,),
    Can.ASK: (acts_for_agency,),
    Can.ANSWER: (acts_for_the_asked,),
    Can.REGISTER: (acts_for_agency,),
    Can.LIST_REGISTRATIONS: (reads_for_agency,),
    Can.KEEP_CODE: (acts_for_the_owner,),
    Can.OPEN: (acts_for_the_owner, acts_for_the_authority),
    Can.HOLD_KEY: (acts_for_authority,),
    Can.CONFIRM: (acts_for_the_owner, acts_for_the_awarded),
    Can.GIVE_UP: (acts_for_the_awarded,),
    Can.OBJECT: (acts_for_agency, acts_for_an_owner),
    Can.READ_OBJECTION: (belongs_to_a_side, is_official),
    Can.ANSWER_OBJECTION: (acts_for_the_authority, acts_for_managing_office_alone),
    Can.PUBLISH_RESULT: (acts_for_the_owner, acts_for_operator, acts_for_agency),
    Can.DRAW: (acts_for_operator,),
    Can.DECLARE_OUTAGE: (acts_for_operator,),
    Can.ANSWER_OUTAGE: (acts_for_managing_office,),
    Can.CONTRIBUTE: (acts_for_the_giving_owner, acts_for_the_giving_authority),
}
