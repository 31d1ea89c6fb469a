"""Who may do what with accounts, and the predicates about people that every area shares."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from accounts.kinds import INVITED, OFFICIAL, Kind, Role
from kernel.sentences import Sentence


class Body(Protocol):
    """An organisation, as far as permissions look at it."""

    id: int
    kind: str
    switched_off_at: datetime | None


class Actor(Protocol):
    """Whoever looks at a page: a person signed in, or a stranger, who has is_authenticated alone."""

    id: int
    is_authenticated: bool
    organisation_id: int
    organisation: Body
    role: str
    acts: bool
    fills_in: bool

    def mandates(self, owner_id: int) -> Iterable["Mandate"]:
        """Return what an owner lets the people of the actor's organisation do, as case assistants, today."""
        ...


class Mandate(Protocol):
    """What an owner lets a case assistant do, as of today: looked up by the area that keeps it."""

    def allows(self, step: str, person_id: int, owner_id: int, project_id: int | None) -> bool:
        """Tell whether the person may take a step for an owner's project; None stands for a new one."""
        ...

    def shows(self, owner_id: int, project_id: int) -> bool:
        """Tell whether the person's centre helps with a project, and so may read of it."""
        ...

    def why_not(self, step: str, person_id: int, owner_id: int, project_id: int | None) -> Sentence | None:
        """Say why a step may not be taken under it; None where it is about something else, or may."""
        ...


def no_mandates(_owner_id: int) -> Iterable[Mandate]:
    """Return what an owner lets somebody do who is no case assistant: nothing."""
    return ()


class OfABody(Protocol):
    """A person, invitation or document: what belongs to an organisation, as far as permissions look at it."""

    organisation_id: int


class Paper(OfABody, Protocol):
    """A licence or authorisation letter, as far as permissions look at it."""

    claim_id: int | None


class Represented(OfABody, Protocol):
    """A deputation, as far as permissions look at it."""

    user_id: int


class Can(StrEnum):
    """What can be done with accounts."""

    SIGN_OUT = "accounts:session:end"  # sign out
    SEE_ME = "accounts:user:read-own"  # see what is kept of oneself
    CHANGE_ME = "accounts:user:change-own"  # change the own name, phone and password
    SEE_OWN = "accounts:organisation:read-own"  # see the own organisation and who belongs to it
    CHANGE_OWN = "accounts:organisation:change-own"  # change the own organisation's details
    BRING_DOCUMENTS = "accounts:document:bring"  # bring licence and authorisation letter
    READ_DOCUMENT = "accounts:document:read"  # download licence and authorisation letter
    INVITE = "accounts:user:invite"  # invite a colleague
    CHANGE_ROLE = "accounts:user:change-role"  # give a colleague another role
    SWITCH_USER = "accounts:user:switch"  # switch a colleague off and on
    WITHDRAW_INVITATION = "accounts:invitation:withdraw"  # take an open invitation back
    READ_INBOX = "accounts:message:list"  # read the organisation's messages
    MARK_MESSAGE = "accounts:message:mark"  # mark a message as read and follow it
    LIST = "accounts:organisation:list"  # see every organisation with its state
    READ = "accounts:organisation:read"  # see an organisation with documents and people
    VERIFY = "accounts:organisation:verify"  # answer what licence and authorisation letter show
    SWITCH = "accounts:organisation:switch"  # switch an organisation off and on
    LIST_DEPUTIES = "accounts:deputy:list"  # see who stands in for whom at one's own body
    NAME_DEPUTY = "accounts:deputy:name"  # name a deputy: for oneself, or as head for everybody there
    END_DEPUTY = "accounts:deputy:end"  # end a deputation early
    INVITE_BODY = "accounts:organisation:invite"  # invite an authority or another official body
    LIST_CLAIMS = "accounts:claim:list"  # see who claims a code that is taken
    DECIDE_CLAIM = "accounts:claim:decide"  # decide a claim


def everyone(_actor: Actor, _subject: object) -> bool:
    """Is anyone at all."""
    return True


def is_signed_in(actor: Actor, _subject: object) -> bool:
    """Is signed in."""
    return actor.is_authenticated


def _is_of(actor: Actor, *kinds: Kind) -> bool:
    return actor.is_authenticated and actor.organisation.kind in kinds


def _acts_for(actor: Actor, *kinds: Kind) -> bool:
    return _is_of(actor, *kinds) and actor.acts


def reads_for_agency(actor: Actor, _subject: object) -> bool:
    """Belongs to an agency."""
    return _is_of(actor, Kind.AGENCY)


def reads_for_owner(actor: Actor, _subject: object) -> bool:
    """Belongs to an owner."""
    return _is_of(actor, Kind.OWNER)


def reads_for_authority(actor: Actor, _subject: object) -> bool:
    """Belongs to an authority."""
    return _is_of(actor, Kind.AUTHORITY)


def reads_for_managing_office(actor: Actor, _subject: object) -> bool:
    """Belongs to the managing office."""
    return _is_of(actor, Kind.MANAGING_OFFICE)


def reads_for_operator(actor: Actor, _subject: object) -> bool:
    """Belongs to the operator."""
    return _is_of(actor, Kind.OPERATOR)


