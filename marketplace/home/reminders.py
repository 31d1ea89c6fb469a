"""M1: where the reminders come from: what waits for somebody by a last day, thing by thing; each is told once.

What is reminded of is what the workbench shows, in the same words. Qualifications (A3), cases (P5), lockouts (P8) and
the steps of the yearly round (G7) keep jobs of their own, because they count in other days.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from accounts import queries as accounts
from accounts.kinds import Topic
from accounts.operations import tell
from kernel.db import db
from kernel.rulebook import Rulebook
from kernel.sentences import Sentence, say
from kernel.workdays import Calendar
from marketplace.delivery import queries as delivery
from marketplace.delivery.kinds import Side
from marketplace.delivery.models import Order
from marketplace.delivery.operations.desk import authority_id
from marketplace.delivery.reminding import reminders
from marketplace.delivery.rules.reminding import Step, of_answer
from marketplace.delivery.turns import to_file
from marketplace.evaluation import queries as evaluation
from marketplace.evaluation.rules import evaluate_until
from marketplace.home import notice_tasks, survey_tasks, tasks
from marketplace.home.tasks import Task
from marketplace.home.waiting import LONGEST_WAIT
from marketplace.selection import awarding, awards
from marketplace.selection import queries as selection
from marketplace.selection.awarding import Stage
from marketplace.selection.models import Award, Notice, Registration, TrackRecord
from marketplace.selection.tables import ResultObjection
from marketplace.surveys import queries as surveys
from marketplace.surveys.models import SurveyDay


@dataclass(frozen=True)
class Law:
    """The day on which it is looked, and the calendar and rulebook by which."""

    today: date
    calendar: Calendar
    book: Rulebook


@dataclass(frozen=True)
class Due:
    """A task of an organisation whose last day comes near, the reminder that holds, and the page that it leads to."""

    body_id: int
    task: Task
    by: date
    step: Step
    link: str

    @property
    def key(self) -> str:
        """Return the key under which it is told once: another last day, or the next step, is another reminder."""
        where = "/".join(str(value) for value in self.task.address.values())
        return f"remind:{self.task.endpoint}:{where}:{self.by}:{self.step.at}"


@dataclass(frozen=True)
class Source:
    """A kind of thing that is waited for: which of them are open on a day, and what is due of one."""

    open: Callable[[date], Sequence[int]]
    due: Callable[[int, Law], Iterator[Due]]


def remind(found: Due, law: Law) -> bool:
    """Tell of a reminder that holds, once; say whether it was new."""
    return tell(
        found.body_id,
        said(found, law),
        link=found.link,
        once=found.key,
        topic=Topic.REMINDER,
        holds_until=found.step.until,
    )


def said(found: Due, law: Law) -> Sentence:
    """Say what is to be done by when, what silence means, and whether the day is provisional (T5)."""
    task, left = found.task, found.step.left
    title = say("%(title)s (%(about)s)", title=task.title, about=task.about) if task.about else task.title
    args = {"title": title, "text": task.text, "by": found.by, "left": left}
    if left:
        text = say(
            "%(title)s: %(text)s The last day is %(by)s; on %(today)s %(left)s working days are left.",
            today=law.today,
            **args,
        )
    else:
        text = say("%(title)s: %(text)s Today, %(by)s, is the last day.", **args)
    if task.silence:
        text = say("%(told)s %(silence)s", told=text, silence=task.silence)
    if law.calendar.between(law.today, found.by).provisional:
        text = say("%(told)s The day is provisional: the holidays of its year are not announced.", told=text)
    return text


def _open_orders(day: date) -> Sequence[int]:
    over = or_(TrackRecord.completed_on <= day, TrackRecord.ended_on <= day)
    gone = select(TrackRecord.order_number).where(TrackRecord.order_number == Order.number, over)
    return db.session.scalars(select(Order.id).where(~gone.exists()).order_by(Order.id)).all()


def _of_order(order_id: int, law: Law) -> Iterator[Due]:
    order = db.session.get_one(Order, order_id)
    found = delivery.clock_of(order, law.calendar, law.book, law.today)
    for one in reminders(found, law.calendar, law.book):
        sides = {Side.OWNER: order.owner_id, Side.AGENCY: order.agency_id}
        body_id = sides.get(one.turn.side) or authority_id(order)
        task = tasks.of_turn(order.need.title, order.need.project.name, order.number, one.turn)
        if body_id and task.by:
            yield Due(body_id, task, task.by, one.step, f"/orders/{order.number}")


def _open_awards(_day: date) -> Sequence[int]:
    stands = (Award.ended_on.is_(None), Award.contracted_on.is_(None))
    ordered = select(Order.id).where(Order.award_id == Award.id)  # from then on the order reminds
    return db.session.scalars(select(Award.id).where(*stands, ~ordered.exists()).order_by(Award.id)).all()


def _of_award(award_id: int, law: Law) -> Iterator[Due]:
    award = db.session.get_one(Award, award_id)
    stand, since = awards.stand_of(award, law.today, law.calendar, law.book), _since(award, law)
    if stand.by is None:
        return
    for body_id, is_agency in ((award.owner_id, False), (award.agency_id, True)):
        task = _award_task(award, stand.stage, stand.by, is_agency=is_agency)
        if task:
            yield from near(body_id, task, since, f"/results/{award.id}", law)


def _award_task(award: Award, stage: Stage, by: date, *, is_agency: bool) -> Task | None:
    need = award.notice.need
    if stage is Stage.TO_CONTRACT:
        side = Side.AGENCY if is_agency else Side.OWNER
        return tasks.of_turn(need.title, need.project.name, award.notice.number, to_file(award.id, side, by))
    confirmed = award.agency_confirmed_on if is_agency else award.owner_confirmed_on
    if stage is not Stage.TO_CONFIRM or confirmed:
        return None
    return notice_tasks.to_confirm(need.title, need.project.name, award.id, by, agency=is_agency)


def _since(award: Award, law: Law) -> date:
    facts = awards.facts_of(award)
    return facts.confirmed_on or awarding.settled_on(facts, law.calendar, law.book)


def _open_evaluations(day: date) -> Sequence[int]:
    chosen = (
        select(Order.id)
        .join(TrackRecord, TrackRecord.order_number == Order.number)
        .where(TrackRecord.completed_on <= day, TrackRecord.completed_on > day - LONGEST_WAIT)
        .order_by(Order.id)
    )
    ids = db.session.scalars(chosen).all()
    given = evaluation.evaluations_of(ids)
    return [order_id for order_id in ids if order_id not in given]


def _of_evaluation(order_id: int, law: Law) -> Iterator[Due]:
    order = db.session.get_one(Order, order_id)
    since = evaluation.accepted_on(order)
    if since:
        by = evaluate_until(since, law.calendar, law.book)
        task = tasks.to_evaluate(order.need.title, order.agency.name, order.number, by)
        yield from near(order.owner_id, task, since, f"/orders/{order.number}", law)


def _open_invitations(day: date) -> Sequence[int]:
    return [entry.id for entry in selection.waiting_for_offer(None, day)]


def _of_invitation(entry_id: int, law: Law) -> Iterator[Due]:
    entry = db.session.get_one(Registration, entry_id)
    notice: Notice = entry.notice
    task = tasks.to_offer(notice.need.title, notice.owner.name, entry.id, notice.offers_until)
    yield from near(entry.agency_id, task, notice.published_on, f"/invitations/{entry.id}", law)


def _open_objections(_day: date) -> Sequence[int]:
    chosen = select(ResultObjection.id).where(ResultObjection.answered_on.is_(None))
    return db.session.scalars(chosen.order_by(ResultObjection.id)).all()


def _of_objection(objection_id: int, law: Law) -> Iterator[Due]:
    row = db.session.get_one(ResultObjection, objection_id)
    by = awarding.answer_by(row.made_on, law.calendar, law.book)
    body = accounts.authority_by_key(row.authority_key)
    if body:
        title = row.award.notice.need.title
        task = notice_tasks.to_answer_objection(title, row.organisation.name, row.id, by)
        yield from near(body.id, task, row.made_on, f"/results/{row.award_id}", law)


def _of_survey(survey_id: int, law: Law) -> Iterator[Due]:
    """Yield what is due of those who have not said who comes; who comes is reminded by the survey's own job."""
    row = db.session.get_one(SurveyDay, survey_id)
    found = surveys.found_day(row, law.calendar, law.book, law.today)
    for line in survey_tasks.unanswered(found):
        task, link = survey_tasks.to_answer(found, line), f"/surveys/{row.id}"
        yield from near(line.row.organisation_id, task, row.asked_on, link, law)


def near(body_id: int, task: Task, since: date, link: str, law: Law) -> Iterator[Due]:
    """Yield a task of an organisation where a reminder of its last day holds today (M1)."""
    step = of_answer(since, task.by, law.today, law.calendar, law.book) if task.by else None
    if step and task.by:
        yield Due(body_id, task, task.by, step, link)


SOURCES = (
    Source(_open_orders, _of_order),
    Source(_open_awards, _of_award),
    Source(_open_evaluations, _of_evaluation),
    Source(_open_invitations, _of_invitation),
    Source(_open_objections, _of_objection),
    Source(surveys.to_announce, _of_survey),
)
