"""The tables of the joint survey day: the day of a project, who asked, who is asked to come, and what they thought."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Organisation, User
from kernel.db import Row, UtcMoment, one_of
from kernel.files import StoredFile
from kernel.ledger import Audited, Evidence
from marketplace.projects.models import Project
from marketplace.surveys.vocabulary import Coming, Part, View


class SurveyDay(Audited, Row):
    """One joint survey day of a project. Where it stands is computed from its day and from what its seats answered."""

    __tablename__ = "survey_day"
    __table_args__ = (
        Index("ix_survey_day_project", "project_id", "id"),
        Index("ix_survey_day_set", "set_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    asked_on: Mapped[date]
    set_on: Mapped[date]
    hour: Mapped[str] = mapped_column(String(5))
    place: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcMoment)
    cancelled_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text, default="")

    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)


class SurveyRequest(Evidence, Row):
    """Who asked for the day, and the approval or service for which the site must be seen."""

    __tablename__ = "survey_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey_day.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcMoment)

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)


class SurveySeat(Audited, Row):
    """One organisation that is asked to come, what it answered, and who comes for it."""

    __tablename__ = "survey_seat"
    __table_args__ = (
        UniqueConstraint("survey_id", "organisation_id"),
        CheckConstraint(one_of("part", Part), name="part"),
        CheckConstraint(f"coming IS NULL OR {one_of('coming', Coming)}", name="coming"),
        Index("ix_survey_seat_body", "organisation_id", "survey_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey_day.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    part: Mapped[str] = mapped_column(String(10))
    coming: Mapped[str | None] = mapped_column(String(5))
    person: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    survey: Mapped[SurveyDay] = relationship(lazy="joined", innerjoin=True)
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)


class SurveyMove(Evidence, Row):
    """One time that the day was moved: from when to when, by whom, and why."""

    __tablename__ = "survey_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey_day.id"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    from_on: Mapped[date]
    to_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcMoment)


class SurveyOpinion(Evidence, Row):
    """What an organisation thought of the site on the day, signed by time and person; a later one completes it.

    `approvals` are those to which it belongs, one a line; of an agency, its services.
    """

    __tablename__ = "survey_opinion"
    __table_args__ = (CheckConstraint(one_of("view", View), name="view"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("survey_seat.id"), index=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    view: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text, default="")
    approvals: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcMoment)

    actor: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class OpinionFile(Row):
    """A photo that was taken on the site and came with an opinion."""

    __tablename__ = "opinion_file"

    opinion_id: Mapped[int] = mapped_column(ForeignKey("survey_opinion.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), primary_key=True)

    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)
