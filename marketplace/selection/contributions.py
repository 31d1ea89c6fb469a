"""S2: what was contributed to the randomness of a notice's draw: who gives, what is withheld, since when it is void."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import and_, func, or_, select

from accounts import queries as accounts
from accounts.operations import tell
from kernel.clock import local_day
from kernel.db import db
from kernel.errors import WrongState
from kernel.sentences import say
from marketplace.selection import givers
from marketplace.selection.desk import Desk
from marketplace.selection.draw_tables import Contribution, DrawChain, VoidDraw
from marketplace.selection.givers import Line
from marketplace.selection.models import Notice
from marketplace.selection.procedure import Course

# Longer than any term of revealing, which is counted in working days by givers.py: what is older cannot be asked for.
LONGEST_TERM = timedelta(days=60)


def contribution(contribution_id: int) -> Contribution | None:
    """Return a contribution, or None."""
    return db.session.get(Contribution, contribution_id)


def of_notice(notice_id: int) -> Sequence[Contribution]:
    """Return the contributions that a notice names, in the order of their lines."""
    chosen = select(Contribution).where(Contribution.notice_id == notice_id)
    return db.session.scalars(chosen.order_by(Contribution.id)).all()


def asked_of(organisation_id: int, now: datetime) -> Sequence[Contribution]:
    """Return the contributions that an organisation may still have to lodge or to reveal, of notices without an end.

    Those of which nothing can be asked any more are left out here, so that they never crowd out one of today.
    """
    closing = func.coalesce(Notice.late_closes_at, Notice.closes_at)
    opening = func.coalesce(Notice.late_opens_at, Notice.opens_at)
    chosen = (
        select(Contribution)
        .join(Notice, Notice.id == Contribution.notice_id)
        .where(
            Contribution.organisation_id == organisation_id,
            Contribution.revealed_at.is_(None),
            Notice.withdrawn_on.is_(None),
            Notice.failed_on.is_(None),
            or_(
                and_(Contribution.lodged_at.is_(None), closing > now),
                and_(Contribution.lodged_at.is_not(None), opening > now - LONGEST_TERM),
            ),
        )
    )
    return db.session.scalars(chosen.order_by(Contribution.id)).all()


def of_notices(notice_ids: Iterable[int]) -> dict[int, list[Contribution]]:
    """Return the contributions that each notice named has, in the order of their lines, in one statement."""
    chosen = select(Contribution).where(Contribution.notice_id.in_(set(notice_ids))).order_by(Contribution.id)
    found: dict[int, list[Contribution]] = defaultdict(list)
    for row in db.session.scalars(chosen):
        found[row.notice_id].append(row)
    return found


def voids_of(notice_ids: Iterable[int]) -> dict[int, VoidDraw]:
    """Return the void draw of each notice named that has one, in one statement."""
    chosen = select(VoidDraw).where(VoidDraw.notice_id.in_(set(notice_ids)))
    return {row.notice_id: row for row in db.session.scalars(chosen)}


def void_of(notice_id: int) -> VoidDraw | None:
    """Return the draw of a notice that was void, or None."""
    return db.session.get(VoidDraw, notice_id)


def reveal_by(course: Course, desk: Desk) -> date | None:
    """Return the last day for revealing a text that was lodged; None before the closing, when none may be revealed.

    It counts from the opening that the notice named, whoever opens sealed offers later: whoever lodged was told that
    day at the closing, and may reveal from then on.
    """
    closing, opening = course.closing(desk.now), course.opening(desk.now)
    if closing is None or opening is None or desk.now < closing:
        return None
    return givers.reveal_by(local_day(opening), desk.calendar, desk.book)


def ended_at(course: Course, desk: Desk) -> datetime | None:
    """Return the moment since which no text is accepted any more, or None while one is (T6)."""
    last = reveal_by(course, desk)
    at = givers.void_from(last) if last else None
    return at if at and desk.now >= at else None


def ask_to_reveal(notice: Notice, course: Course, desk: Desk) -> None:
    """Tell whoever has lodged a text that the labels are laid down, so that it is to be revealed."""
    told = say(
        "Who takes part in the draw for %(title)s is laid down. Reveal the text that you lodged by %(day)s, 24:00; "
        "without it the draw is void, and that is published.",
        title=notice.need.title,
        day=reveal_by(course, desk),
    )
    for row in of_notice(notice.id):
        if row.is_withheld:
            tell(row.organisation_id, told, link=f"/notices/contributions/{row.id}")


def name_givers(notice: Notice, chain: DrawChain) -> list[Contribution]:
    """Make a row for each giver whom a notice names, before anybody registers, and tell it."""
    found = []
    for line in givers.read(chain.lines):
        if line is not Line.FIGURE:
            body = notice.owner if line is Line.OWNER else accounts.authority_by_key(notice.authority_key)
            if body is None:
                raise WrongState(say("The authority of this item has not joined, so it has no witness."))
            found.append(Contribution(notice=notice, line=line.value, organisation=body))
    return found


def ask_to_lodge(rows: Sequence[Contribution]) -> None:
    """Tell the givers until when the SHA-256 of their text is lodged."""
    for row in rows:
        told = say(
            "You add a text to the randomness of the draw for %(title)s: lodge its SHA-256 before %(moment)s.",
            title=row.notice.need.title,
            moment=row.notice.closes_at,
        )
        tell(row.organisation_id, told, link=f"/notices/contributions/{row.id}")
