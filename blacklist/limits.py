"""P5, P5c, P13, T5: when a step that the table opens may not be taken yet, or not any more."""

from collections.abc import Callable
from datetime import date

from blacklist.course import Course
from blacklist.reasons import Reason
from blacklist.vocabulary import Act, Outcome, State
from kernel.rulebook import Rulebook, applies
from kernel.sentences import Sentence, say
from kernel.workdays import ONE_DAY, Calendar


@applies("P5", "P5c", "P13", "T5")
def refusal(found: Course, act: Act, outcome: str = "") -> tuple[Reason, date | None] | None:
    """Say why a step may not be taken today and from which day it may; nothing where no limit stands against it.

    P5: no opinion and no decision before the agency has had its say. P5c, P13: a hearing and a review are asked for
    in their time. T5: nothing is upheld while a period that led to it is provisional.
    """
    if act in (Act.OPINE, Act.DECIDE, Act.SEND_BACK) and found.state in (State.CHARGED, State.DEFENCE):
        return _too_early(found)
    if act in _LIMITS:
        return _LIMITS[act](found)
    return _provisional(found) if act is Act.DECIDE and outcome == Outcome.UPHELD else None


@applies("P5c")
def first_hearing_day(today: date, calendar: Calendar, book: Rulebook) -> date:
    """Return the first day for a hearing that is announced today: P5c, a working day before which 7 lie."""
    return calendar.add(today, book.whole("P5c.hearing_notice", today) + 1).day


@applies("P5c")
def no_hearing_on(day: date | None, today: date, calendar: Calendar, book: Rulebook) -> Sentence | None:
    """Say why no hearing that is announced today is held on a day, or nothing: too early, or a day off."""
    first = first_hearing_day(today, calendar, book)
    if day is None or day < first:
        return say("A hearing that is announced today is held from %(day)s on.", day=first)
    return (
        None
        if calendar.is_workday(day)
        else say("%(day)s is a day off: a hearing is held on a working day.", day=day)
    )


def _too_early(found: Course) -> tuple[Reason, date | None] | None:
    until = found.defence.until.day if found.defence else found.today
    said = say("The agency may state its defence until %(day)s; nothing is decided before.", day=until)
    return Reason("P5", said), until + ONE_DAY


def _provisional(found: Course) -> tuple[Reason, date | None] | None:
    if found.defence and found.defence.until.provisional:
        return Reason(
            "T5", say("Nothing is upheld on a provisional date: import the year's calendar first.")
        ), None
    return None


def _more(found: Course) -> tuple[Reason, date | None] | None:
    if found.defence and found.defence.more_asked:
        return Reason("P5", say("More time can be asked for once, and it has been.")), None
    return _speaking(found)


def _speaking(found: Course) -> tuple[Reason, date | None] | None:
    if found.defence and found.defence.is_over(found.today):
        said = say("The defence could be stated until %(day)s, or was closed.", day=found.defence.until.day)
        return Reason("P5", said), None
    return None


def _asking_hearing(found: Course) -> tuple[Reason, date | None] | None:
    if found.defence and found.defence.hearing_asked:
        return Reason("P5c", say("A hearing has been asked for already.")), None
    if found.defence and found.today > found.defence.hearing_until.day:
        said = say("A hearing could be asked for until %(day)s.", day=found.defence.hearing_until.day)
        return Reason("P5c", said), None
    return None


def _holding(found: Course) -> tuple[Reason, date | None] | None:
    day = found.defence.hearing_on if found.defence else None
    if day is None:
        return Reason("P5c", say("The hearing must be announced first.")), None
    if found.today < day:
        return Reason("P5c", say("The record is entered on the day of the hearing or later.")), day
    return None


def _suspending(found: Course) -> tuple[Reason, date | None] | None:
    if found.review and found.review.suspended_on:
        return Reason("P13", say("The measure is suspended already.")), None
    return None


_LIMITS: dict[Act, Callable[[Course], tuple[Reason, date | None] | None]] = {
    Act.ASK_MORE: _more,
    Act.DEFEND: _speaking,
    Act.SAY_NO_MORE: _speaking,
    Act.ASK_HEARING: _asking_hearing,
    Act.HOLD_HEARING: _holding,
    Act.SUSPEND: _suspending,
}
