"""The verbs on a published notice: ask, answer, amend, withdraw."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from accounts.kinds import Topic
from accounts.operations import tell
from kernel import ledger
from kernel.clock import local_day
from kernel.db import lock
from kernel.errors import Refused, WrongState
from kernel.sentences import Sentence, say
from marketplace.selection import drafting, notices, registering, windows
from marketplace.selection.desk import Desk
from marketplace.selection.models import Notice
from marketplace.selection.procedure import Act, Reason, State, state, step
from marketplace.selection.tables import Amendment, Question, Terms

MATTERS = (
    "task", "deliverable", "requirements", "practitioner", "amount_fen", "most_workdays", "avoidance",
)  # fmt: skip
BESIDES = ("contact", "phone", "complaint_phone")


def ask(notice: Notice, agency_id: int, text: str, *, desk: Desk) -> Question:
    """Ask something about a notice while it is open; question and answer are seen by all alike."""
    lock(notice)
    step(_state(notice, desk), Act.ASK)
    row = Question(notice=notice, agency_id=agency_id, asked_at=desk.now, text=text)
    details = {"number": notice.number}
    ledger.record(row, "selection.question.asked", actor_id=desk.actor_id, rule="S4", details=details)
    told = say("A question about your notice for %(title)s waits for an answer.", title=notice.need.title)
    tell(notice.owner_id, told, link=_page(notice), topic=Topic.MATTER)
    return row


def answer(row: Question, text: str, *, desk: Desk) -> Question:
    """Answer a question, once, for everybody to see; what matters is amended besides."""
    lock(row.notice)
    lock(row)
    step(_state(row.notice, desk), Act.ASK)
    if row.answered_at:
        raise WrongState(say("This has been answered already."))
    row.answered_at, row.answer = desk.now, text
    ledger.record(row, "selection.question.answered", actor_id=desk.actor_id, rule="S4")
    told = say("A question about the notice for %(title)s is answered.", title=row.notice.need.title)
    _tell(row.notice, told, {row.agency_id})
    return row


def amend(notice: Notice, values: Mapping[str, object], reason: str, *, desk: Desk) -> Amendment:
    """Amend a notice; what matters moves closing and opening by the days of S4, and everybody registered is told."""
    lock(notice)
    row = lock(notices.terms_of(notice.id))
    step(_state(notice, desk), Act.AMEND)
    registering.must_be_open(notice, desk)  # nor while it is not known yet whether registration is extended
    changes = _change(row, values)
    drafting.check_terms(row, desk)
    drafting.check_words(row, desk)
    before, after = _moved(notice, changes, desk)
    made = Amendment(
        notice_id=notice.id,
        at=desk.now,
        reason=reason,
        changes=json.dumps(changes, ensure_ascii=False),
        closes_before=before,
        closes_after=after,
    )
    details = {"number": notice.number, "changed": sorted(changes), "closes_at": after}
    act = "selection.notice.amended"
    ledger.record(
        notice, act, actor_id=desk.actor_id, rule="S4", details=details, also=(row,), proves=(made,)
    )
    told = say(
        "The notice for %(title)s was amended. It is open until %(moment)s; you may change your registration.",
        title=notice.need.title,
        moment=after,
    )
    _tell(notice, told)
    return made


def withdraw(notice: Notice, code: Reason, reason: str, *, desk: Desk) -> Notice:
    """Withdraw a notice for which no result is published, with a reason; everybody registered is told."""
    lock(notice)
    step(_state(notice, desk), Act.WITHDRAW)
    notice.withdrawn_on, notice.withdrawn_because, notice.withdrawn_code = desk.today, reason, code.value
    details = {"number": notice.number, "because": code.value}
    ledger.record(notice, "selection.notice.withdrawn", actor_id=desk.actor_id, rule="S4", details=details)
    told = say(
        "%(owner)s has withdrawn the notice for %(title)s: %(why)s.",
        owner=notice.owner.name,
        title=notice.need.title,
        why=code.sentence,
    )
    _tell(notice, told)
    return notice


def _change(row: Terms, values: Mapping[str, object]) -> dict[str, tuple[object, object]]:
    """Lay what was changed into the terms; return what they said before and say now."""
    names = (*MATTERS, *BESIDES)
    changes = {n: (getattr(row, n), values[n]) for n in names if getattr(row, n) != values[n]}
    if not changes:
        raise Refused("S4", say("Nothing is changed."))
    for name, (_, now) in changes.items():
        setattr(row, name, now)
    return changes


def _moved(notice: Notice, changes: Iterable[str], desk: Desk) -> tuple[datetime, datetime]:
    """Move closing and opening where something that matters was changed; return the closing before and after."""
    course = notices.course_of(notice, desk.book)
    closes, opens = course.closing(desk.now), course.opening(desk.now)
    if closes is None or opens is None:
        raise WrongState(say("This notice has no closing."))
    if not set(changes) & set(MATTERS):
        return closes, closes
    after, opening = windows.after_amendment(closes, opens, desk.calendar, desk.book)
    if course.is_extended(desk.now):
        notice.late_closes_at, notice.late_opens_at = after, opening
        return closes, after
    window = windows.window(after, opening, desk.calendar, desk.book, public_money=notice.public_money)
    notice.closes_at, notice.opens_at, notice.offers_until = after, opening, local_day(after)
    notice.late_closes_at, notice.late_opens_at = window.late_closes_at, window.late_opens_at
    return closes, after


def _state(notice: Notice, desk: Desk) -> State:
    return state(notices.course_of(notice, desk.book), desk.now)


def _page(notice: Notice) -> str:
    return f"/notices/{notice.number}"


def _tell(notice: Notice, sentence: Sentence, also: Iterable[int] = ()) -> None:
    entered = notices.entries_of([notice.id]).get(notice.id, [])
    bodies = {row.agency_id for row in entered if row.declined_at is None and row.ended_on is None}
    for agency_id in sorted(bodies | set(also)):
        tell(agency_id, sentence, link=_page(notice), topic=Topic.MATTER)
