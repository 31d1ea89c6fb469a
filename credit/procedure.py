"""G7: the yearly round as one table of moves, its deadlines, and what must be done before the next step.

Nothing moves by itself past a person's step: the day only says from when a step may be taken, and by when it is due.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from blacklist.findings import Grade
from credit.vocabulary import Act, Second, State, Who
from kernel.errors import Refused
from kernel.rulebook import Rulebook, applies
from kernel.sentences import say
from kernel.workdays import ONE_DAY, Calendar, Reckoned

RULE = "G7"
MEASURES = ("", "yellow_card", "removal")  # what may follow from a rating (P1, P2), the heavier later


@dataclass(frozen=True)
class Move:
    """One step that a state allows: whose it is, and the state that it leads to."""

    who: Who
    to: State


@dataclass(frozen=True)
class Progress:
    """What is still to be done in a round, as far as a step looks at it."""

    checks_open: int = 0
    objections_open: int = 0
    unchecked: int = 0
    self_checks_open: int = 0
    self_check_until: date | None = None
    out_of_date: int = 0
    may_object_until: date | None = None
    public_until: date | None = None


@dataclass(frozen=True)
class Deadlines:
    """The days of a round: from when the evidence is frozen, and by when each later step is due."""

    freeze_from: date
    check_by: date
    draw_up_by: Reckoned
    publish_by: Reckoned
    determine_by: date


@dataclass(frozen=True)
class Told:
    """What a draft tells its agency: the grade, that without a veto, the total and the measure that would follow."""

    grade: Grade
    by_score: Grade
    total: str
    measure: str = ""


_S, _A, _W = State, Act, Who
_ON_A_DRAFT: dict[Act, Who] = {
    _A.OBJECT: _W.AGENCY,
    _A.ANNOUNCE_HEARING: _W.OFFICE,
    _A.HOLD_HEARING: _W.OFFICE,
    _A.ANSWER: _W.OFFICE,
    _A.RULE_ON_EVIDENCE: _W.OFFICE,
}
_ON_THE_SECOND: dict[Act, Who] = {
    _A.CONFIRM: _W.SECOND,
    _A.SEND_BACK: _W.SECOND,
    _A.RESUBMIT: _W.OFFICE,
}
MOVES: dict[tuple[State, Act], Move] = {
    (_S.OPENED, _A.FREEZE): Move(_W.OFFICE, _S.FROZEN),
    (_S.FROZEN, _A.SELF_CHECK): Move(_W.AGENCY, _S.FROZEN),
    (_S.FROZEN, _A.CHECK): Move(_W.AUTHORITY, _S.FROZEN),
    (_S.FROZEN, _A.RULE_ON_EVIDENCE): Move(_W.OFFICE, _S.FROZEN),
    (_S.FROZEN, _A.DRAW_UP): Move(_W.OFFICE, _S.OBJECTIONS),
    (_S.OBJECTIONS, _A.CLOSE_OBJECTIONS): Move(_W.OFFICE, _S.SECOND),
    (_S.SECOND, _A.PUBLISH): Move(_W.OFFICE, _S.PUBLICITY),
    (_S.PUBLICITY, _A.DETERMINE): Move(_W.OFFICE, _S.DETERMINED),
    **{
        (s, a): Move(who, s)
        for s in (_S.OBJECTIONS, _S.SECOND, _S.PUBLICITY)
        for a, who in _ON_A_DRAFT.items()
    },
    **{(s, a): Move(who, s) for s in (_S.SECOND, _S.PUBLICITY) for a, who in _ON_THE_SECOND.items()},
}
SECOND_MOVES: dict[tuple[Second, Act], Second] = {
    (Second.ASKED, _A.CONFIRM): Second.CONFIRMED,
    (Second.ASKED, _A.SEND_BACK): Second.SENT_BACK,
    (Second.SENT_BACK, _A.RESUBMIT): Second.ASKED,
}


@applies("G7")
def deadlines(year: int, calendar: Calendar, book: Rulebook, frozen_on: date | None = None) -> Deadlines:
    """Return the days of the round that rates a year, as far as it is.

    G7: the evidence is frozen on 15 January of the next year, the ratings are determined by 31 March. Publicity,
    and before it the objections with their answers, must fit in before that: their days are counted back from it.
    Whoever freezes late takes no day from the authorities: their time moves with the freeze (G1: they take part).
    """
    day = date(year + 1, 1, 1)
    determine_by = _day_of("G7.determine_by", day, book)
    publish_by = _latest(determine_by, book.whole("G7.publicity", day), calendar)
    spoken = book.whole("G7.object_within", day) + book.whole("G7.answer_within", day)
    draw_up_by = _latest(publish_by.day, spoken, calendar)
    freeze_from, check_by = _day_of("G7.freeze_on", day, book), _day_of("G7.check_by", day, book)
    late = max(frozen_on - freeze_from, timedelta(0)) if frozen_on else timedelta(0)
    return Deadlines(freeze_from, check_by + late, draw_up_by, publish_by, determine_by)


@applies("G7", "T3")
def self_check_until(frozen_on: date, calendar: Calendar, book: Rulebook) -> date | None:
    """Return the last day on which the agencies check themselves, or None where the rulebook has no such step.

    G7 has none; a preset may put one between the freeze and the drafts, as Putian does.
    """
    within = book.whole("G7.self_check_within", frozen_on)
    return calendar.add(frozen_on, within).day if within else None


@applies("G7", "T3")
def objections_until(told_on: date, calendar: Calendar, book: Rulebook) -> Reckoned:
    """Return the last day on which an agency may object to a draft that was told on a day (G7: 10 working days)."""
    return calendar.add(told_on, book.whole("G7.object_within", told_on))


@applies("G7", "T3")
def answer_by(made_on: date, calendar: Calendar, book: Rulebook) -> Reckoned:
    """Return the day by which an objection is answered (G7: every step has a deadline)."""
    return calendar.add(made_on, book.whole("G7.answer_within", made_on))


@applies("G7", "T3")
def public_until(published_on: date, calendar: Calendar, book: Rulebook) -> Reckoned:
    """Return the last day of the publicity of a rating that was published on a day (G7: 7 working days)."""
    return calendar.add(published_on, book.whole("G7.publicity", published_on))


@applies("P2", "T3")
def replace_by(set_aside_on: date, calendar: Calendar, book: Rulebook) -> Reckoned:
    """Return the day by which a rating that was set aside is replaced (P2: 20 working days)."""
    return calendar.add(set_aside_on, book.whole("P2.replace_within", set_aside_on))


@applies("G7")
def reminder(by: date, today: date, book: Rulebook) -> int | None:
    """Return which reminder of a deadline holds today, in days before it, or None (G7: every step has a reminder).

    It is the last one whose day has come; once the deadline has passed it is 0, for good.
    """
    left = max((by - today).days, 0)
    due = [days for days in (*book.value("G7.reminders", today), 0) if left <= days]
    return min(due) if due else None


@applies("G7")
def needs_second(grade: Grade, on: date, book: Rulebook) -> bool:
    """Tell whether a second person checks a draft: G7, every A and every D, and with it the measure.

    The grades are a figure. A D is checked whatever it says: a measure follows from it.
    """
    return grade is Grade.D or grade in book.value("G7.second_of", on)


@applies("G7")
def is_worse(before: Told, after: Told) -> bool:
    """Tell whether a draft that was told has become worse for its agency, who may then object anew.

    G7: nothing is determined that the agency could not speak to. A lower total, a worse grade by score, not being rated
    any more, or a measure that would now follow. A veto was a procedure of its own: the D that it makes is not looked at.
    """
    order = (Grade.A, Grade.B, Grade.N, Grade.C, Grade.D)
    falls = order.index(after.by_score) > order.index(before.by_score)
    gains = MEASURES.index(after.measure) > MEASURES.index(before.measure)
    return falls or gains or Decimal(after.total) < Decimal(before.total)


@applies("G7")
def may_check_second(person: int, hands: frozenset[int]) -> bool:
    """Tell whether a person may be the second for a draft: never one who drew it up or answered about it (G7)."""
    return person not in hands


@applies("G7")
def refusal(act: Act, progress: Progress, days: Deadlines, today: date) -> Refused | None:
    """Say why a step that the table opens may not be taken today, or None.

    G7: the evidence is frozen from 15 January; drafts are told when every check was answered, or when the
    authorities' time is over; the objections are closed when their time is over and each has its answer; nothing is
    published before the second person has checked every A and D; nothing is determined with an open objection,
    during the publicity, or out of date.
    """
    asked = {
        Act.FREEZE: _before_freezing,
        Act.DRAW_UP: _before_drawing_up,
        Act.CLOSE_OBJECTIONS: _before_closing,
        Act.PUBLISH: _before_publishing,
        Act.DETERMINE: _before_determining,
    }.get(act)
    reasons = asked(progress, days, today) if asked else iter(())
    return next(reasons, None)


def _before_freezing(_progress: Progress, days: Deadlines, today: date) -> Iterator[Refused]:
    if today < days.freeze_from:
        said = say("The evidence is frozen on %(day)s, not before.", day=days.freeze_from)
        yield Refused(RULE, said, try_from=days.freeze_from)


def _before_drawing_up(progress: Progress, days: Deadlines, today: date) -> Iterator[Refused]:
    until = progress.self_check_until
    if progress.self_checks_open and until is not None and today <= until:
        said = say(
            "%(number)s agencies have not checked themselves yet, and have until %(day)s.",
            number=progress.self_checks_open,
            day=until,
        )
        yield Refused(RULE, said, try_from=until + ONE_DAY)
    if progress.checks_open and today <= days.check_by:
        said = say(
            "%(number)s checks are not answered yet, and the authorities have until %(day)s.",
            number=progress.checks_open,
            day=days.check_by,
        )
        yield Refused(RULE, said, try_from=days.check_by + ONE_DAY)


def _before_closing(progress: Progress, _days: Deadlines, today: date) -> Iterator[Refused]:
    yield from _while_objections_run(progress, today)
    yield from _while_objections_wait(progress)


def _before_publishing(progress: Progress, days: Deadlines, today: date) -> Iterator[Refused]:
    yield from _before_closing(progress, days, today)
    yield from _while_unchecked(progress)


def _before_determining(progress: Progress, days: Deadlines, today: date) -> Iterator[Refused]:
    yield from _before_publishing(progress, days, today)
    until = progress.public_until
    if until is not None and today <= until:
        said = say("The ratings are on public display until %(day)s.", day=until)
        yield Refused(RULE, said, try_from=until + ONE_DAY)


def _while_objections_run(progress: Progress, today: date) -> Iterator[Refused]:
    until = progress.may_object_until
    if until is not None and today <= until:
        said = say("The agencies may object until %(day)s.", day=until)
        yield Refused(RULE, said, try_from=until + ONE_DAY)


def _while_objections_wait(progress: Progress) -> Iterator[Refused]:
    if progress.objections_open:
        said = say("%(number)s objections wait for their answer.", number=progress.objections_open)
        yield Refused(RULE, said)


def _while_unchecked(progress: Progress) -> Iterator[Refused]:
    if progress.out_of_date:
        said = say(
            "%(number)s drafts are out of date: a one-vote veto was decided or set aside. Draw them up again.",
            number=progress.out_of_date,
        )
        yield Refused("G6", said)
    if progress.unchecked:
        said = say("%(number)s drafts wait for the second check.", number=progress.unchecked)
        yield Refused(RULE, said)


def _day_of(figure_id: str, day: date, book: Rulebook) -> date:
    month, number = str(book.value(figure_id, day)).split("-")
    return date(day.year, int(month), int(number))


def _latest(by: date, count: int, calendar: Calendar) -> Reckoned:
    """Return the latest working day from which a number of working days still ends by a day."""
    first = by
    while (ends := calendar.add(first, count)).day > by or not calendar.is_workday(first):
        first -= ONE_DAY
    return Reckoned(first, ends.provisional)
