"""Who may do what with an order."""

from enum import StrEnum
from typing import Any, Protocol

from accounts.permissions import (
    Actor,
    acts_for_agency,
    acts_for_authority,
    acts_for_owner,
    is_official,
    is_signed_in,
    is_supervisor,
    reads_for_agency,
    reads_for_authority,
    reads_for_owner,
)
from marketplace.projects.permissions import OwnersProject, helps_with, reads_as_helper
from marketplace.projects.vocabulary import Step


class Contract(Protocol):
    """An award, an order or an event of one, as far as permissions look at its parties."""

    owner_id: int
    agency_id: int


class Matter(Contract, Protocol):
    """An order or an event of one, whose item belongs to an authority."""

    authority_key: str


class Can(StrEnum):
    """What can be done with orders."""

    LIST = "delivery:order:list"  # see one's orders
    SUBSCRIBE = "delivery:feed:keep"  # have one's due days in a calendar of one's own
    READ = "delivery:order:read"  # see an order with its clock and all that happened
    READ_FILE = "delivery:file:read"  # download a file of an order
    FILE_CONTRACT = "delivery:contract:file"  # file the contract of an award
    ANSWER_CONTRACT = "delivery:contract:answer"  # confirm a contract or hand it back
    HAND_OVER = "delivery:materials:hand-over"  # hand over or supply materials
    DISPUTE = "delivery:materials:dispute"  # dispute a list of missing materials
    LIST_MISSING = "delivery:materials:list"  # list what is missing of the materials
    ANSWER_DISPUTE = "delivery:materials:decide"  # answer a dispute about the materials
    ASK = "delivery:request:ask"  # ask for a pause or an extension
    ANSWER_PAUSE = "delivery:pause:answer"  # answer a pause: the owner causes 1 and 2, the authority 3 to 6
    END_PAUSE = "delivery:pause:end"  # enter the last day of a pause
    OBJECT_TO_LAST_DAY = "delivery:pause:object"  # object to a last day that the other side entered
    ANSWER_EXTENSION = "delivery:extension:answer"  # agree to an extension or refuse it
    DELIVER = "delivery:result:deliver"  # deliver the result, contest a rejection
    EXAMINE = "delivery:result:examine"  # accept a delivery or reject it
    DECIDE = "delivery:contest:decide"  # decide about a contested rejection
    PAY = "delivery:payment:record"  # record a payment
    AGREE = "delivery:contract:change"  # propose or answer a changed task or an end
    END = "delivery:contract:end"  # end the contract as its owner
    ABANDON = "delivery:contract:abandon"  # give the contract up as its agency


def is_a_party(actor: Actor, order: Contract) -> bool:
    """Belongs to the owner or to the agency of the order."""
    return actor.is_authenticated and actor.organisation_id in (order.owner_id, order.agency_id)


def acts_for_the_owner_of_the_order(actor: Actor, order: Contract) -> bool:
    """Acts for the verified owner of the order."""
    return acts_for_owner(actor, order) and actor.organisation_id == order.owner_id


def acts_for_the_agency_of_the_order(actor: Actor, order: Contract) -> bool:
    """Acts for the verified agency of the order."""
    return acts_for_agency(actor, order) and actor.organisation_id == order.agency_id


def acts_for_the_authority_of_the_item(actor: Actor, order: Matter) -> bool:
    """Acts for the authority of the order's service item."""
    key: str | None = getattr(actor.organisation, "authority_key", None) if actor.is_authenticated else None
    return acts_for_authority(actor, order) and key == order.authority_key


def belongs_to_the_authority_of_the_item(actor: Actor, order: Matter) -> bool:
    """Belongs to the authority of the order's service item."""
    key: str | None = getattr(actor.organisation, "authority_key", None) if actor.is_authenticated else None
    return key is not None and key == order.authority_key


def watches_over_orders(actor: Actor, order: Contract) -> bool:
    """Belongs to the managing office, the operator or the supervisor."""
    return is_official(actor, order) and getattr(actor.organisation, "authority_key", None) is None


def _project(contract: Any) -> OwnersProject:  # noqa: ANN401  an award, an order or an event of one
    project: OwnersProject = (getattr(contract, "need", None) or contract.notice.need).project
    return project


_reads_as_helper = reads_as_helper(_project)
_PARTIES = (acts_for_the_owner_of_the_order, acts_for_the_agency_of_the_order)
_OWNER, _AGENCY = (acts_for_the_owner_of_the_order,), (acts_for_the_agency_of_the_order,)
_AUTHORITY = (acts_for_the_authority_of_the_item,)

GRANTS = {
    Can.LIST: (is_signed_in,),
    Can.SUBSCRIBE: (reads_for_owner, reads_for_agency, reads_for_authority),
    Can.READ: (is_a_party, belongs_to_the_authority_of_the_item, watches_over_orders, _reads_as_helper),
    Can.READ_FILE: (is_a_party, belongs_to_the_authority_of_the_item, is_supervisor, _reads_as_helper),
    Can.FILE_CONTRACT: _PARTIES,
    Can.ANSWER_CONTRACT: _PARTIES,
    Can.HAND_OVER: (*_OWNER, helps_with(Step.MATERIALS, _project)),
    Can.DISPUTE: _OWNER,
    Can.LIST_MISSING: _AGENCY,
    Can.ANSWER_DISPUTE: _AUTHORITY,
    Can.ASK: _AGENCY,
    Can.ANSWER_PAUSE: (
        acts_for_the_owner_of_the_order,
        acts_for_the_authority_of_the_item,
        helps_with(Step.PAUSES, _project),
    ),
    Can.END_PAUSE: (*_PARTIES, helps_with(Step.PAUSES, _project)),
    Can.OBJECT_TO_LAST_DAY: _PARTIES,
    Can.ANSWER_EXTENSION: _OWNER,
    Can.DELIVER: _AGENCY,
    Can.EXAMINE: _OWNER,
    Can.DECIDE: _AUTHORITY,
    Can.PAY: (*_OWNER, helps_with(Step.PAYMENTS, _project)),
    Can.AGREE: _PARTIES,
    Can.END: _OWNER,
    Can.ABANDON: _AGENCY,
}
