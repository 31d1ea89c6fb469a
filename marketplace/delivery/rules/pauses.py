"""C3, C4, C5: a pause is asked for in time, answered in time or by silence, and its days are not counted.

Readings chosen where the rule leaves room:
- A pause may be asked for before its first day; only the end of the time for asking is bounded.
- The time for answering is counted from the day of asking (T3). On its last day the request still waits;
  from the day after, silence has answered, and what is answered later changes nothing.
- Only a pause that was not asked for in time breaks C4. One that was refused, by answer or by silence, is
  refused.
- An open pause counts to today beside a delivery or an end as well: C5 makes no exception. It never changes
  whether these were in time; the act that delivers or ends should enter the last day.
- The last day is known as soon as the pause is: a file does not say when it was entered.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from kernel.rulebook import Rulebook, applies
from kernel.sentences import Sentence, say
from kernel.workdays import Calendar, Reckoned, Span
from marketplace.delivery.rules.history import Answer, Cause, Pause
from marketplace.delivery.rules.states import Outcome, State


class Answerer(StrEnum):
    """Who answers a request for a pause (C3)."""

    OWNER = "owner"
    AUTHORITY = "authority"


class Uncounted(NamedTuple):
    """Days that are not counted, first and last included, and why."""

    span: Span
    why: Sentence

    def covers(self, day: date) -> bool:
        """Tell whether a day is one of them."""
        return self.span.first <= day <= self.span.last


class Ending(NamedTuple):
    """A last day that one side entered for a pause, and whether the other side objected to it."""

    on: date
    is_objected: bool = False


@dataclass(frozen=True)
class AskedPause:
    """A pause with what its asking fixed: the due day of then, the last days for asking and answering."""

    index: int
    pause: Pause
    due_then: date | None
    ask_by: Reckoned
    answer_by: Reckoned
    answerer: Answerer

    def outcome(self, today: date) -> Outcome:
        """Return the state of the pause as of a day."""
        return outcome(self, today)

    def counts(self, today: date) -> bool:
        """Tell whether the pause counts as of a day."""
        return outcome(self, today).state.is_counted

    def uncounted(self, today: date) -> tuple[Uncounted, ...]:
        """Return the days that the pause keeps from being counted, as of a day; none unless it counts."""
        return uncounted(self.pause, today) if self.counts(today) else ()


@applies("C3", "C4")
def asked(index: int, pause: Pause, due_then: date | None, calendar: Calendar, book: Rulebook) -> AskedPause:
    """Fix what the asking of a pause fixes.

    C4: asked for by the 2nd working day after its first day, answered within 2 working days of the asking.
    C3: the owner answers causes 1-2, whose silence confirms; the item's authority 3-6, whose silence refuses.
    Both periods are in working days and end by T3.
    """
    return AskedPause(
        index,
        pause,
        due_then,
        calendar.add(pause.first_on, book.whole("C4.ask_within", pause.first_on)),
        calendar.add(pause.asked_on, book.whole("C4.answer_within", pause.asked_on)),
        answerer(pause.cause, pause.asked_on, book),
    )


@applies("C3")
def answerer(cause: Cause, day: date, book: Rulebook) -> Answerer:
    """Return who answers a pause for a cause, as the rulebook has it on a day.

    C3: the owner answers causes 1-2, the item's authority 3-6. Raises LookupError for a cause of neither.
    """
    if cause in book.value("C3.causes_of_owner", day):
        return Answerer.OWNER
    if cause in book.value("C3.causes_of_authority", day):
        return Answerer.AUTHORITY
    raise LookupError(f"nobody answers cause {cause:d} on {day}")


@applies("C4")
def outcome(asked: AskedPause, today: date) -> Outcome:
    """Return the state of a pause as of a day.

    C4: a pause asked for after the 2nd working day after its first day, or after the due day of then, does
    not count. An answer within 2 working days of the asking decides; after them silence has confirmed
    causes 1-2 and refused causes 3-6, finally. An answer dated after `today` is not known yet.
    """
    pause = asked.pause
    if pause.asked_on > asked.ask_by.day:
        return Outcome(
            State.IGNORED, say("Asked for after %(last)s, the last day for asking.", last=asked.ask_by.day)
        )
    if asked.due_then and pause.asked_on > asked.due_then:
        return Outcome(
            State.IGNORED, say("Asked for after the due day of then, %(due)s.", due=asked.due_then)
        )
    if pause.answered_on and pause.answered_on <= min(today, asked.answer_by.day):
        return _answered(pause, pause.answered_on)
    if today <= asked.answer_by.day:
        return Outcome(State.WAITING, say("To be answered by %(last)s.", last=asked.answer_by.day))
    if asked.answerer is Answerer.OWNER:
        return Outcome(
            State.COUNTS_BY_SILENCE, say("Not answered by %(last)s: confirmed.", last=asked.answer_by.day)
        )
    return Outcome(
        State.REFUSED_BY_SILENCE, say("Not answered by %(last)s: refused.", last=asked.answer_by.day)
    )


def _answered(pause: Pause, on: date) -> Outcome:
    if pause.answer is Answer.CONFIRMED:
        return Outcome(State.COUNTS, say("Confirmed on %(day)s.", day=on))
    return Outcome(State.REFUSED, say("Refused on %(day)s.", day=on))


@applies("C5")
def uncounted(pause: Pause, today: date) -> tuple[Uncounted, ...]:
    """Return the days that a pause keeps from being counted.

    C5: its first and its last day and every day between. A last day that is not entered is today; one that
    is entered holds even when it lies ahead. An open pause whose first day lies ahead has no days yet.
    """
    last = pause.last_on or today
    return (
        (Uncounted(Span(pause.first_on, last), pause.cause.why_uncounted),) if pause.first_on <= last else ()
    )


@applies("C4")
def last_day(entered: Iterable[Ending]) -> date | None:
    """Return the last day of a pause from what both sides entered, or None where nothing holds.

    C4: either side enters the last day; the earlier one holds unless the other side objects to it.
    """
    return min((ending.on for ending in entered if not ending.is_objected), default=None)
