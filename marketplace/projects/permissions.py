"""Who may do what with a project."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Protocol

from accounts.permissions import (
    Actor,
    acts_for_owner,
    fills_in_for_owner,
    is_official,
    is_supervisor,
    reads_for_owner,
    reads_for_service_centre,
)
from kernel.permissions import Predicate
from kernel.sentences import Sentence
from marketplace.projects.vocabulary import Step


class OwnersProject(Protocol):
    """A project, as far as permissions look at it."""

    id: int
    owner_id: int


class ProjectsNeed(Protocol):
    """A need, as far as permissions look at it."""

    project: OwnersProject


class Can(StrEnum):
    """What can be done with projects."""

    LIST = "projects:project:list"  # see the own projects
    CREATE = "projects:project:create"  # enter a project
    READ = "projects:project:read"  # see one project with its services
    CHANGE = "projects:project:change"  # change a project and what it needs
    CHANGE_NEED = "projects:need:change"  # change or drop one need
    CREATE_FOR = "projects:project:create-for"  # enter a project for an owner, as its case assistant
    LIST_DELEGATIONS = "projects:delegation:list"  # see who helps the own organisation, or whom it helps
    DELEGATE = "projects:delegation:give"  # let a case assistant take named steps
    READ_DELEGATION = "projects:delegation:read"  # see a delegation with everything that was done under it
    ANSWER_DELEGATION = "projects:delegation:answer"  # accept or decline a delegation
    END_DELEGATION = "projects:delegation:end"  # take a delegation back, or lay it down


def belongs_to_the_project(actor: Actor, project: OwnersProject) -> bool:
    """Belongs to the owner of the project."""
    return actor.is_authenticated and actor.organisation_id == project.owner_id


def fills_in_the_project(actor: Actor, project: OwnersProject) -> bool:
    """Acts for the owner of the project, or fills in while the operator has not verified it."""
    return belongs_to_the_project(actor, project) and actor.fills_in


def fills_in_the_need(actor: Actor, need: ProjectsNeed) -> bool:
    """Acts for the owner whose project has the need."""
    return fills_in_the_project(actor, need.project)


def helps_with(step: Step, project_of: Callable[[Any], OwnersProject]) -> Predicate:
    """Return the predicate of who helps with a step (W1), told how a subject leads to its project.

    What an owner allows today is asked of the person's `mandates`; a refusal says why, by `why_not`.
    """

    def helps(actor: Actor, subject: object) -> bool:
        return is_helped(actor, step, project_of(subject))

    def why_not(actor: Actor, subject: object) -> Sentence | None:
        project = project_of(subject)
        told = (
            one.why_not(step, actor.id, project.owner_id, project.id)
            for one in actor.mandates(project.owner_id)
        )
        return next((sentence for sentence in told if sentence), None)

    helps.__name__ = f"is_the_case_assistant_to_whom_the_owner_gave_the_step_{step}"
    helps.why_not = why_not  # type: ignore[attr-defined]
    return helps


def is_helped(actor: Actor, step: Step, project: OwnersProject) -> bool:
    """Tell whether a case assistant may take a step for the owner of a project today."""
    if not actor.is_authenticated or not actor.acts:
        return False
    return any(
        one.allows(step, actor.id, project.owner_id, project.id) for one in actor.mandates(project.owner_id)
    )


def reads_as_helper(project_of: Callable[[Any], OwnersProject]) -> Predicate:
    """Return the predicate of who reads of a project because the own service centre helps with it."""

    def reads(actor: Actor, subject: object) -> bool:
        project = project_of(subject)
        return actor.is_authenticated and any(
            one.shows(project.owner_id, project.id) for one in actor.mandates(project.owner_id)
        )

    reads.__name__ = "belongs_to_the_service_centre_that_helps_with_the_project"
    return reads


def helps_the_owner(actor: Actor, owner: Any) -> bool:  # noqa: ANN401  an organisation
    """Is the case assistant to whom the owner gave its projects as a whole."""
    if not actor.is_authenticated or not actor.acts:
        return False
    return any(one.allows(Step.PROJECT, actor.id, owner.id, None) for one in actor.mandates(owner.id))


def belongs_to_a_side_of_the_delegation(actor: Actor, given: Any) -> bool:  # noqa: ANN401  a delegation
    """Belongs to the owner who gave the delegation, or to the case assistant's centre."""
    sides = (given.owner_id, given.assistant.organisation_id)
    return actor.is_authenticated and actor.organisation_id in sides


def acts_for_the_owner_who_gave_it(actor: Actor, given: Any) -> bool:  # noqa: ANN401  a delegation
    """Acts for the owner who gave the delegation."""
    return acts_for_owner(actor, given) and actor.organisation_id == given.owner_id


def is_the_case_assistant_named(actor: Actor, given: Any) -> bool:  # noqa: ANN401  a delegation
    """Is the case assistant whom the delegation names."""
    return actor.is_authenticated and actor.acts and actor.id == given.assistant_id


def itself(project: Any) -> OwnersProject:  # noqa: ANN401  a project
    """Return a project, where the subject is the project."""
    row: OwnersProject = project
    return row


def _of_need(need: Any) -> OwnersProject:  # noqa: ANN401  a need with its project
    row: OwnersProject = need.project
    return row


GRANTS = {
    Can.LIST: (reads_for_owner,),
    Can.CREATE: (fills_in_for_owner,),
    Can.READ: (belongs_to_the_project, is_official, reads_as_helper(itself)),
    Can.CHANGE: (fills_in_the_project, helps_with(Step.PROJECT, itself)),
    Can.CHANGE_NEED: (fills_in_the_need, helps_with(Step.PROJECT, _of_need)),
    Can.CREATE_FOR: (helps_the_owner,),
    Can.LIST_DELEGATIONS: (reads_for_owner, reads_for_service_centre),
    Can.DELEGATE: (acts_for_owner,),
    Can.READ_DELEGATION: (belongs_to_a_side_of_the_delegation, is_supervisor),
    Can.ANSWER_DELEGATION: (is_the_case_assistant_named,),
    Can.END_DELEGATION: (acts_for_the_owner_who_gave_it, is_the_case_assistant_named),
}
