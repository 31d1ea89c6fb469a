"""Who puts out small works; everyone reads them."""

from enum import StrEnum
from typing import Any

from accounts.permissions import Actor, acts_for_operator, acts_for_owner
from marketplace.selection.permissions import acts_for_the_owner, never_an_assistants


class Can(StrEnum):
    """What can be done with small works."""

    PUBLISH = "selection:small-works:publish"  # put out works of the own project as small works
    CHECK = "selection:small-works:check"  # pass the form of small works of public money, or hand them back
    KEEP = "selection:small-works:keep"  # enter the result of the own small works, or withdraw them


def acts_for_the_owner_of_the_project(actor: Actor, project: Any) -> bool:  # noqa: ANN401  a project
    """Acts for the verified owner of the project."""
    return acts_for_owner(actor, project) and actor.organisation_id == project.owner_id


acts_for_the_owner_of_the_project.why_not = never_an_assistants  # type: ignore[attr-defined]

GRANTS = {
    Can.PUBLISH: (acts_for_the_owner_of_the_project,),
    Can.CHECK: (acts_for_operator,),
    Can.KEEP: (acts_for_the_owner,),
}
