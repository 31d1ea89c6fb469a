"""The jobs of the choice: closed notices are laid down, extensions and failures told.

T6: closing, extension and failure follow from the dates. The draw takes the first public figure after the labels were
laid down: a job that runs late lets it wait, and changes nobody's chance.
"""

from datetime import date

from sqlalchemy import or_, select

from kernel import clock, law
from kernel.db import db, lock
from kernel.jobs import each, job
from marketplace.selection import closing, contributing, notices, quorum, succeeding, windows
from marketplace.selection.catalogue import method
from marketplace.selection.desk import Desk
from marketplace.selection.draw_tables import Contribution, DrawChain, DrawRecord, VoidDraw
from marketplace.selection.models import Award, Notice


@job("close-notices", cron="* * * * *")
def close_notices(_day: date) -> int:
    """Lay down who was registered at each closing that has passed, and tell of extensions and failures."""
    now = clock.now()
    before = now - windows.SETTLE
    chosen = (
        select(Notice.id)
        .join(DrawChain, DrawChain.notice_id == Notice.id)
        .where(
            DrawChain.fixed_at.is_(None),
            Notice.withdrawn_on.is_(None),
            Notice.failed_on.is_(None),
            or_(Notice.closes_at <= before, Notice.late_closes_at <= before),
        )
    )
    return each(db.session.scalars(chosen.order_by(Notice.id)).all(), _close)


def _close(notice_id: int) -> bool:
    notice = db.session.get_one(Notice, notice_id)
    desk = Desk(None, clock.now(), law.calendar(), law.book())
    course = notices.course_of(notice, desk.book)
    if course.is_extended(desk.now) and notice.late_closes_at and desk.now < notice.late_closes_at:
        valid = course.entered
        verdict = quorum.at_closing(method(notice.method), valid, 0, desk.book, desk.today)
        closing.announce_extension(notice, verdict.because)
        return False
    return closing.close(notice, desk=desk).fixed_at is not None


@job("pass-awards-on", cron="*/5 * * * *")
def pass_awards_on(_day: date) -> int:
    """Publish the next in rank where an agency was removed after its award (P11)."""
    stands = select(Award.id).where(Award.notice_id == Notice.id, Award.ended_on.is_(None))
    passing = [one.value for one in succeeding.PASSES_ON]
    ended = select(Award.id).where(Award.notice_id == Notice.id, Award.ended_because.in_(passing))
    chosen = select(Notice.id).where(
        Notice.closes_at.is_not(None),
        Notice.withdrawn_on.is_(None),
        Notice.failed_on.is_(None),
        ~stands.exists(),
        ended.exists(),
    )
    return each(db.session.scalars(chosen.order_by(Notice.id)).all(), _pass_on)


def _pass_on(notice_id: int) -> bool:
    notice = db.session.get_one(Notice, notice_id)
    desk = Desk(None, clock.now(), law.calendar(), law.book())
    return succeeding.is_due(notice, desk) and succeeding.go_on(notice, desk=desk) is not None


@job("void-draws", cron="*/10 * * * *")
def void_draws(_day: date) -> int:
    """Publish the draws that are void because a text was not revealed, and record each against its giver (S2)."""
    made = select(DrawRecord.id).where(DrawRecord.notice_id == Notice.id)
    found = select(VoidDraw.notice_id).where(VoidDraw.notice_id == Notice.id)
    chosen = (
        select(Notice.id)
        .join(Contribution, Contribution.notice_id == Notice.id)
        .join(DrawChain, DrawChain.notice_id == Notice.id)
        .where(
            Contribution.lodged_at.is_not(None),
            Contribution.revealed_at.is_(None),
            DrawChain.fixed_at.is_not(None),
            Notice.withdrawn_on.is_(None),
            Notice.failed_on.is_(None),
            ~made.exists(),
            ~found.exists(),
        )
    )
    return each(db.session.scalars(chosen.distinct().order_by(Notice.id)).all(), _void)


def _void(notice_id: int) -> bool:
    notice = lock(db.session.get_one(Notice, notice_id))
    desk = Desk(None, clock.now(), law.calendar(), law.book())
    at = succeeding.void_since(notice, desk)
    if at is None:
        return False
    contributing.record_void(notice, at, desk=desk)
    return True
