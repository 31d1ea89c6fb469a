"""Whose turn it is on an order: who does what, by when, and what silence means. Pure.

The order page, the workbenches and the project page all ask the one function `turns`.
"""

from collections.abc import Iterator
from datetime import date

from kernel.sentences import say
from marketplace.delivery import events as happened
from marketplace.delivery.course import Course
from marketplace.delivery.kinds import Side
from marketplace.delivery.rules.deliveries import Fate
from marketplace.delivery.rules.materials import Materials
from marketplace.delivery.rules.materials import Turn as MaterialsTurn
from marketplace.delivery.rules.states import State
from marketplace.delivery.story import Thread
from marketplace.delivery.turn import Deed, Turn

_GIVE_UP = say("Silence of the agency is a give-up, and is recorded.")
_RELEASE = say("Silence of the owner releases the agency without harm, and is recorded.")
_OVERDUE = say("From 00:00 of the next day the commitment is overdue, and a case for the blacklist opens.")
_COMPLETE = say("Silence means that nothing is missing: the clock has run since the hand-over.")
_COMPLETE_DUE = say(
    "Silence means that nothing is missing: the clock has run since the hand-over, and the due day is %(due)s."
)
_CONFIRMS = say("Silence confirms the pause, finally.")
_REFUSES_PAUSE = say("Silence refuses the pause, finally.")
_REFUSES = say("Silence refuses the extension, finally.")
_ACCEPTS = say("Silence is acceptance as of the delivery, and is recorded.")
_ENDS = say("Until then no case is built on that day; without an objection it holds.")
_REST = say("Without an objection the rejection stands.")


def turns(course: Course) -> list[Turn]:
    """Return everything that waits for somebody on an order, the main thing first."""
    if course.is_over:
        return []
    if not course.is_effective:
        return list(_contract(course))
    return [
        *_materials(course),
        *_examination(course),
        *_work(course),
        *_contests(course),
        *_requests(course),
        *_proposals(course),
    ]


def _contract(course: Course) -> Iterator[Turn]:
    found, terms = course.story.contract, course.terms
    if found is None or found.reply(happened.ContractReturned):
        for side in (Side.AGENCY, Side.OWNER):
            yield to_file(terms.award_id, side, terms.file_by)
        return
    side = found.event.side.other
    yield Turn(
        side,
        say("Confirm the contract, or hand it back with what is wrong."),
        terms.file_by,
        _GIVE_UP if side is Side.AGENCY else _RELEASE,
        (Deed("delivery.contract", say("Read and answer the contract")),),
        {"number": terms.number},
        found.event.on,
    )


def to_file(award_id: int, side: Side, by: date) -> Turn:
    """Return the turn of filing the contract of an award (S9)."""
    return Turn(
        side,
        say("File the contract; the other side confirms it."),
        by,
        _GIVE_UP if side is Side.AGENCY else _RELEASE,
        (Deed("delivery.file_contract", say("File the contract")),),
        {"award_id": award_id},
    )


def _materials(course: Course) -> Iterator[Turn]:
    found, given = course.completeness, course.materials
    if found is None or given is None or course.stood is not None:
        return
    here = {"number": course.terms.number}
    if found.turn is MaterialsTurn.OWNER_HANDS_OVER:
        yield Turn(
            Side.OWNER,
            say("Hand the materials over, or say that none are needed; until then the clock does not run."),
            None,
            None,
            (Deed("delivery.hand_over", say("Hand over the materials")),),
            here,
        )
    if found.turn is MaterialsTurn.AGENCY_LISTS:
        sentence = say("Say what is missing of the materials, if anything.")
        deeds = (Deed("delivery.list_missing", say("List what is missing")),)
        silence = say(_COMPLETE_DUE.text, due=course.silent_due) if course.silent_due else _COMPLETE
        yield Turn(Side.AGENCY, sentence, found.by, silence, deeds, here, _given_on(given))
    yield from _lists(course, found.by)


def _given_on(given: Materials) -> date:
    """Return the last day on which the owner gave materials, under a contract in effect (C2)."""
    supplied = [listing.supplied_on for listing in given.listings]
    return max(day for day in (given.effective_on, given.handed_over_on, *supplied) if day)


def _lists(course: Course, by: date | None) -> Iterator[Turn]:
    for thread, listing in course.open_listings():
        address = {"number": course.terms.number, "event_id": thread.event.id}
        supply = Deed("delivery.supply", say("Supply the materials"))
        dispute = Deed("delivery.dispute", say("Dispute the list"))
        deeds = (supply,) if listing.disputed_on else (supply, dispute)
        yield Turn(
            Side.OWNER,
            say("Supply what the agency has listed as missing; until then the clock does not run."),
            None,
            None,
            deeds,
            address,
        )
        if listing.disputed_on and not listing.answered_on:
            yield Turn(
                Side.AUTHORITY,
                say("Say which of the listed materials are missing."),
                by,
                None,
                (Deed("delivery.answer_dispute", say("Answer the dispute")),),
                address,
                listing.disputed_on,
            )


