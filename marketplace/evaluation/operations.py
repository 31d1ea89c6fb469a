"""The verbs of the evaluation: give it, revise it once, reply to it; say a word to one's own record."""

from datetime import date

from accounts.kinds import Topic
from accounts.models import Organisation
from accounts.operations import tell
from credit import operations as credit
from credit.evidence import OwnersAnswers
from kernel import clock, ledger
from kernel.db import lock
from kernel.errors import Refused, WrongState
from kernel.ledger import Entry
from kernel.rulebook import Rulebook
from kernel.sentences import say
from kernel.workdays import Calendar
from marketplace.delivery.models import Order
from marketplace.evaluation import dealings, queries, rules
from marketplace.evaluation.models import Evaluation, OwnerWord
from marketplace.evaluation.record import Statement
from marketplace.evaluation.rules import Marks


def evaluate(
    order: Order, marks: Marks, *, actor_id: int, today: date, calendar: Calendar, book: Rulebook
) -> Evaluation:
    """Say how an order was done; it becomes evidence of the year's rating (G2, G3)."""
    lock(order)
    if queries.evaluation_of(order.id):
        raise WrongState(say("This order has been evaluated already."))
    _pass(rules.refusal_to_evaluate(queries.accepted_on(order), today, calendar, book))
    _pass(rules.refusal_of_marks(marks, book, today))
    row = Evaluation(
        order=order,
        agency_id=order.agency_id,
        given_on=today,
        edition=book.edition_on(today),
        **_columns(marks),
    )
    entry = ledger.record(
        row,
        "evaluation.marks.given",
        actor_id=actor_id,
        rule="G2",
        details={"order": order.number, **marks.stars},
    )
    _submit(row, entry)
    tell(
        order.agency_id,
        say("%(owner)s has evaluated %(title)s.", owner=order.owner.name, title=order.need.title),
        link=f"/orders/{order.number}/evaluation",
        topic=Topic.MATTER,
    )
    return row


def revise(
    row: Evaluation, marks: Marks, *, actor_id: int, today: date, calendar: Calendar, book: Rulebook
) -> Evaluation:
    """Revise an evaluation, once (G2); the evidence follows."""
    lock(row)
    _pass(rules.refusal_to_revise(row.given_on, row.revised_on, today, calendar, book))
    _pass(rules.refusal_of_marks(marks, book, today))
    for name, value in _columns(marks).items():
        setattr(row, name, value)
    row.revised_on = today
    details = {"order": row.order.number, **marks.stars}
    _submit(
        row, ledger.record(row, "evaluation.marks.revised", actor_id=actor_id, rule="G2", details=details)
    )
    return row


def reply(row: Evaluation, text: str, *, actor_id: int) -> Evaluation:
    """Let the agency reply to an evaluation in public, once."""
    lock(row)
    if row.replied_at:
        raise WrongState(say("The agency has replied already."))
    row.reply, row.replied_at = text, clock.now()
    ledger.record(
        row, "evaluation.reply.given", actor_id=actor_id, rule="G2", details={"order": row.order.number}
    )
    tell(
        row.order.owner_id,
        say(
            "%(agency)s has replied to your evaluation of %(title)s.",
            agency=row.order.agency.name,
            title=row.order.need.title,
        ),
        link=f"/orders/{row.order.number}/evaluation",
        topic=Topic.MATTER,
    )
    return row


def say_word(
    owner: Organisation, statement: Statement, text: str, *, actor_id: int, today: date
) -> OwnerWord:
    """Say what an owner has to say to a statement of its own record, say it anew, or take it back with nothing (M4)."""
    lock(owner)
    row = dealings.words_of(owner.id).get(statement.value) or OwnerWord(
        owner_id=owner.id, statement=statement.value
    )
    row.text, row.said_on = text.strip(), today
    details = {"statement": statement.value, "says": bool(row.text)}
    ledger.record(row, "evaluation.word.said", actor_id=actor_id, rule="M4", details=details)
    return row


def _columns(marks: Marks) -> dict[str, object]:
    answers = {
        "fee_as_offered": marks.fee_as_offered,
        "told_at_once": marks.told_at_once,
        "reason": marks.reason,
    }
    return {**marks.stars, **answers}


def _submit(row: Evaluation, entry: Entry) -> None:
    # A revision stays in the year of the evaluation: the later record about the order supersedes the earlier one.
    answers = OwnersAnswers(row.given_on, row.overall, row.fee_as_offered, row.told_at_once)
    credit.submit(row.agency_id, answers, entry=entry, about=f"order:{row.order_id}")


def _pass(refused: Refused | None) -> None:
    if refused:
        raise refused
