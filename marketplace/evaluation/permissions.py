"""Who may do what with evaluations."""

from enum import StrEnum
from typing import Any

from accounts.permissions import (
    Actor,
    acts_for_agency,
    acts_for_owner,
    everyone,
    is_official,
    reads_for_agency,
)


class Can(StrEnum):
    """What can be done with evaluations."""

    READ = "evaluation:marks:read"  # read what an owner said of an order
    LIST = "evaluation:marks:list"  # read what owners said of an agency
    GIVE = "evaluation:marks:give"  # evaluate an order of one's own, or revise it
    REPLY = "evaluation:marks:reply"  # reply to an evaluation of one's own work
    READ_RECORD = "evaluation:record:read"  # read how an owner deals with its agencies
    COMMENT_RECORD = "evaluation:record:comment"  # say a word to one's own record


def acts_for_the_owner_of_the_order(actor: Actor, order: Any) -> bool:  # noqa: ANN401  an order
    """Acts for the verified owner of the order."""
    return acts_for_owner(actor, order) and actor.organisation_id == order.owner_id


def acts_for_the_agency_of_the_order(actor: Actor, order: Any) -> bool:  # noqa: ANN401  an order
    """Acts for the verified agency of the order."""
    return acts_for_agency(actor, order) and actor.organisation_id == order.agency_id


def is_the_owner(actor: Actor, owner: Any) -> bool:  # noqa: ANN401  an owner
    """Belongs to the owner."""
    return actor.is_authenticated and actor.organisation_id == owner.id


GRANTS = {
    Can.READ: (everyone,),
    Can.LIST: (everyone,),
    Can.GIVE: (acts_for_the_owner_of_the_order,),
    Can.REPLY: (acts_for_the_agency_of_the_order,),
    Can.READ_RECORD: (reads_for_agency, is_official, is_the_owner),
    Can.COMMENT_RECORD: (acts_for_owner,),
}
