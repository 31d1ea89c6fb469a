"""C3, C4, C5: a pause is asked for, answered, and given its last day."""

from dataclasses import replace
from datetime import date

from kernel.errors import Refused, WrongState
from kernel.sentences import say
from marketplace.delivery import queries
from marketplace.delivery.course import Course
from marketplace.delivery.events import LastDayEntered, LastDayObjected, PauseAnswered, PauseAsked
from marketplace.delivery.kinds import Side
from marketplace.delivery.models import Order, OrderEvent
from marketplace.delivery.operations import effects
from marketplace.delivery.operations.desk import (
    ANSWERED,
    Desk,
    Uploads,
    begin,
    begin_at,
    enter,
    inform,
    must_be_unanswered,
    must_have_files,
    must_say_why,
)
from marketplace.delivery.operations.effects import Effect
from marketplace.delivery.rules import consistency
from marketplace.delivery.rules.history import Answer, Pause
from marketplace.delivery.rules.states import State
from marketplace.delivery.story import Thread


def effect_of_pause(order: Order, fact: PauseAsked, desk: Desk) -> Effect:
    """Say what a pause would do if it were granted today; raise Refused for days that contradict themselves (C3)."""
    _must_agree_with_itself(fact, desk)
    return effects.of_asking(order, fact, desk)


def ask_pause(order: Order, fact: PauseAsked, uploads: Uploads, desk: Desk) -> OrderEvent:
    """Ask for a pause, with its evidence.

    C4: one that is asked for too late does not count; it is entered all the same, because it may be raised in
    the defence (C9), and the page has said so before. Raises Refused for days that contradict themselves.
    """
    begin(order, desk)
    _must_agree_with_itself(fact, desk)
    must_have_files(uploads, "C3", say("Bring the evidence: a letter, an order, photographs."))
    row = enter(order, fact, desk, uploads)
    answerer = queries.clock_of(order, desk.calendar, desk.book, desk.today).answerers[row.id]
    asked = say("The agency asks for a pause of %(title)s.", title=order.need.title)
    inform(order, {Side.OWNER, answerer}, asked)
    return row


def answer_pause(order: Order, event_id: int, answer: Answer, reason: str, desk: Desk) -> OrderEvent:
    """Confirm a pause or refuse it; raise Refused where silence has answered, or another one answers (C3, C4)."""
    found, thread = begin_at(order, "pauses", event_id, desk)
    must_be_unanswered(thread, PauseAnswered)
    if found.answerers[event_id] is not desk.side:
        raise Refused("C3", say("This cause is answered by the other: owner 1–2, authority 3–6."))
    _must_wait(found, event_id)
    must_say_why(answer is Answer.CONFIRMED, reason, "C4")
    row = enter(order, PauseAnswered(answer, reason), desk, answers=thread.event)
    told = {
        Answer.CONFIRMED: say("The pause of %(title)s is confirmed.", title=order.need.title),
        Answer.REFUSED: say("The pause of %(title)s is refused.", title=order.need.title),
    }
    inform(order, {Side.AGENCY, Side.OWNER} - {desk.side}, told[answer])
    return row


def effect_of_last_day(order: Order, event_id: int, last_on: date, desk: Desk) -> Effect:
    """Say what a last day would do to the due day; raise Refused for one that cannot be entered (C4)."""
    _must_be_a_last_day(*begin_at(order, "pauses", event_id, desk), last_on)
    return effects.of_ending(order, event_id, LastDayEntered(last_on), desk)


def enter_last_day(order: Order, event_id: int, last_on: date, desk: Desk) -> OrderEvent:
    """Enter the last day of a pause, which may lie ahead; the earlier one holds unless the other objects (C4)."""
    found, thread = begin_at(order, "pauses", event_id, desk)
    _must_be_a_last_day(found, thread, last_on)
    effect = effects.of_ending(order, event_id, LastDayEntered(last_on), desk)
    row = enter(order, LastDayEntered(last_on), desk, answers=thread.event)
    entered = say("The pause of %(title)s ends on %(day)s.", title=order.need.title, day=last_on)
    if effect.after and effect.after != effect.before:
        entered = say(
            "%(told)s The due day is now %(due)s. Object if the pause did not end then.",
            told=entered,
            due=effect.after,
        )
    inform(order, (desk.side.other,), entered)
    return row


def object_last_day(order: Order, event_id: int, ending_id: int, reason: str, desk: Desk) -> OrderEvent:
    """Object to a last day that the other side entered: then it does not hold (C4)."""
    found, thread = begin_at(order, "pauses", event_id, desk)
    entered = {event.id: (event, ending) for event, ending in found.story.endings(thread)}
    if ending_id not in entered:
        raise WrongState(say("There is nothing of the kind on this order."))
    event, ending = entered[ending_id]
    if event.side is desk.side:
        raise Refused("C4", say("The other side may object to the day that you have entered."))
    if ending.is_objected:
        raise WrongState(ANSWERED)
    row = enter(order, LastDayObjected(reason), desk, answers=event)
    objected = say("Your last day for the pause of %(title)s is objected to.", title=order.need.title)
    inform(order, (desk.side.other,), objected)
    return row


def _must_be_a_last_day(found: Course, thread: Thread, last_on: date) -> None:
    pause = found.story.pause(thread)
    for fault in consistency.pause_faults(replace(pause, last_on=last_on)):
        raise Refused("C4", fault, field="last_on")
    if pause.last_on and pause.last_on <= last_on:
        held = say("%(day)s is entered already, and the earlier day holds.", day=pause.last_on)
        raise Refused("C4", held, field="last_on")


def _must_agree_with_itself(fact: PauseAsked, desk: Desk) -> None:
    for fault in consistency.pause_faults(Pause(fact.first_on, fact.cause, desk.today, fact.last_on)):
        raise Refused("C3", fault, field="last_on")


def _must_wait(found: Course, event_id: int) -> None:
    judged = next(judged for thread, judged in found.pauses() if thread.event.id == event_id)
    if judged.state is not State.WAITING:
        raise Refused("C4", judged.why)
