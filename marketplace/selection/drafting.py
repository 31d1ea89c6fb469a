"""The verbs on a draft: choose the method, fill in the terms, hand them to the operator, answer what was found."""

import json
from collections.abc import Mapping, Sequence

from accounts import queries as accounts
from accounts.kinds import Topic
from accounts.operations import tell
from kernel import files, ledger
from kernel.db import db, lock
from kernel.errors import NotYours, Refused, WrongState
from kernel.rulebook import applies
from kernel.sentences import say
from marketplace.admission.catalogue import items
from marketplace.admission.operations import tell_operators
from marketplace.projects.models import Need
from marketplace.selection import givers, limits, notices, standing, windows, wording
from marketplace.selection.catalogue import method
from marketplace.selection.choosing import Given
from marketplace.selection.desk import Desk
from marketplace.selection.tables import TermAnswer, Terms, TermsFile

FIELDS = (
    "task", "deliverable", "requirements", "practitioner", "amount_fen", "most_workdays", "closes_at", "opens_at",
    "urgent_reason", "avoidance", "contact", "phone", "complaint_phone", "source", "lines",
)  # fmt: skip
BASE = "base_fen"


def begin(need: Need, key: str, *, desk: Desk) -> Terms:
    """Begin a notice for a need by a method, or give a draft another method."""
    lock(need)
    _must_be_free(need, desk)
    row = notices.draft_of(need.id)
    if row is None:
        row = Terms(need=need, method=key)
        act = "selection.draft.begun"
    else:
        must_be_draft(row)
        row.method, row.given = key, "{}"
        act = "selection.draft.changed"
    ledger.record(row, act, actor_id=desk.actor_id, rule="S2", details={"method": key})
    return row


def fill_in(
    row: Terms, values: Mapping[str, object], given: Given, stored: Sequence[files.StoredFile], *, desk: Desk
) -> Terms:
    """Fill in what a draft asks for; raise Refused where S2, S4, S10 or C1 do not allow it."""
    lock(row)
    must_be_draft(row)
    for name in FIELDS:
        setattr(row, name, values[name])
    row.given = json.dumps(given, default=str, sort_keys=True)
    check(row, desk)
    ledger.record(row, "selection.draft.changed", actor_id=desk.actor_id, rule="S2", also=())
    db.session.add_all(TermsFile(terms_id=row.id, file_id=one.id) for one in stored)
    return row


def given_of(row: Terms) -> Given:
    """Return what the owner filled in for the method, the amount under the name that methods know it by."""
    read: dict[str, object] = json.loads(row.given)
    return {**read, BASE: row.amount_fen} if row.amount_fen is not None else read


def check(row: Terms, desk: Desk) -> None:
    """Raise Refused where the terms may not be published as they stand today (S2, S4, S10, C1)."""
    if row.closes_at is None or row.opens_at is None:
        raise WrongState(say("The terms have not been filled in yet."))
    check_terms(row, desk)
    if givers.read(row.lines) not in lines_of(row):
        raise Refused("S2", say("These lines may not be named for this notice."), field="lines")
    windows.check(
        row.closes_at,
        row.opens_at,
        row.urgent_reason,
        now=desk.now,
        calendar=desk.calendar,
        book=desk.book,
        public_money=row.public_money,
    )


def lines_of(row: Terms) -> Sequence[givers.Lines]:
    """Return which lines a notice may name for the randomness of its draws (S2)."""
    joined = accounts.authority_by_key(items()[row.need.item_code].authority) is not None
    return givers.may_name(public_money=row.public_money, has_authority=joined)


def check_terms(row: Terms, desk: Desk) -> None:
    """Raise Refused where amount, promise or the inputs of the method are not allowed (S2, S10, C1)."""
    today, book = desk.today, desk.book
    fault = method(row.method).fault(given_of(row), book, today)
    if fault:
        raise Refused("S2", fault)
    least, most = book.whole("C1.least_promise", today), book.whole("C1.most_promise", today)
    if row.most_workdays is None or not least <= row.most_workdays <= most:
        sentence = say("A promise is %(least)s to %(most)s working days.", least=least, most=most)
        raise Refused("C1", sentence, field="most_workdays")
    if row.amount_fen is None and row.public_money:
        sentence = say("With public money name the highest price, so that the limits can be asked.")
        raise Refused("S10", sentence, field="amount_fen")
    if row.amount_fen is not None:
        refused = limits.refusal(row.amount_fen, today, book, public_money=row.public_money)
        if refused:
            raise refused


