"""Reads of projects and needs."""

from collections.abc import Sequence

from sqlalchemy import select

from kernel.db import db
from kernel.paging import Key, Page, page
from marketplace.projects.models import Need, Project


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
