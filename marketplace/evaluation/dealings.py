"""The dealings of an owner, read from the events of its orders: what its own record is computed from (M4)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from accounts.models import Organisation
from kernel.db import db
from kernel.periods import add_months
from kernel.rulebook import Rulebook
from kernel.workdays import Calendar
from marketplace.delivery import events as happened
from marketplace.delivery import queries as delivery
from marketplace.delivery.course import Course
from marketplace.delivery.kinds import Reason, Side
from marketplace.delivery.models import Order
from marketplace.delivery.rules.deliveries import Examined, Fate
from marketplace.delivery.rules.reckoning import Judged
from marketplace.delivery.rules.states import State
from marketplace.delivery.story import Thread
from marketplace.evaluation.models import OwnerWord
from marketplace.evaluation.record import Choices, Dealing, Delivered, Fact, Payment, facts
from marketplace.selection import awards
from marketplace.selection.awarding import Stage
from marketplace.selection.draw_tables import Contribution, VoidDraw
from marketplace.selection.endings import Ending
from marketplace.selection.models import Award, Notice

MOST = 200  # orders that one record is computed from, the newest first
REJECTED = (Fate.REJECTED, Fate.CONTESTED, Fate.ACCEPTED_ON_CONTEST)
BY_SILENCE = (State.COUNTS_BY_SILENCE, State.REFUSED_BY_SILENCE)
LEAVING = "C10"  # the ground of an owner that leaves of its own accord


@dataclass(frozen=True)
class Record:
    """What is told of an owner: its facts with what it has to say to them, and on how many orders since when."""

    owner: Organisation
    facts: Sequence[Fact]
    words: Mapping[str, OwnerWord]
    since: date
    orders: int
    is_cut: bool

    @property
    def told(self) -> list[Fact]:
        """Return the facts that have a case."""
        return [fact for fact in self.facts if fact.base]


def record_of(owner: Organisation, calendar: Calendar, book: Rulebook, today: date) -> Record:
    """Return an owner's own record, in a fixed number of statements."""
    since = add_months(today, -book.whole("M4.months", today))
    chosen = select(Order).where(Order.owner_id == owner.id, Order.opened_on >= since)
    rows = db.session.scalars(chosen.order_by(Order.id.desc()).limit(MOST + 1)).all()
    courses = delivery.clocks(rows[:MOST], calendar, book, today)
    dealings = [dealing(row, courses[row.id]) for row in rows[:MOST] if courses[row.id].is_effective]
    choices = Choices(tuple(_awards(owner, since, calendar, book, today)), tuple(_texts(owner, since)))
    found = facts(dealings, choices, calendar, book, today)
    return Record(owner, found, words_of(owner.id), since, len(dealings), len(rows) > MOST)


def words_of(owner_id: int) -> dict[str, OwnerWord]:
    """Return what an owner has to say to its record, by statement."""
    rows = db.session.scalars(select(OwnerWord).where(OwnerWord.owner_id == owner_id))
    return {row.statement: row for row in rows}


def dealing(row: Order, course: Course) -> Dealing:
    """Return what one order tells of its owner as of the day of its course."""
    if course.story.effective_on is None:
        raise ValueError("an order whose contract is not in effect tells nothing")
    accepted, asked = course.acceptance, list(_asked(course))
    known = accepted.known_on if accepted and accepted.known_on <= course.today else None
    paid = [event.fact for event in course.story.payments if isinstance(event.fact, happened.Paid)]
    return Dealing(
        course.story.effective_on,
        course.completeness.complete_on if course.completeness else None,
        tuple(_delivered(examined) for _, examined in course.examined()),
        len(asked),
        sum(judged.state in BY_SILENCE for judged in asked),
        _is_changed(course),
        known,
        row.price_fen,
        tuple(Payment(fact.paid_on, fact.amount_fen) for fact in paid),
        is_over=course.is_over,
    )


def _delivered(found: Examined) -> Delivered:
    delivery_of, fate = found.delivery, found.fate
    if fate in REJECTED:
        unfounded = fate is Fate.ACCEPTED_ON_CONTEST
        return Delivered(delivery_of.on, delivery_of.rejected_on, is_rejected=True, is_unfounded=unfounded)
    if fate is Fate.ACCEPTED:
        return Delivered(delivery_of.on, delivery_of.accepted_on)
    return Delivered(delivery_of.on, is_silent=fate is Fate.ACCEPTED_BY_SILENCE)


def _asked(course: Course) -> Iterator[Judged]:
    """Yield what was asked of the owner in time and is decided, by it or by its silence."""
    of_owner = [judged for thread, judged in course.pauses() if _is_owners(course, thread.event.id)]
    for judged in (*of_owner, *(judged for _, judged in course.extensions())):
        if judged.state not in (State.WAITING, State.IGNORED):
            yield judged


def _is_owners(course: Course, event_id: int) -> bool:
    return course.answerers[event_id] is Side.OWNER


def _is_changed(course: Course) -> bool:
    """Tell whether the work was stopped, prolonged, changed or ended on the owner's account."""
    story = course.story
    paused = any(j.state.is_counted for t, j in course.pauses() if _is_owners(course, t.event.id))
    prolonged = any(
        judged.state.is_counted
        and isinstance(thread.event.fact, happened.ExtensionAsked)
        and thread.event.fact.whose is Reason.OWNER
        for thread, judged in course.extensions()
    )
    return paused or prolonged or any(map(_is_agreed_change, story.changes)) or _is_left(course)


def _is_agreed_change(thread: Thread) -> bool:
    answer = thread.reply(happened.ChangeAnswered)
    agreed = answer is not None and isinstance(answer.fact, happened.ChangeAnswered) and answer.fact.agreed
    return agreed and thread.event.side is Side.OWNER


def _is_left(course: Course) -> bool:
    """Tell whether the owner ended the contract of its own accord: not after an overdue, an abandonment or a removal."""
    ended, due = course.story.ended, course.clock.due
    if ended is None or course.story.abandoned or (due and ended.on > due):
        return False
    return isinstance(ended.fact, happened.EndedByOwner) and ended.fact.ground == LEAVING


def _awards(
    owner: Organisation, since: date, calendar: Calendar, book: Rulebook, today: date
) -> Iterator[bool]:
    """Tell of each award since a day that came to a contract or was let go by the owner, whether it was let go."""
    chosen = select(Award).where(Award.owner_id == owner.id, Award.published_on >= since)
    for row in db.session.scalars(chosen.order_by(Award.id.desc()).limit(MOST)):
        if row.ending:
            if row.ending is Ending.RELEASED:
                yield True
            continue
        stage = awards.stand_of(row, today, calendar, book).stage
        if stage in (Stage.CONTRACTED, Stage.OWNER_SILENT):
            yield stage is Stage.OWNER_SILENT


def _texts(owner: Organisation, since: date) -> Iterator[bool]:
    """Tell of each text of the owner's in a draw since a day, whether it was withheld; a void draw is published."""
    mine = Contribution.organisation_id == owner.id, Notice.owner_id == owner.id, Notice.published_on >= since
    chosen = (
        select(Contribution.line, Contribution.revealed_at, VoidDraw.withheld)
        .join(Notice, Notice.id == Contribution.notice_id)
        .outerjoin(VoidDraw, VoidDraw.notice_id == Notice.id)
        .where(*mine, Contribution.lodged_at.is_not(None))
    )
    for line, revealed_at, withheld in db.session.execute(chosen):
        is_withheld = line in (withheld or "").split()
        if revealed_at is not None or is_withheld:
            yield is_withheld
