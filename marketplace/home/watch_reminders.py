"""M1: what is reminded of in overseeing: editions (G10), drafts and objections (G7), complaints (K1), inspections (G9)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import func, select

from accounts import queries as accounts
from accounts.kinds import Kind
from credit import round_queries
from credit.models import Draft, Objection
from kernel.clock import local_day
from kernel.db import db
from marketplace.home import edition_tasks, rating_tasks, watch_tasks
from marketplace.home.reminders import Due, Law, Source, near
from marketplace.oversight.complaints import queries as complaints
from marketplace.oversight.complaints.models import Complaint
from marketplace.oversight.editions import queries as editions
from marketplace.oversight.editions.models import EditionDraft
from marketplace.oversight.editions.vocabulary import State
from marketplace.oversight.inspections.models import Inspection, InspectionPlan


def _open_editions(_day: date) -> Sequence[int]:
    return [row.id for row in editions.in_hand() if row.state == State.COMMENTS]


def _of_edition(draft_id: int, law: Law) -> Iterator[Due]:
    row = db.session.get_one(EditionDraft, draft_id)
    if row.sent_on is None:
        return
    for body in accounts.of_kind(Kind.AUTHORITY):
        if not editions.has_commented(row, body.authority_key or ""):
            for task in edition_tasks.to_comment(row, law.today):
                yield from near(body.id, task, row.sent_on, f"/rules/editions/{row.id}", law)


def _of_draft(draft_id: int, law: Law) -> Iterator[Due]:
    draft = db.session.get_one(Draft, draft_id)
    if any(one.answered_on is None for one in round_queries.objections_to(draft_id)):
        return
    since = draft.told_on or draft.round.frozen_on or law.today
    for task in rating_tasks.of_agency(draft, draft.objections_until, law.today, law.calendar, law.book):
        yield from near(draft.agency_id, task, since, _page_of(draft), law)


def _open_rating_objections(_day: date) -> Sequence[int]:
    return [row.id for row in round_queries.open_objections()]


def _of_rating_objection(objection_id: int, law: Law) -> Iterator[Due]:
    row = db.session.get_one(Objection, objection_id)
    task = rating_tasks.to_answer(row, law.calendar, law.book)
    for office in accounts.of_kind(Kind.MANAGING_OFFICE):
        yield from near(office.id, task, row.made_on, _page_of(row.draft), law)


def _page_of(draft: Draft) -> str:
    return f"/rating-rounds/{draft.round.year}/agencies/{draft.agency_id}"


def _open_complaints(_day: date) -> Sequence[int]:
    chosen = select(Complaint.id).where(Complaint.closed_on.is_(None))
    return db.session.scalars(chosen.order_by(Complaint.id)).all()


def _of_complaint(complaint_id: int, law: Law) -> Iterator[Due]:
    """Yield what is due of a complaint; whom it is about is told to nobody but on its page."""
    row = db.session.get_one(Complaint, complaint_id)
    link = f"/complaints/{row.number}"
    answer = replace(watch_tasks.to_answer(row, law.calendar, law.book), about="")
    for body in complaints.office_of(row):
        yield from near(body.id, answer, row.taken_on or row.made_on, link, law)
    comment = watch_tasks.to_comment(row, law.today, law.calendar, law.book)
    if comment and row.about_id and row.taken_on:
        yield from near(row.about_id, comment, row.taken_on, link, law)


def _open_plans(_day: date) -> Sequence[int]:
    chosen = select(Inspection.plan_id).where(Inspection.entered_on.is_(None)).distinct()
    return db.session.scalars(chosen.order_by(Inspection.plan_id)).all()


def _of_plan(plan_id: int, law: Law) -> Iterator[Due]:
    plan = db.session.get_one(InspectionPlan, plan_id)
    open_ones = (Inspection.plan_id == plan_id, Inspection.entered_on.is_(None))
    number = db.session.scalar(select(func.count()).select_from(Inspection).where(*open_ones)) or 0
    if number and plan.drawn_at:
        task = watch_tasks.to_inspect_all(plan, number)
        yield from near(plan.authority_id, task, local_day(plan.drawn_at), f"/inspections/{plan.number}", law)


SOURCES = (
    Source(_open_editions, _of_edition),
    Source(round_queries.with_days_left, _of_draft),
    Source(_open_rating_objections, _of_rating_objection),
    Source(_open_complaints, _of_complaint),
    Source(_open_plans, _of_plan),
)
