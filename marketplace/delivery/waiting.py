"""What about orders waits for an organisation: its turns, and the awards whose contract it is to file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from accounts.kinds import Kind as Organisations
from accounts.models import Organisation
from kernel.db import db
from kernel.rulebook import Rulebook
from kernel.workdays import Calendar
from marketplace.delivery import queries
from marketplace.delivery import turns as whose
from marketplace.delivery.kinds import Kind, Side
from marketplace.delivery.models import Order, OrderEvent
from marketplace.delivery.turn import Turn
from marketplace.projects.models import Need
from marketplace.projects.queries import helped_projects
from marketplace.selection import awards
from marketplace.selection.awarding import Stage
from marketplace.selection.models import Award, Notice

ASKS_AN_AUTHORITY = (Kind.DISPUTED, Kind.PAUSE_ASKED, Kind.CONTESTED)
ANSWERS_OF_AN_AUTHORITY = (Kind.DISPUTE_ANSWERED, Kind.PAUSE_ANSWERED, Kind.CONTEST_ANSWERED)


@dataclass(frozen=True)
class Waiting:
    """Something that waits for an organisation: what it is about, and the turn."""

    title: str
    project: str
    number: str
    turn: Turn
    owner: str
    subject: Order | Award  # the order, or the award that has none yet


def turns_of(organisation: Organisation, calendar: Calendar, book: Rulebook, today: date) -> list[Waiting]:
    """Return everything about orders that waits for an organisation, what ends first at the head."""
    side = queries.side_of(organisation)
    if side is None:
        return []
    chosen = queries.open_orders(organisation, today).order_by(Order.id.desc()).limit(queries.MOST)
    rows = db.session.scalars(chosen.where(_asks_the_authority()) if side is Side.AUTHORITY else chosen).all()
    courses = queries.clocks(rows, calendar, book, today)
    found = [
        Waiting(row.need.title, row.need.project.name, row.number, turn, row.owner.name, row)
        for row in rows
        for turn in whose.turns(courses[row.id])
        if turn.side is side
    ]
    if side is not Side.AUTHORITY:
        found += _to_sign(organisation, side, calendar, book, today)
    return sorted(found, key=lambda waiting: (waiting.turn.by or date.max, waiting.number))


def awards_to_sign(organisation: Organisation, today: date) -> Sequence[Award]:
    """Return the awards of an owner, or one that it helps, or an agency that stand without an order, the oldest first."""
    own: ColumnElement[bool] = or_(Award.owner_id == organisation.id, Award.agency_id == organisation.id)
    if organisation.kind == Organisations.SERVICE_CENTRE:
        projects = helped_projects(organisation.id, today)
        needed = select(Notice.id).join(Notice.need).where(Need.project_id.in_(projects))
        own = Award.notice_id.in_(needed)
    chosen = (
        select(Award)
        .where(
            own,
            Award.ended_on.is_(None),
            ~select(Order.id).where(Order.award_id == Award.id).exists(),
        )
        .order_by(Award.id)
    )
    return db.session.scalars(chosen.limit(queries.MOST)).all()


def _to_sign(
    organisation: Organisation, side: Side, calendar: Calendar, book: Rulebook, today: date
) -> Iterable[Waiting]:
    for award in awards_to_sign(organisation, today):
        if awards.stand_of(award, today, calendar, book).stage is Stage.TO_CONTRACT:
            need, turn = (
                award.notice.need,
                whose.to_file(award.id, side, queries.file_by(award, calendar, book)),
            )
            yield Waiting(
                need.title, need.project.name, award.notice.number, turn, award.notice.owner.name, award
            )


def _asks_the_authority() -> Any:  # noqa: ANN401  a condition
    """Tell of an order whether it holds a question that an authority may answer and nobody has."""
    asked, answer = aliased(OrderEvent), aliased(OrderEvent)
    thread = or_(answer.answers_id == asked.id, answer.answers_id == asked.answers_id)
    answered = select(answer.id).where(thread, answer.kind.in_(ANSWERS_OF_AN_AUTHORITY))
    return (
        select(asked.id)
        .where(asked.order_id == Order.id, asked.kind.in_(ASKS_AN_AUTHORITY), ~answered.exists())
        .exists()
    )