def _due(course: Course) -> date | None:
    """Return the day by which to deliver: also one that passes before it is known that nothing was missing (C2)."""
    silent, found = course.silent_due, course.completeness
    return course.clock.due or (silent if silent and found and found.by and silent <= found.by else None)


def _work(course: Course) -> Iterator[Turn]:
    due = _due(course)
    if due is None or course.stood is not None or _contested(course):
        return
    late = course.today > due
    yield Turn(
        Side.AGENCY,
        say("Deliver the result; the delivery stops the clock.")
        if not late
        else say("Deliver the result all the same: the due day has passed."),
        due,
        None if late else _OVERDUE,
        (
            Deed("delivery.deliver", say("Deliver the result")),
            *(
                ()
                if late
                else (
                    Deed("delivery.ask_extension", say("Ask for an extension")),
                    Deed("delivery.ask_pause", say("Ask for a pause")),
                )
            ),
        ),
        {"number": course.terms.number},
        course.clock.start_on or (_given_on(course.materials) if course.materials else None),
    )


def _contested(course: Course) -> bool:
    return any(found.fate is Fate.CONTESTED for _, found in course.examined())


def _examination(course: Course) -> Iterator[Turn]:
    for thread, found in course.examined():
        address = {"number": course.terms.number, "event_id": thread.event.id}
        if found.fate is Fate.DELIVERED:
            yield Turn(
                Side.OWNER,
                say("Accept the delivery, or reject it with reasons."),
                found.accept_by.day,
                _ACCEPTS,
                (Deed("delivery.accept", say("Accept")), Deed("delivery.reject", say("Reject with reasons"))),
                address,
                found.delivery.on,
            )
        if found.fate is Fate.CONTESTED:
            yield Turn(
                Side.AUTHORITY,
                say("Decide whether the rejection was founded."),
                found.decide_by.day if found.decide_by else None,
                None,
                (Deed("delivery.answer_contest", say("Decide the contested rejection")),),
                address,
                found.delivery.contested_on,
            )


def _contests(course: Course) -> Iterator[Turn]:
    for thread, found in course.examined():
        by = found.contest_by.day if found.contest_by else None
        if _may_contest(thread, found.fate, by, course.today):
            yield Turn(
                Side.AGENCY,
                say("Contest the rejection before the authority, if it is unfounded."),
                by,
                _REST,
                (Deed("delivery.contest", say("Contest the rejection")),),
                {"number": course.terms.number, "event_id": thread.event.id},
                found.delivery.rejected_on,
            )


def _may_contest(thread: Thread, fate: Fate, by: date | None, today: date) -> bool:
    open_still = fate is Fate.REJECTED and thread.reply(happened.Contested) is None
    return open_still and by is not None and today <= by


def _requests(course: Course) -> Iterator[Turn]:
    for thread, judged in course.pauses():
        if judged.state is State.WAITING:
            yield _pause(course, thread, judged.answer_by)
    for event, by in course.may_be_objected_to:
        yield Turn(
            Side.AGENCY,
            say("Object to the last day that the owner has entered for the pause, if it went on."),
            by,
            _ENDS,
            (Deed("delivery.object_last_day", say("Object to the last day")),),
            {"number": course.terms.number, "event_id": event.id},
            event.on,
        )
    for thread, judged in course.extensions():
        if judged.state is State.WAITING:
            yield Turn(
                Side.OWNER,
                say("Answer the extension that the agency asks for."),
                judged.answer_by,
                _REFUSES,
                (Deed("delivery.answer_extension", say("Answer the extension")),),
                {"number": course.terms.number, "event_id": thread.event.id},
                thread.event.on,
            )


def _pause(course: Course, thread: Thread, by: date) -> Turn:
    is_owners = course.answerers[thread.event.id] is Side.OWNER
    return Turn(
        Side.OWNER if is_owners else Side.AUTHORITY,
        say("Answer the pause that the agency asks for."),
        by,
        _CONFIRMS if is_owners else _REFUSES_PAUSE,
        (Deed("delivery.answer_pause", say("Answer the pause")),),
        {"number": course.terms.number, "event_id": thread.event.id},
        thread.event.on,
    )


def _proposals(course: Course) -> Iterator[Turn]:
    for thread in course.story.changes:
        if thread.reply(happened.ChangeAnswered) is None:
            yield Turn(
                thread.event.side.other,
                say("Answer the changed task that the other side proposes."),
                None,
                None,
                (Deed("delivery.answer_change", say("Answer the changed task")),),
                {"number": course.terms.number, "event_id": thread.event.id},
            )
    for thread in course.story.ends:
        if thread.reply(happened.EndAnswered) is None:
            yield Turn(
                thread.event.side.other,
                say("Answer whether the contract is to end, as the other side proposes."),
                None,
                None,
                (Deed("delivery.answer_end", say("Answer the proposed end")),),
                {"number": course.terms.number, "event_id": thread.event.id},
            )
