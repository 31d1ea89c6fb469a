"""The tables of projects, of the services that they need, and of what a case assistant may do for them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Organisation, User
from kernel.db import Row, UtcMoment
from kernel.ledger import Audited, Evidence
from kernel.sentences import Sentence, read
from marketplace.projects.vocabulary import Step


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


class Delegation(Audited, Row):
    """A dated act by which an owner lets a case assistant take named steps, for one project or for all (W1, W2)."""

    __tablename__ = "delegation"
    __table_args__ = (
        CheckConstraint("from_on <= until_on", name="days"),
        CheckConstraint("accepted_on IS NULL OR declined_on IS NULL", name="one_answer"),
        Index("ix_delegation_assistant", "assistant_id", "until_on"),
        Index("ix_delegation_owner", "owner_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    assistant_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    steps: Mapped[str] = mapped_column(String(200))
    from_on: Mapped[date]
    until_on: Mapped[date]
    named_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime] = mapped_column(UtcMoment)
    accepted_on: Mapped[date | None]
    declined_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[str] = mapped_column(Text, default="")

    owner: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    assistant: Mapped[User] = relationship(lazy="joined", innerjoin=True, foreign_keys=[assistant_id])
    project: Mapped[Project | None] = relationship(lazy="joined")

    @property
    def named_steps(self) -> list[Step]:
        """Return the steps in the order of the clerk's file."""
        return [step for step in Step if step in self.steps.split()]

    @property
    def is_open(self) -> bool:
        """Tell whether it was neither declined nor ended; its days are another matter."""
        return self.declined_on is None and self.ended_on is None


class DelegatedAct(Evidence, Row):
    """One thing that a case assistant did for an owner, proved by the entry of the act itself."""

    __tablename__ = "delegated_act"
    __table_args__ = (Index("ix_delegated_act_delegation", "delegation_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"))
    step: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcMoment)
    text: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(String(300), default="")

    @property
    def sentence(self) -> Sentence:
        """Return what was done, ready to be said in the reader's language."""
        return read(self.text)
