"""Who may do what with a project."""

from enum import StrEnum
from typing import Protocol

from accounts.permissions import Actor, fills_in_for_owner, is_official, reads_for_owner


class OwnersProject(Protocol):
    """A project, as far as permissions look at it."""

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


def belongs_to_the_project(actor: Actor, project: OwnersProject) -> bool:
    """Belongs to the owner of the project."""
    return actor.is_authenticated and actor.organisation_id == project.owner_id


def fills_in_the_project(actor: Actor, project: OwnersProject) -> bool:
    """Acts for the owner of the project, or fills in while the operator has not verified it."""
    return belongs_to_the_project(actor, project) and actor.fills_in


def fills_in_the_need(actor: Actor, need: ProjectsNeed) -> bool:
    """Acts for the owner whose project has the need."""
    return fills_in_the_project(actor, need.project)


GRANTS = {
    Can.LIST: (reads_for_owner,),
    Can.CREATE: (fills_in_for_owner,),
    Can.READ: (belongs_to_the_project, is_official),
    Can.CHANGE: (fills_in_the_project,),
    Can.CHANGE_NEED: (fills_in_the_need,),
}
