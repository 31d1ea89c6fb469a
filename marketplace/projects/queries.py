"""Reads of projects, needs and delegations."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, and_, or_, select

from accounts.kinds import Kind, Role
from accounts.models import Organisation, User
from kernel.db import db
from kernel.paging import Key, Page, page
from marketplace.projects.models import DelegatedAct, Delegation, Need, Project
from marketplace.projects.rules import Mandate

MOST = 500  # what one list to choose from holds
STILL_TOLD = timedelta(days=30)  # how long after its end a delegation is named by a refusal
MANDATE = (
    "id", "owner_id", "project_id", "assistant_id", "steps", "from_on", "until_on", "accepted_on", "ended_on"
)  # fmt: skip


def project(project_id: int) -> Project | None:
    """Return a project, or None."""
    return db.session.get(Project, project_id)


def need(need_id: int) -> Need | None:
    """Return a need with its project, or None."""
    return db.session.get(Need, need_id)


def projects_of(owner_id: int, after: str | None = None) -> Page[Project]:
    """Return a page of an owner's projects, the newest first."""
    return page(select(Project).where(Project.owner_id == owner_id), [Key(Project.id, downwards=True)], after)


def needs_of(project_id: int) -> Sequence[Need]:
    """Return the services that a project needs, without those dropped."""
    chosen = select(Need).where(Need.project_id == project_id, Need.dropped_on.is_(None)).order_by(Need.id)
    return db.session.scalars(chosen).all()


def owner(owner_id: int) -> Organisation | None:
    """Return an owner, or None."""
    return db.session.scalars(
        select(Organisation).where(Organisation.id == owner_id, Organisation.kind == Kind.OWNER)
    ).first()


def projects_named(owner_id: int) -> Sequence[Project]:
    """Return the projects of an owner for a list to choose from, the newest first."""
    chosen = select(Project).where(Project.owner_id == owner_id).order_by(Project.id.desc())
    return db.session.scalars(chosen.limit(MOST)).all()


def delegation(delegation_id: int) -> Delegation | None:
    """Return a delegation, or None."""
    return db.session.get(Delegation, delegation_id)


def delegations_of(organisation: Organisation, after: str | None = None) -> Page[Delegation]:
    """Return a page of the delegations that an owner gave or a service centre was given, the newest first."""
    chosen = select(Delegation)
    if organisation.kind == Kind.OWNER:
        chosen = chosen.where(Delegation.owner_id == organisation.id)
    else:
        chosen = chosen.where(_of_centre(organisation.id))
    return page(chosen, [Key(Delegation.id, downwards=True)], after)


def open_delegations_of(owner_id: int, assistant_id: int, today: date) -> Sequence[Delegation]:
    """Return what an owner lets one case assistant do today or later."""
    chosen = select(Delegation).where(
        Delegation.owner_id == owner_id, Delegation.assistant_id == assistant_id, *_open(today)
    )
    return db.session.scalars(chosen.order_by(Delegation.id)).all()


def delegations_for(owner_id: int, assistant_id: int, today: date) -> Sequence[Delegation]:
    """Return what an owner gave one case assistant, also what ended lately, the newest first."""
    chosen = select(Delegation).where(
        Delegation.owner_id == owner_id,
        Delegation.assistant_id == assistant_id,
        Delegation.declined_on.is_(None),
        Delegation.until_on >= today - STILL_TOLD,
    )
    return db.session.scalars(chosen.order_by(Delegation.id.desc())).all()


def to_answer(assistant_id: int, today: date) -> Sequence[Delegation]:
    """Return the delegations that wait for a case assistant's answer, the oldest first."""
    chosen = select(Delegation).where(
        Delegation.assistant_id == assistant_id, Delegation.accepted_on.is_(None), *_open(today)
    )
    return db.session.scalars(chosen.order_by(Delegation.id).limit(MOST)).all()


def acts_under(delegation_id: int, after: str | None = None) -> Page[DelegatedAct]:
    """Return a page of what was done under a delegation, the newest first."""
    chosen = select(DelegatedAct).where(DelegatedAct.delegation_id == delegation_id)
    return page(chosen, [Key(DelegatedAct.id, downwards=True)], after)


def mandates_of(centre_id: int, owner_ids: Collection[int], today: date) -> tuple[Mandate, ...]:
    """Return what some owners let the people of a service centre do, as of a day, in one statement of bare columns.

    Also what has ended lately, so that a refusal can say when; what was declined never held.
    """
    columns = [getattr(Delegation, name) for name in MANDATE]
    chosen = select(*columns).where(
        Delegation.owner_id.in_(owner_ids),
        _of_centre(centre_id),
        Delegation.declined_on.is_(None),
        Delegation.until_on >= today - STILL_TOLD,
    )
    return tuple(_mandate(row, today) for row in db.session.execute(chosen.order_by(Delegation.id.desc())))


def mandate(row: Delegation, today: date) -> Mandate:
    """Return a delegation as the rules look at it on a day."""
    return _mandate([getattr(row, name) for name in MANDATE], today)


def _mandate(row: Sequence[Any], today: date) -> Mandate:
    number, owner_id, project_id, assistant_id, steps, first, last, accepted, ended = row
    return Mandate(
        number,
        owner_id,
        project_id,
        assistant_id,
        frozenset(steps.split()),
        first,
        last,
        accepted,
        ended,
        today,
    )


def helped_projects(centre_id: int, today: date) -> Select[Any]:
    """Choose the ids of the projects with which a service centre helps on a day."""
    whole = and_(Delegation.project_id.is_(None), Delegation.owner_id == Project.owner_id)
    found = select(Delegation.id).where(
        *_held(today), _of_centre(centre_id), or_(Delegation.project_id == Project.id, whole)
    )
    return select(Project.id).where(found.exists())


def centres_helping(project: Project, today: date) -> set[int]:
    """Return the service centres that help with a project on a day, in one statement."""
    found = (
        select(Delegation.id)
        .join(User, User.id == Delegation.assistant_id)
        .where(
            *_held(today),
            Delegation.owner_id == project.owner_id,
            or_(Delegation.project_id == project.id, Delegation.project_id.is_(None)),
            User.organisation_id == Organisation.id,
        )
    )
    chosen = select(Organisation.id).where(
        Organisation.kind == Kind.SERVICE_CENTRE, Organisation.switched_off_at.is_(None), found.exists()
    )
    return set(db.session.scalars(chosen))


def assistants() -> Sequence[User]:
    """Return the people whom an owner may name as case assistant, by their centre."""
    chosen = (
        select(User)
        .join(User.organisation)
        .where(
            Organisation.kind == Kind.SERVICE_CENTRE,
            Organisation.switched_off_at.is_(None),
            User.role != Role.READER,
            User.switched_off_at.is_(None),
        )
    )
    return db.session.scalars(chosen.order_by(Organisation.name, User.id)).all()


def _of_centre(centre_id: int) -> Any:  # noqa: ANN401  a condition
    return Delegation.assistant_id.in_(select(User.id).where(User.organisation_id == centre_id))


def _held(today: date) -> tuple[Any, ...]:
    return (Delegation.accepted_on.is_not(None), Delegation.from_on <= today, *_open(today))


def _open(today: date) -> tuple[Any, ...]:
    return (Delegation.until_on >= today, Delegation.declined_on.is_(None), Delegation.ended_on.is_(None))
