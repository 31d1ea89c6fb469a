"""Where the tasks of a workbench come from: each kind of organisation has its sources, in a fixed number of statements."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from accounts import queries as accounts
from accounts.kinds import Kind
from accounts.models import Organisation, User
from blacklist import queries as blacklist
from kernel.db import db
from kernel.missing_years import missing_years
from kernel.rulebook import Rulebook
from kernel.sentences import say
from kernel.workdays import Calendar
from marketplace.admission import queries as admission
from marketplace.admission import returning
from marketplace.admission import rules as joining
from marketplace.delivery import queries as delivery
from marketplace.delivery import waiting as orders
from marketplace.delivery.models import Order
from marketplace.evaluation import queries as evaluation
from marketplace.evaluation.rules import evaluate_until
from marketplace.home import (
    case_tasks,
    edition_tasks,
    help_tasks,
    notice_tasks,
    notice_turns,
    rating_tasks,
    survey_tasks,
    tasks,
    watch_tasks,
)
from marketplace.home.tasks import Task
from marketplace.projects import queries as helped
from marketplace.selection import notices
from marketplace.selection import queries as selection
from marketplace.selection.models import Registration, TrackRecord

UNCHECKED = ("draft", "returned")
LONGEST_WAIT = timedelta(days=60)  # no 15 working days are longer; the rule itself decides below


@dataclass(frozen=True)
class Desk:
    """Whose workbench it is, and the law and the day by which it is laid out."""

    body: Organisation
    today: date
    calendar: Calendar
    book: Rulebook
    person: User
    now: datetime


def waiting(desk: Desk) -> list[Task]:
    """Return everything that waits for an organisation, what ends first at the head."""
    sources = SOURCES[Kind(desk.body.kind)]
    return tasks.in_order(task for source in sources for task in source(desk))


def _turns(desk: Desk) -> Iterator[Task]:
    for found in orders.turns_of(desk.body, desk.calendar, desk.book, desk.today):
        yield tasks.of_turn(found.title, found.project, found.number, found.turn)


def _delegations(desk: Desk) -> Iterator[Task]:
    for row in helped.to_answer(desk.person.id, desk.today):
        yield help_tasks.to_answer(row.owner.name, row.id, row.from_on)


def _helped_turns(desk: Desk) -> Iterator[Task]:
    return help_tasks.waiting(desk.person, desk.body, desk.today, desk.calendar, desk.book)


def _surveys(desk: Desk) -> Iterator[Task]:
    return survey_tasks.waiting(desk.person, desk.today, desk.calendar, desk.book)


def _papers(desk: Desk) -> Iterator[Task]:
    if desk.body.verified_at is not None:
        return
    brought = accounts.documents_of(desk.body.id)
    if not brought or desk.body.id in accounts.whose_turn([desk.body.id]):
        yield tasks.to_bring_papers()


def _messages(desk: Desk) -> Iterator[Task]:
    number = accounts.unread(desk.body.id)
    if number:
        yield tasks.unread(number)


def _choices(desk: Desk) -> Iterator[Task]:
    notices = selection.waiting_for_choice(desk.body.id)
    counted = offers_of(notice.id for notice in notices)
    for notice in notices:
        offers, invited = counted.get(notice.id, (0, 0))
        if offers or notice.offers_until < desk.today:
            yield tasks.to_choose(notice.need.title, notice.need.project.name, notice.id, offers, invited)


def offers_of(notice_ids: Iterable[int]) -> Mapping[int, tuple[int, int]]:
    """Return how many offers each notice has, and how many were invited, in one statement."""
    chosen = (
        select(Registration.notice_id, func.count(Registration.offered_at), func.count())
        .where(Registration.notice_id.in_(set(notice_ids)), Registration.ended_on.is_(None))
        .group_by(Registration.notice_id)
    )
    return {notice_id: (offers, invited) for notice_id, offers, invited in db.session.execute(chosen)}


def _evaluations(desk: Desk) -> Iterator[Task]:
    done = (
        select(Order, TrackRecord.completed_on)
        .join(TrackRecord, TrackRecord.order_number == Order.number)
        .where(
            Order.owner_id == desk.body.id,
            TrackRecord.completed_on <= desk.today,
            TrackRecord.completed_on > desk.today - LONGEST_WAIT,
        )
        .order_by(TrackRecord.completed_on)
    )
    rows = [(order, day) for order, day in db.session.execute(done.limit(delivery.MOST)) if day]
    given = evaluation.evaluations_of(order.id for order, _ in rows)
    for order, completed_on in rows:
        by = evaluate_until(completed_on, desk.calendar, desk.book)
        if order.id not in given and desk.today <= by:
            task = tasks.to_evaluate(order.need.title, order.agency.name, order.number, by)
            yield task.of_agency(order.agency_id)


def _invitations(desk: Desk) -> Iterator[Task]:
    for entry in selection.waiting_for_offer(desk.body.id, desk.today):
        notice = entry.notice
        yield tasks.to_offer(notice.need.title, notice.owner.name, entry.id, notice.offers_until)


def _admission(desk: Desk) -> Iterator[Task]:
    row = admission.admission_of(desk.body.id)
    if row is None or row.state in UNCHECKED:
        yield tasks.to_apply(returned=row is not None and row.state == "returned")


def _return(desk: Desk) -> Iterator[Task]:
    first = blacklist.standing(desk.body.id, desk.today, desk.book).may_apply_from
    if first and returning.open_reentry_of(desk.body.id) is None:
        yield tasks.to_return(first, desk.today)


def _reentries_to_check(desk: Desk) -> Iterator[Task]:
    found = returning.waiting(returning.SUBMITTED)
    for row in found.rows:
        by = returning.check_due(row, desk.calendar, desk.book).day
        yield tasks.to_answer_reentry(row.agency.name, row.id, by).of_agency(row.agency_id)
    if found.following:
        yield tasks.more(say("Applications for re-entry"), "admission.reentry_list")


def _reentries_to_decide(_desk: Desk) -> Iterator[Task]:
    found = returning.waiting(returning.CHECKED)
    for row in found.rows:
        yield tasks.to_answer_reentry(row.agency.name, row.id, None).of_agency(row.agency_id)
    if found.following:
        yield tasks.more(say("Applications for re-entry"), "admission.reentry_list")


def _lapsing(desk: Desk) -> Iterator[Task]:
    held = admission.qualifications_of(desk.body.id)
    longest = {q.kind: max(o.valid_until or date.max for o in held if o.kind == q.kind) for q in held}
    for row in held:
        last = row.valid_until
        if last is None or last < longest[row.kind]:
            continue
        if last < desk.today or joining.reminder(last, desk.today, desk.book) is not None:
            yield tasks.to_renew(row.kind, row.number, last)


def _cases(desk: Desk) -> Iterator[Task]:
    return case_tasks.waiting(desk.person, desk.today, desk.calendar, desk.book)


def _applications(desk: Desk) -> Iterator[Task]:
    found = admission.to_check()
    due = admission.check_due(found.rows, desk.calendar, desk.book)
    for row in found.rows:
        yield tasks.to_check(row.agency.name, row.id, due[row.id].day if row.id in due else None)
    if found.following:
        yield tasks.more(say("Applications"), "admission.queue")


def _notice_checks(desk: Desk) -> Iterator[Task]:
    found = notices.to_check()
    for row in found.rows:
        if row.submitted_at:
            by = notices.check_by(row.submitted_at, desk.calendar)
            yield notice_tasks.to_check_notice(row.need.title, row.need.project.owner.name, row.id, by)
    if found.following:
        yield tasks.more(say("Notices to check"), "selection.checks")


def _questions(desk: Desk) -> Iterator[Task]:
    for row in notices.unanswered(desk.body.id, desk.today):
        yield notice_tasks.to_answer_question(
            row.notice.need.title, row.text, row.id, row.notice.offers_until
        )


def _notices(desk: Desk) -> Iterator[Task]:
    yield from notice_turns.turns(desk.body, desk.now, desk.calendar, desk.book)


def _unverified(_desk: Desk) -> Iterator[Task]:
    found = accounts.unverified()
    back = accounts.whose_turn(row.id for row in found.rows)
    for row in found.rows:
        if row.id not in back:
            yield tasks.to_verify(row.name, row.id)
    if found.following:
        yield tasks.more(say("Organisations to verify"), "accounts.waiting")


def _claims(_desk: Desk) -> Iterator[Task]:
    found = accounts.claims()
    for row in found.rows:
        yield tasks.to_decide_claim(row.organisation.name, row.id)
    if found.following:
        yield tasks.more(say("Claims"), "accounts.claims")


def _years(desk: Desk) -> Iterator[Task]:
    for year in missing_years(desk.calendar, desk.book, desk.today):
        yield tasks.to_import_year(year)


def _rating(desk: Desk) -> Iterator[Task]:
    return rating_tasks.waiting(desk.body, desk.today, desk.calendar, desk.book)


def _editions(desk: Desk) -> Iterator[Task]:
    return edition_tasks.waiting(desk.person, desk.today)


def _watch(desk: Desk) -> Iterator[Task]:
    return watch_tasks.waiting(desk.person, desk.today, desk.calendar, desk.book)


Source = Callable[[Desk], Iterator[Task]]
SOURCES: Mapping[Kind, tuple[Source, ...]] = {
    Kind.OWNER: (_papers, _turns, _notices, _choices, _questions, _evaluations, _watch, _surveys, _messages),
    Kind.AGENCY: (
        _papers,
        _admission,
        _return,
        _turns,
        _notices,
        _invitations,
        _lapsing,
        _cases,
        _rating,
        _watch,
        _surveys,
        _messages,
    ),
    Kind.AUTHORITY: (_turns, _notices, _cases, _rating, _editions, _watch, _surveys, _messages),
    Kind.MANAGING_OFFICE: (_notices, _cases, _reentries_to_decide, _rating, _editions, _watch, _messages),
    Kind.OPERATOR: (
        _notices,
        _applications,
        _notice_checks,
        _reentries_to_check,
        _unverified,
        _claims,
        _years,
        _messages,
    ),
    Kind.SUPERVISOR: (_watch, _messages),
    Kind.SERVICE_CENTRE: (_delegations, _helped_turns, _surveys, _messages),
}
