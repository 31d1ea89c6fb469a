"""The tables of projects and of the services that they need."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Organisation
from kernel.db import Row, UtcMoment
from kernel.ledger import Audited


class Project(Audited, Row):
    """An owner's investment project."""

    __tablename__ = "project"
    __table_args__ = (Index("ix_project_owner", "owner_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(120))
    code: Mapped[str] = mapped_column(String(24), unique=True)
    area: Mapped[str] = mapped_column(String(60), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    public_money: Mapped[bool]
    stage: Mapped[str] = mapped_column(String(30))
    created_at: Mapped[datetime] = mapped_column(UtcMoment)

    owner: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)


class Need(Audited, Row):
    """One service that a project needs at a stage."""

    __tablename__ = "need"
    __table_args__ = (
        Index("ix_need_project", "project_id", "id"),
        CheckConstraint("wanted_workdays IS NULL OR wanted_workdays > 0", name="wanted_workdays"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    stage: Mapped[str] = mapped_column(String(30))
    item_code: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(120))
    detail: Mapped[str] = mapped_column(Text, default="")
    wanted_workdays: Mapped[int | None]
    dropped_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UtcMoment)

    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)