def reads_for_service_centre(actor: Actor, _subject: object) -> bool:
    """Belongs to the service centre of case assistants."""
    return _is_of(actor, Kind.SERVICE_CENTRE)


def is_supervisor(actor: Actor, _subject: object) -> bool:
    """Belongs to the supervisor, who reads everything and changes nothing."""
    return _is_of(actor, Kind.SUPERVISOR)


def is_official(actor: Actor, _subject: object) -> bool:
    """Belongs to an authority, the managing office, the operator or the supervisor."""
    return _is_of(actor, *OFFICIAL)


def fills_in_for_agency(actor: Actor, _subject: object) -> bool:
    """May enter things for an agency, verified or not yet."""
    return _is_of(actor, Kind.AGENCY) and actor.fills_in


def fills_in_for_owner(actor: Actor, _subject: object) -> bool:
    """May enter things for an owner, verified or not yet."""
    return _is_of(actor, Kind.OWNER) and actor.fills_in


def acts_for_agency(actor: Actor, _subject: object) -> bool:
    """Acts for a verified agency."""
    return _acts_for(actor, Kind.AGENCY)


def acts_for_owner(actor: Actor, _subject: object) -> bool:
    """Acts for a verified owner."""
    return _acts_for(actor, Kind.OWNER)


def acts_for_authority(actor: Actor, _subject: object) -> bool:
    """Acts for an authority."""
    return _acts_for(actor, Kind.AUTHORITY)


def acts_for_managing_office(actor: Actor, _subject: object) -> bool:
    """Acts for the managing office."""
    return _acts_for(actor, Kind.MANAGING_OFFICE)


def acts_for_operator(actor: Actor, _subject: object) -> bool:
    """Acts for the operator."""
    return _acts_for(actor, Kind.OPERATOR)


def fills_in(actor: Actor, _subject: object) -> bool:
    """May enter things for the own organisation."""
    return actor.is_authenticated and actor.fills_in


def belongs_to_it(actor: Actor, subject: OfABody) -> bool:
    """Belongs to the organisation that the thing belongs to."""
    return actor.is_authenticated and actor.organisation_id == subject.organisation_id


def belongs_to_who_brought_it(actor: Actor, paper: Paper) -> bool:
    """Belongs to the organisation that brought the paper for itself: not to one that others claim."""
    return paper.claim_id is None and belongs_to_it(actor, paper)


def is_head(actor: Actor, _subject: object) -> bool:
    """Is a head of the own organisation."""
    return actor.is_authenticated and actor.role == Role.HEAD and actor.fills_in


def is_head_there(actor: Actor, subject: OfABody) -> bool:
    """Is a head of the organisation that the person or invitation belongs to."""
    return is_head(actor, subject) and belongs_to_it(actor, subject)


def heads_an_office(actor: Actor, _subject: object) -> bool:
    """Is a head of the managing office or of the operator."""
    return is_head(actor, None) and _acts_for(actor, Kind.MANAGING_OFFICE, Kind.OPERATOR)


def switches_a_citizen_body(actor: Actor, subject: Body) -> bool:
    """Acts for the managing office on an agency or an owner."""
    return acts_for_managing_office(actor, subject) and subject.kind in (Kind.AGENCY, Kind.OWNER)


def heads_the_managing_office_over_officials(actor: Actor, subject: Body) -> bool:
    """Is a head of the managing office, and the official body is not its own."""
    heads = is_head(actor, subject) and acts_for_managing_office(actor, subject)
    return heads and subject.kind in INVITED and subject.id != actor.organisation_id


def is_represented(actor: Actor, deputation: Represented) -> bool:
    """Is the one for whom a deputy stands in."""
    return actor.is_authenticated and actor.id == deputation.user_id


_DESK = (reads_for_operator, reads_for_managing_office, is_supervisor)

GRANTS = {
    Can.SIGN_OUT: (is_signed_in,),
    Can.SEE_ME: (is_signed_in,),
    Can.CHANGE_ME: (is_signed_in,),
    Can.SEE_OWN: (is_signed_in,),
    Can.CHANGE_OWN: (fills_in,),
    Can.BRING_DOCUMENTS: (fills_in_for_agency, fills_in_for_owner),
    Can.READ_DOCUMENT: (belongs_to_who_brought_it, *_DESK),
    Can.INVITE: (is_head,),
    Can.CHANGE_ROLE: (is_head_there,),
    Can.SWITCH_USER: (is_head_there,),
    Can.WITHDRAW_INVITATION: (is_head_there,),
    Can.READ_INBOX: (is_signed_in,),
    Can.MARK_MESSAGE: (belongs_to_it,),
    Can.LIST: _DESK,
    Can.READ: _DESK,
    Can.VERIFY: (acts_for_operator,),
    Can.SWITCH: (switches_a_citizen_body, heads_the_managing_office_over_officials),
    Can.LIST_DEPUTIES: (reads_for_authority, reads_for_managing_office),
    Can.NAME_DEPUTY: (acts_for_authority, acts_for_managing_office),
    Can.END_DEPUTY: (is_represented, is_head_there),
    Can.INVITE_BODY: (heads_an_office,),
    Can.LIST_CLAIMS: _DESK,
    Can.DECIDE_CLAIM: (acts_for_operator,),
}