def submit(row: Terms, *, desk: Desk) -> Terms:
    """Hand a draft to the operator: for its form check, or for an answer about what was found in its text (S1)."""
    lock(row)
    must_be_draft(row)
    _must_be_free(row.need, desk)
    check(row, desk)
    if not row.public_money and not wording.unanswered(row, desk.today):
        raise WrongState(say("Nothing keeps this notice from being published."))
    row.submitted_at, row.handed_back = desk.now, ""
    ledger.record(row, "selection.draft.submitted", actor_id=desk.actor_id, rule="S1")
    told = say("A notice of %(owner)s waits for the form check.", owner=row.need.project.owner.name)
    tell_operators(told, f"/notices/checks/{row.id}")
    return row


def hand_back(row: Terms, reason: str, *, desk: Desk) -> Terms:
    """Hand a draft back to its owner with what is to be mended."""
    lock(row)
    must_wait(row)
    row.submitted_at, row.handed_back = None, reason
    ledger.record(row, "selection.draft.handed-back", actor_id=desk.actor_id, rule="S1")
    told = say(
        "The operator has handed the notice for %(title)s back: %(why)s", title=row.need.title, why=reason
    )
    tell(row.owner_id, told, link=f"/needs/{row.need_id}/notice/terms", topic=Topic.MATTER)
    return row


def answer_term(row: Terms, number: int, reason: str, *, desk: Desk) -> TermAnswer:
    """Answer why a term that was found may stand, with a reason that is published (S1).

    A notice of private money goes back to its owner, to be published, once everything is answered.
    """
    lock(row)
    must_wait(row)
    found = next((one for one in wording.found(row, desk.today) if one.number == number), None)
    if found is None or found.is_answered:
        raise WrongState(say("This has been answered already."))
    if desk.actor_id is None:
        raise NotYours
    made = TermAnswer(
        terms_id=row.id,
        term=found.hit.category.key,
        found=found.passage,
        reason=reason,
        actor_id=desk.actor_id,
        at=desk.now,
    )
    details = {"term": found.hit.term, "category": found.hit.category.key}
    ledger.record(
        row, "selection.term.answered", actor_id=desk.actor_id, rule="S1", details=details, proves=(made,)
    )
    if not row.public_money and not wording.unanswered(row, desk.today):
        row.submitted_at = None
        told = say(
            "What was found in the notice for %(title)s is answered: publish it.", title=row.need.title
        )
        tell(row.owner_id, told, link=f"/needs/{row.need_id}/notice/check", topic=Topic.MATTER)
    return made


def _must_be_free(need: Need, desk: Desk) -> None:
    """Raise WrongState while a notice of the need stands, by invitation or open."""
    if standing.notice_of(need, desk.now, desk.book):
        raise WrongState(say("A notice for this service stands already."))


def must_be_draft(row: Terms) -> None:
    """Raise WrongState where the owner may not change the terms now."""
    if row.notice_id is not None:
        raise WrongState(say("The notice has been published; it can be amended."))
    if row.submitted_at is not None:
        raise WrongState(say("The operator is checking the notice; it can be changed once it is answered."))


@applies("S1")
def check_words(row: Terms, desk: Desk) -> None:
    """Raise Refused while a term of the rulebook's list stands in the notice that nobody has answered (S1).

    S1: such a notice is not published until it is reworded, or a second person of the operator has answered with
    reasons that are published.
    """
    found = wording.unanswered(row, desk.today)
    if found:
        sentence = say("“%(term)s” may not be asked for. Reword it.", term=found[0].hit.term)
        raise Refused("S1", sentence, field=found[0].field)


def must_wait(row: Terms) -> None:
    """Raise WrongState where a draft does not wait for the operator."""
    if row.notice_id is not None or row.submitted_at is None:
        raise WrongState(say("The notice does not wait for a form check any more."))
