"""The verbs of small works: put out, check the form, enter what the opening gave, withdraw (S1, S10, S11)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from accounts import codes
from accounts.kinds import Topic
from accounts.operations import tell
from kernel import ledger
from kernel.clock import local_day
from kernel.db import lock
from kernel.errors import Refused, WrongState
from kernel.numbers import next_number
from kernel.sentences import say
from marketplace.admission.operations import tell_operators
from marketplace.projects.models import Project
from marketplace.selection import terms
from marketplace.selection.desk import Desk
from marketplace.selection.limits import Trade
from marketplace.selection.linter import lint
from marketplace.selection.smallworks import rules
from marketplace.selection.smallworks.models import SmallWorks, SmallWorksTender
from marketplace.selection.smallworks.rules import Asked, Basis, Premises, Stage, Tendered

RULE, NUMBER = "S11", "XG"
HUNDREDTHS = 10_000  # of a per cent in the whole
FIELDS = (
    "title", "task", "basis", "amount_fen", "premises", "place", "confirmation", "opens_at", "contact", "phone",
    "complaint_phone",
)  # fmt: skip
TEXTS = ("title", "task")
ACT = "selection.small-works."


@dataclass(frozen=True)
class Result:
    """What the opening gave: every tender; where several are equally good, the code of the one that was drawn there."""

    tenders: Sequence[Tendered]
    drawn: str = ""


def must_be_taken(desk: Desk) -> None:
    """Raise Refused while the regime is not in use (S11)."""
    refused = rules.not_taken(Trade.WORKS, desk.today, desk.book)
    if refused:
        raise refused


def put_out(project: Project, values: Mapping[str, object], *, desk: Desk) -> SmallWorks:
    """Put out small works of a project: published at once, or with public money handed to the form check first."""
    row = SmallWorks(project=project, owner_id=project.owner_id)
    return _put_out(row, values, desk)


def put_out_again(row: SmallWorks, values: Mapping[str, object], *, desk: Desk) -> SmallWorks:
    """Put out what the operator has handed back, mended."""
    lock(row)
    _must_stand(row, desk, Stage.HANDED_BACK)
    return _put_out(row, values, desk)


def _put_out(row: SmallWorks, values: Mapping[str, object], desk: Desk) -> SmallWorks:
    must_be_taken(desk)
    for name in FIELDS:
        setattr(row, name, values[name])
    _check(row, desk)
    row.number = row.number or next_number(NUMBER, desk.today.year)
    row.handed_back = ""
    if not row.project.public_money:
        return _published(row, desk)
    row.submitted_at = desk.now
    details = {"number": row.number}
    ledger.record(row, f"{ACT}submitted", actor_id=desk.actor_id, rule=RULE, details=details)
    told = say("Small works of %(owner)s wait for the form check.", owner=row.project.owner.name)
    tell_operators(told, f"/small-works/{row.number}/check")
    return row


def pass_check(row: SmallWorks, *, desk: Desk) -> SmallWorks:
    """Pass the form check and publish; an opening that has become too early moves to the earliest day, same hour."""
    lock(row)
    _must_stand(row, desk, Stage.CHECKING)
    must_be_taken(desk)
    late = (rules.earliest_opening(desk.today, desk.book) - local_day(row.opens_at)).days
    if late > 0:
        row.opens_at += timedelta(days=late)
    _check(row, desk)
    _published(row, desk)
    told = say(
        "Your small works “%(title)s” are published; they are opened on %(at)s.",
        title=row.title,
        at=row.opens_at,
    )
    tell(row.owner_id, told, link=f"/small-works/{row.number}", topic=Topic.MATTER)
    return row


def hand_back(row: SmallWorks, reason: str, *, desk: Desk) -> SmallWorks:
    """Hand small works back to their owner with what is to be mended."""
    lock(row)
    _must_stand(row, desk, Stage.CHECKING)
    row.submitted_at, row.handed_back = None, reason
    ledger.record(row, f"{ACT}handed-back", actor_id=desk.actor_id, rule=RULE)
    told = say(
        "The operator has handed your small works “%(title)s” back: %(why)s", title=row.title, why=reason
    )
    tell(row.owner_id, told, link=f"/small-works/{row.number}", topic=Topic.MATTER)
    return row


def _published(row: SmallWorks, desk: Desk) -> SmallWorks:
    row.published_on, row.submitted_at = desk.today, None
    details = {"number": row.number, "opens_at": row.opens_at, "basis": row.basis, "premises": row.premises}
    ledger.record(row, f"{ACT}published", actor_id=desk.actor_id, rule=RULE, details=details)
    return row


def enter_result(row: SmallWorks, result: Result, *, desk: Desk) -> SmallWorks:
    """Enter every tender of the opening; who wins follows from them, and the publicity begins today."""
    lock(row)
    _must_stand(row, desk, Stage.TO_ENTER)
    for one in result.tenders:
        _check_tender(one, row)
    if len({one.uscc for one in result.tenders}) < len(result.tenders):
        raise Refused(RULE, say("One credit code stands twice."), field="tenders")
    won = _winner(row, result)
    row.winner_name, row.winner_uscc = won.name, won.uscc
    row.total_fen, row.discount_hundredths, row.result_on = won.total_fen, won.discount_hundredths, desk.today
    made = [
        SmallWorksTender(
            works_id=row.id,
            name=one.name,
            uscc=one.uscc,
            total_fen=one.total_fen,
            discount_hundredths=one.discount_hundredths,
        )
        for one in result.tenders
    ]
    details = {
        "winner": row.winner_uscc,
        "total_fen": row.total_fen,
        "discount": row.discount_hundredths,
        "tenders": len(made),
    }
    act = f"{ACT}result-published"
    ledger.record(row, act, actor_id=desk.actor_id, rule=RULE, details=details, proves=made)
    return row


def withdraw(row: SmallWorks, reason: str, *, desk: Desk) -> SmallWorks:
    """Withdraw small works for which no result has been entered, with a published reason."""
    lock(row)
    _must_stand(row, desk, Stage.HANDED_BACK, Stage.CHECKING, Stage.OPEN, Stage.TO_ENTER)
    row.withdrawn_on, row.withdrawn_because, row.submitted_at = desk.today, reason, None
    ledger.record(row, f"{ACT}withdrawn", actor_id=desk.actor_id, rule=RULE)
    return row


def _must_stand(row: SmallWorks, desk: Desk, *stages: Stage) -> None:
    found = rules.stage(row.course, desk.now, desk.today, desk.book)
    if found is Stage.OPEN and Stage.OPEN not in stages:
        raise Refused(RULE, say("The opening is on %(at)s; its result is entered after it.", at=row.opens_at))
    if found not in stages:
        raise WrongState(say("This has been answered already."))


def _check(row: SmallWorks, desk: Desk) -> None:
    """Raise Refused where S1, S10 or S11 do not allow it to be published today."""
    asked = Asked(
        row.amount_fen, local_day(row.opens_at), Premises(row.premises), public_money=row.project.public_money
    )
    found = rules.fault(asked, desk.today, desk.book)
    if found:
        raise found
    if row.premises == Premises.OWN and not row.confirmation:
        sentence = say("Name the trading centre's written confirmation of the agent's premises.")
        raise Refused(RULE, sentence, field="confirmation")
    for name in TEXTS:
        hits = lint(getattr(row, name), desk.today, terms.shipped())
        if hits:
            sentence = say("“%(term)s” may not be asked for. Reword it.", term=hits[0].term)
            raise Refused("S1", sentence, field=name)


def _check_tender(one: Tendered, row: SmallWorks) -> None:
    fault = codes.code_fault(one.uscc)
    if fault:
        said = say("%(name)s: %(fault)s", name=one.name, fault=fault)
        raise Refused(codes.CODE_RULE, said, field="tenders")
    is_total, rate = row.basis == Basis.TOTAL, one.discount_hundredths
    if is_total and not one.total_fen:
        raise Refused(RULE, say("%(name)s: enter a total price in yuan.", name=one.name), field="tenders")
    if not is_total and (rate is None or not 0 <= rate < HUNDREDTHS):
        said = say("%(name)s: name a discount from 0 to below 100 per cent.", name=one.name)
        raise Refused(RULE, said, field="tenders")


def _winner(row: SmallWorks, result: Result) -> Tendered:
    """Return who wins: the best, and among equals the one that was drawn at the opening."""
    found = rules.best(result.tenders, Basis(row.basis), row.amount_fen)
    if not found:
        sentence = say(
            "No total lies within the amount of the notice: withdraw the works and put them out anew."
        )
        raise Refused(RULE, sentence, field="tenders")
    if len(found) == 1:
        return found[0]
    drawn = [one for one in found if one.uscc == result.drawn]
    if not drawn:
        equal = "、".join(one.name for one in found)
        sentence = say(
            "%(equal)s are equal: enter the credit code of the one drawn at the opening.", equal=equal
        )
        raise Refused(RULE, sentence, field="drawn")
    return drawn[0]
