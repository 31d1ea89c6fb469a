"""What every verb on an order shares: begin under a lock, enter an event with its files, tell the others."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from werkzeug.datastructures import FileStorage

from accounts import queries as accounts
from accounts.kinds import Topic
from accounts.operations import tell
from blacklist import queries as blacklist
from kernel import clock, files, ledger
from kernel.db import db, lock
from kernel.errors import Refused, WrongState
from kernel.rulebook import Rulebook
from kernel.sentences import Sentence, say
from kernel.workdays import Calendar
from marketplace.delivery import helped, queries, records
from marketplace.delivery.course import Course
from marketplace.delivery.events import Event, Fact
from marketplace.delivery.kinds import Side
from marketplace.delivery.models import EventFile, Order, OrderEvent
from marketplace.delivery.story import Thread
from marketplace.projects.helping import OWN, Behalf, Proof, prove
from marketplace.selection import operations as selection
from marketplace.selection.models import TrackRecord

Uploads = Sequence[FileStorage]
FILES = "files"
OVER = say("The order is closed: it was accepted, or the contract has ended.")
NOT_SIGNED = say("Both sides must have agreed to the contract first.")
ANSWERED = say("This has been answered already.")


@dataclass(frozen=True)
class Desk:
    """Who acts, for which side, on which day, and by which calendar and rulebook."""

    actor_id: int
    side: Side
    today: date
    calendar: Calendar
    book: Rulebook
    behalf: Behalf | None = None  # a case assistant, who acts for the owner (W1)


def begin(order: Order, desk: Desk) -> Course:
    """Hold an order until the act ends, and return where it stands; raise WrongState where it is closed or unsigned."""
    lock(order)
    found = queries.clock_of(order, desk.calendar, desk.book, desk.today)
    if found.is_over:
        raise WrongState(OVER)
    if not found.is_effective:
        raise WrongState(NOT_SIGNED)
    return found


def begin_at(order: Order, threads: str, event_id: int, desk: Desk) -> tuple[Course, Thread]:
    """Begin an act that answers an event of the order; raise WrongState where there is no such event."""
    found = begin(order, desk)
    thread = next((t for t in getattr(found.story, threads) if t.event.id == event_id), None)
    if thread is None:
        raise WrongState(say("There is nothing of the kind on this order."))
    return found, thread


def must_be_unanswered(thread: Thread, *kinds: type[Fact]) -> None:
    """Raise WrongState where somebody has answered already."""
    if any(thread.reply(kind) for kind in kinds):
        raise WrongState(ANSWERED)


def enter(
    order: Order,
    fact: Fact,
    desk: Desk,
    uploads: Uploads = (),
    answers: Event | int | None = None,
    papers: Iterable[files.StoredFile] = (),
) -> OrderEvent:
    """Enter an event with its files: told to the ledger, the hint and the track record laid down anew.

    `papers` are files that were stored already, with an earlier event.

    What people wrote stays in the event; the ledger keeps its SHA-256 and those of the files, so that neither
    can be changed later without being seen.
    """
    proof = _proof(order, fact, desk)
    text, stored = records.write(fact), [*papers, *files.store_all(uploads, desk.actor_id)]
    row = _event(order, fact, text, desk, answers.id if isinstance(answers, Event) else answers)
    details = {
        "number": order.number,
        "side": desk.side.value,
        "on": desk.today,
        "answers": row.answers_id,
        "said_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "files_sha256": [one.sha256 for one in stored],
    }
    ledger.record(
        order,
        f"delivery.{fact.kind}",
        actor_id=desk.actor_id,
        rule=fact.rule,
        details=proof.with_details(details),
        proves=(row, *proof.rows),
    )
    db.session.add_all(EventFile(event_id=row.id, file_id=one.id) for one in stored)
    db.session.flush()  # who reads the event next finds its files
    lay_down(order, desk)
    return row


def _event(order: Order, fact: Fact, text: str, desk: Desk, answers_id: int | None) -> OrderEvent:
    return OrderEvent(
        order_id=order.id,
        kind=fact.kind.value,
        on=desk.today,
        at=clock.now(),
        side=desk.side.value,
        actor_id=desk.actor_id,
        answers_id=answers_id,
        data=text,
    )


def _proof(order: Order, fact: Fact, desk: Desk) -> Proof:
    """Return what says that a case assistant enters this for the owner; raise Refused where no delegation holds."""
    if desk.behalf is None:
        return OWN
    others = {body for body in (order.agency_id, authority_id(order)) if body}
    return prove(desk.behalf, helped.deed(order, fact.kind, others))


def lay_down(order: Order, desk: Desk) -> None:
    """Lay down what follows from an order's events for others to find it by: the hint and the track record."""
    found = queries.clock_of(order, desk.calendar, desk.book, desk.today)
    order.look_on = look_on(order, found)
    lay_track(order, found, desk.calendar)


def lay_track(order: Order, found: Course, calendar: Calendar) -> None:
    """Lay down the track record of an order whose contract is in effect."""
    if found.story.effective_on:
        selection.lay_track(track(order, found, found.story.effective_on, calendar))


def look_on(order: Order, found: Course) -> date | None:
    """Return the day on which a job is to look at an order: at once, where a case is to be opened (C9, T6)."""
    overrun = found.clock.overrun_on
    if overrun and blacklist.case_of(f"order:{order.id}") is None:
        return overrun
    return found.next_look_on


def track(order: Order, found: Course, effective_on: date, calendar: Calendar) -> TrackRecord:
    """Return what an order shows of its agency; an acceptance by silence may lie ahead (C6)."""
    stood, acceptance, due = found.stood, found.acceptance, found.clock.due
    beyond = calendar.between(due, stood.delivery.on).days if stood and due and found.clock.late else 0
    return TrackRecord(
        order_number=order.number,
        agency_id=order.agency_id,
        owner_id=order.owner_id,
        item_code=order.item_code,
        price_fen=order.price_fen,
        promised=order.promise,
        started_on=effective_on,
        delivered_on=stood.delivery.on if stood else None,
        completed_on=acceptance.known_on if acceptance else None,
        ended_on=found.story.ended_on,
        used_workdays=found.used + beyond if stood else None,
        in_time=(not found.clock.late) if stood else None,
    )


def must_have_files(uploads: Uploads, rule: str, sentence: Sentence) -> None:
    """Raise Refused beside the field where no file was brought."""
    if not any(one.filename for one in uploads):
        raise Refused(rule, sentence, field=FILES)


def must_say_why(agreed: bool, reason: str, rule: str) -> None:  # noqa: FBT001  an answer is yes or no
    """Raise Refused beside the field where somebody declines without a reason."""
    if not agreed and not reason:
        raise Refused(rule, say("Say why you refuse."), field="reason")


def inform(order: Order, sides: Iterable[Side], sentence: Sentence) -> None:
    """Tell some of the sides of an order what happened on it."""
    bodies = {Side.OWNER: order.owner_id, Side.AGENCY: order.agency_id}
    for side in sides:
        body = bodies.get(side) or authority_id(order)
        if body is not None:
            tell(body, sentence, link=f"/orders/{order.number}", topic=Topic.MATTER)


def authority_id(order: Order) -> int | None:
    """Return the organisation that is the authority of the order's item, or None where it has not joined."""
    found = accounts.authority_by_key(order.authority_key)
    return found.id if found else None
