"""Who may read and answer complaints: never the one complained of, where it is an official body."""

from enum import StrEnum
from typing import Protocol

from accounts.kinds import Kind
from accounts.permissions import Actor, is_signed_in


class Complained(Protocol):
    """A complaint, as far as permissions look at it."""

    office: str
    authority_key: str
    about: str
    about_id: int | None
    made_by: int | None
    taken: str


class Can(StrEnum):
    """What can be done with complaints."""

    LIST = "oversight:complaint:list"  # see the complaints that one answers, that are about one, that one has made
    READ = "oversight:complaint:read"  # read a complaint, each side its own part of it
    READ_WHOLE = "oversight:complaint:read-whole"  # read what the complainant wrote, with the files
    ANSWER = "oversight:complaint:answer"  # take a complaint up or not, and answer it
    COMMENT = "oversight:complaint:comment"  # say something to a complaint about oneself


def is_of_its_office(actor: Actor, complaint: Complained) -> bool:
    """Belongs to the body that answers the complaint."""
    if not actor.is_authenticated or actor.organisation.kind != complaint.office:
        return False
    key = getattr(actor.organisation, "authority_key", None)
    return complaint.office != Kind.AUTHORITY or key == complaint.authority_key


def supervises(actor: Actor, _complaint: Complained) -> bool:
    """Belongs to the supervisor, who reads every complaint."""
    return actor.is_authenticated and actor.organisation.kind == Kind.SUPERVISOR


def made_it(actor: Actor, complaint: Complained) -> bool:
    """Has made the complaint and signed it."""
    return actor.is_authenticated and complaint.made_by is not None and actor.id == complaint.made_by


def is_told_of_it(actor: Actor, complaint: Complained) -> bool:
    """Belongs to the agency or owner complained of, once the complaint was taken up by an office that tells it."""
    told = complaint.taken == "yes" and complaint.office != Kind.SUPERVISOR
    return actor.is_authenticated and told and complaint.about_id == actor.organisation_id


def acts_for_its_office(actor: Actor, complaint: Complained) -> bool:
    """Acts for the body that answers the complaint."""
    return is_of_its_office(actor, complaint) and actor.acts


def acts_for_the_one_told(actor: Actor, complaint: Complained) -> bool:
    """Acts for the agency or owner that was told of the complaint about it."""
    return is_told_of_it(actor, complaint) and actor.acts


GRANTS = {
    Can.LIST: (is_signed_in,),
    Can.READ: (is_of_its_office, supervises, made_it, is_told_of_it),
    Can.READ_WHOLE: (is_of_its_office, supervises, made_it),
    Can.ANSWER: (acts_for_its_office,),
    Can.COMMENT: (acts_for_the_one_told,),
}
