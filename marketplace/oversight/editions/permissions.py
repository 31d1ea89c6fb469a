"""Who may draft, comment and adopt an edition of the rulebook, and who may read it on its way (G10)."""

from enum import StrEnum
from typing import Protocol

from accounts.permissions import (
    Actor,
    acts_for_authority,
    acts_for_managing_office,
    is_official,
    reads_for_managing_office,
)
from marketplace.oversight.editions.vocabulary import State


class OnItsWay(Protocol):
    """An edition, as far as permissions look at it."""

    state: str


class Can(StrEnum):
    """What can be done with an edition."""

    DRAFT = "oversight:edition:draft"  # draft an edition of the rulebook
    READ = "oversight:edition:read"  # read an edition: what it changes
    READ_COMMENTS = "oversight:edition:read-comments"  # read the authorities' comments and their answers
    RUN = "oversight:edition:run"  # send it out for comment, answer, propose, adopt as the second person
    COMMENT = "oversight:edition:comment"  # comment on an edition for one's authority


def everyone_once_it_was_sent(_actor: Actor, draft: OnItsWay) -> bool:
    """Is anyone at all, once the edition was sent out for comment."""
    return draft.state in (State.COMMENTS, State.PROPOSED, State.ADOPTED)


def everyone_once_adopted(_actor: Actor, draft: OnItsWay) -> bool:
    """Is anyone at all, once the edition is adopted."""
    return draft.state == State.ADOPTED


def reads_a_draft(actor: Actor, draft: OnItsWay) -> bool:
    """Belongs to an official body, and the edition was sent out once, or to the managing office."""
    return reads_for_managing_office(actor, draft) or (
        is_official(actor, draft) and draft.state != State.DRAFT
    )


GRANTS = {
    Can.DRAFT: (acts_for_managing_office,),
    Can.READ: (everyone_once_it_was_sent, reads_a_draft),
    Can.READ_COMMENTS: (everyone_once_adopted, reads_a_draft),
    Can.RUN: (acts_for_managing_office,),
    Can.COMMENT: (acts_for_authority,),
}
