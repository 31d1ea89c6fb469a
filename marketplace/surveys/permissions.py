"""Who may do what with a joint survey day: its parties alone, and those who watch over the platform read it."""

from collections.abc import Collection
from enum import StrEnum
from typing import Any, Protocol

from accounts.kinds import Kind
from accounts.permissions import (
    Actor,
    acts_for_agency,
    acts_for_authority,
    acts_for_owner,
    is_signed_in,
    is_supervisor,
    reads_for_managing_office,
)
from marketplace.projects.permissions import OwnersProject, helps_with, is_helped
from marketplace.projects.vocabulary import Step


class Site(Protocol):
    """A project with the agencies that work on it, as far as permissions look at it."""

    project: OwnersProject
    agencies: Collection[int]


class Day(Protocol):
    """A survey day with who is asked to come and who asked for it first."""

    project: OwnersProject
    bodies: Collection[int]
    first_asker: int | None


class Can(StrEnum):
    """What can be done with a joint survey day."""

    LIST = "surveys:survey:list"  # see the survey days to which one is asked
    READ = "surveys:survey:read"  # see a survey day with who comes and what was thought
    ASK = "surveys:survey:ask"  # ask for a survey day of a project
    MOVE = "surveys:survey:move"  # move a survey day, or cancel it
    ANSWER = "surveys:seat:answer"  # answer who comes
    GIVE_OPINION = "surveys:opinion:give"  # enter an opinion on the day


def acts_for_the_owner_of_the_site(actor: Actor, subject: Any) -> bool:  # noqa: ANN401  a site or a day
    """Acts for the owner of the project."""
    return acts_for_owner(actor, subject) and actor.organisation_id == subject.project.owner_id


def acts_for_an_agency_at_work(actor: Actor, site: Site) -> bool:
    """Acts for an agency with a running order of the project."""
    return acts_for_agency(actor, site) and actor.organisation_id in site.agencies


def was_asked_to_come(actor: Actor, day: Day) -> bool:
    """Belongs to an organisation that is asked to come; a service centre only while it helps."""
    asked = actor.is_authenticated and actor.organisation_id in day.bodies
    return asked and _still_helps(actor, day.project)


def acts_for_who_asked_first(actor: Actor, day: Day) -> bool:
    """Acts for the organisation that asked for the day first; who joined it answers for itself, and for nobody else."""
    return actor.is_authenticated and actor.acts and actor.organisation_id == day.first_asker


def acts_for_the_seat(actor: Actor, seat: Any) -> bool:  # noqa: ANN401  a seat
    """Acts for the organisation that is asked to come; for a service centre only while it helps."""
    asked = actor.is_authenticated and actor.acts and actor.organisation_id == seat.organisation_id
    return asked and _still_helps(actor, seat.survey.project)


def is_the_case_assistant_who_answers_for_the_owner(actor: Actor, seat: Any) -> bool:  # noqa: ANN401  a seat
    """Is the case assistant to whom the owner gave the survey day, and the seat is the owner's."""
    project = seat.survey.project
    return seat.organisation_id == project.owner_id and is_helped(actor, Step.SURVEY, project)


def _still_helps(actor: Actor, project: OwnersProject) -> bool:
    """Tell whether a delegation that was taken back takes the seat with it: true of everyone but a service centre."""
    if actor.organisation.kind != Kind.SERVICE_CENTRE:
        return True
    return any(one.shows(project.owner_id, project.id) for one in actor.mandates(project.owner_id))


def _project(subject: Any) -> OwnersProject:  # noqa: ANN401  a site or a day
    project: OwnersProject = subject.project
    return project


_helps = helps_with(Step.SURVEY, _project)

GRANTS = {
    Can.LIST: (is_signed_in,),
    Can.READ: (was_asked_to_come, is_supervisor, reads_for_managing_office),
    Can.ASK: (acts_for_the_owner_of_the_site, acts_for_authority, acts_for_an_agency_at_work, _helps),
    Can.MOVE: (acts_for_the_owner_of_the_site, acts_for_who_asked_first, _helps),
    Can.ANSWER: (acts_for_the_seat, is_the_case_assistant_who_answers_for_the_owner),
    Can.GIVE_OPINION: (acts_for_the_seat,),
}
