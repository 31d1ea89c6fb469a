"""The verbs of small works: publish, enter the result of the opening, withdraw (S11)."""

from collections.abc import Mapping
from dataclasses import dataclass

from accounts import codes
from kernel import ledger
from kernel.clock import local_day
from kernel.db import lock
from kernel.errors import Refused, WrongState
from kernel.numbers import next_number
from kernel.sentences import say
from marketplace.projects.models import Project
from marketplace.selection import terms
from marketplace.selection.desk import Desk
from marketplace.selection.limits import Trade
from marketplace.selection.linter import lint
from marketplace.selection.smallworks import rules
from marketplace.selection.smallworks.models import SmallWorks
from marketplace.selection.smallworks.rules import Asked, Basis, Premises, Stage

RULE, NUMBER = "S11", "XG"
HUNDREDTHS = 10_000  # of a per cent in the whole
FIELDS = (
    "title", "task", "basis", "amount_fen", "premises", "place", "opens_at", "contact", "phone", "complaint_phone",
)  # fmt: skip
TEXTS = ("title", "task")


@dataclass(frozen=True)
class Result:
    """What the opening gave: how many tendered, who won, at which total or discount."""

    tenders: int
    winner_name: str
    winner_uscc: str
    total_fen: int | None
    discount_hundredths: int | None


def must_be_taken(desk: Desk) -> None:
    """Raise Refused while the regime is not in use (S11)."""
    refused = rules.not_taken(Trade.WORKS, desk.today, desk.book)
    if refused:
        raise refused


def publish(project: Project, values: Mapping[str, object], *, desk: Desk) -> SmallWorks:
    """Publish small works of a project; raise Refused where S1, S10 or S11 do not allow it."""
    must_be_taken(desk)
    row = SmallWorks(project=project, owner_id=project.owner_id, published_on=desk.today)
    for name in FIELDS:
        setattr(row, name, values[name])
    found = rules.fault(
        Asked(row.amount_fen, local_day(row.opens_at), Premises(row.premises)), row.published_on, desk.book
    )
    if found:
        raise found
    _check_words(row, desk)
    row.number = next_number(NUMBER, desk.today.year)
    details = {"number": row.number, "opens_at": row.opens_at, "basis": row.basis, "premises": row.premises}
    ledger.record(row, "selection.small-works.published", actor_id=desk.actor_id, rule=RULE, details=details)
    return row


def enter_result(row: SmallWorks, result: Result, *, desk: Desk) -> SmallWorks:
    """Enter the result of the opening; its publicity begins today. Raise Refused for one that cannot be."""
    lock(row)
    _must_stand(row, desk, Stage.TO_ENTER)
    _check_result(row, result)
    row.tenders, row.winner_name = result.tenders, result.winner_name
    row.winner_uscc = result.winner_uscc
    row.total_fen, row.discount_hundredths = result.total_fen, result.discount_hundredths
    row.result_on = desk.today
    details = {"winner": row.winner_uscc, "total_fen": row.total_fen, "discount": row.discount_hundredths}
    ledger.record(
        row, "selection.small-works.result-published", actor_id=desk.actor_id, rule=RULE, details=details
    )
    return row


def withdraw(row: SmallWorks, reason: str, *, desk: Desk) -> SmallWorks:
    """Withdraw small works for which no result has been entered, with a published reason."""
    lock(row)
    _must_stand(row, desk, Stage.OPEN, Stage.TO_ENTER)
    row.withdrawn_on, row.withdrawn_because = desk.today, reason
    ledger.record(row, "selection.small-works.withdrawn", actor_id=desk.actor_id, rule=RULE)
    return row


def _must_stand(row: SmallWorks, desk: Desk, *stages: Stage) -> None:
    found = rules.stage(row.course, desk.now, desk.today, desk.book)
    if found is Stage.OPEN and Stage.OPEN not in stages:
        raise Refused(RULE, say("The opening is on %(at)s; its result is entered after it.", at=row.opens_at))
    if found not in stages:
        raise WrongState(say("This has been answered already."))


def _check_words(row: SmallWorks, desk: Desk) -> None:
    """Raise Refused where the text asks for what may not be asked for (S1)."""
    for name in TEXTS:
        hits = lint(getattr(row, name), desk.today, terms.shipped())
        if hits:
            sentence = say("“%(term)s” may not be asked for. Reword it.", term=hits[0].term)
            raise Refused("S1", sentence, field=name)


def _check_result(row: SmallWorks, result: Result) -> None:
    wants_total = row.basis == Basis.TOTAL
    fault = codes.code_fault(result.winner_uscc)
    if fault:
        raise Refused(codes.CODE_RULE, fault, field="winner_uscc")
    if wants_total and not 0 < (result.total_fen or 0) <= row.amount_fen:
        raise Refused(RULE, say("Enter a total up to the amount of the notice."), field="total_fen")
    discount = -1 if result.discount_hundredths is None else result.discount_hundredths
    if not wants_total and not 0 <= discount < HUNDREDTHS:
        raise Refused(RULE, say("Name a discount from 0 to below 100 per cent."), field="discount")
