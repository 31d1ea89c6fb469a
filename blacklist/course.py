"""P5, P5b, P5c, P13: where a case stands on a day, folded from its steps, the calendar and the rulebook."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from blacklist.procedure import MOVES, Move, Parts
from blacklist.vocabulary import Act, Outcome, State, Verdict
from kernel.rulebook import Rulebook, applies
from kernel.workdays import Calendar

_REVIEWING = (Act.NAME_REVIEWER, Act.SUSPEND, Act.DECIDE_REVIEW)
_HEARING = (Act.ASK_HEARING, Act.DROP_HEARING, Act.HOLD_HEARING)


@dataclass(frozen=True)
class Step:
    """One step that was taken: what, on which day, by whom and for whom; for some acts a day, a person or an outcome."""

    act: Act
    on: date
    by: int | None = None
    day: date | None = None
    person: int | None = None
    outcome: str = ""
    on_behalf: int | None = None

    @property
    def principal(self) -> int | None:
        """Return whose step it was: of the one for whom a deputy took it, else of the one who took it."""
        return self.by if self.on_behalf is None else self.on_behalf


@dataclass(frozen=True)
class Deadline:
    """A day by whose end something is due, and whether an unannounced year lies under it (T5)."""

    day: date
    provisional: bool = False


@dataclass(frozen=True)
class Defence:
    """What follows from the charge: its service, until when the agency may speak, and the hearing."""

    served: Deadline
    until: Deadline
    hearing_until: Deadline
    hearing_on: date | None
    more_asked: bool
    hearing_asked: bool
    hearing_open: bool
    closed: bool
    opened: bool = False  # by the agency itself, so that it need not be told of its service

    def is_over(self, today: date) -> bool:
        """Tell whether the agency has had its say."""
        return self.closed or today > self.until.day


@dataclass(frozen=True)
class Ruling:
    """What follows from the decision: its service, and until when a review may be asked for."""

    on: date
    outcome: Outcome
    served: Deadline
    review_until: Deadline
    withdrawn_by: Deadline


@dataclass(frozen=True)
class Review:
    """A review that was asked for: by when it is decided, whether the measure is suspended, and the verdict."""

    asked_on: date
    due: Deadline
    suspended_on: date | None
    verdict: Verdict | None
    decided_on: date | None


@dataclass(frozen=True)
class Course:
    """A case as it stands on a day."""

    state: State
    today: date
    parts: Parts
    defence: Defence | None = None
    proposed: Outcome | None = None
    ruling: Ruling | None = None
    review: Review | None = None

    @property
    def due(self) -> Deadline | None:
        """Return the day by whose end the present state is to end, where a rule sets one."""
        if self.state is State.REVIEW and self.review:
            return self.review.due
        if self.ruling:
            return {State.DECIDED: self.ruling.served, State.PUBLISHED: self.ruling.review_until}.get(
                self.state
            )
        return _due_of_defence(self.state, self.defence) if self.defence else None

    @property
    def is_late(self) -> bool:
        """Tell whether a person's step has passed its day; the other periods end by themselves."""
        return self.due is not None and self.due.day < self.today

    def move(self, act: Act) -> Move | None:
        """Return the row of the table for an act in the present state, or None where the state has none."""
        return MOVES.get((self.state, act))


@dataclass(frozen=True)
class Before:
    """What went before the first step: who took part, as in the round of a rating (P5a); for whom a deputy opened."""

    hands: Collection[int] = ()
    opened_for: int | None = None


class _Taken:
    """The steps of a case, looked up by act."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps = steps

    def first(self, *acts: Act) -> Step | None:
        """Return the first step of these acts, or None."""
        return next((step for step in self.steps if step.act in acts), None)

    def hands(self, act: Act) -> frozenset[int]:
        """Return who ever took the act, and for whom deputies took it."""
        found = {hand for step in self.steps if step.act is act for hand in (step.by, step.on_behalf)}
        return frozenset(hand for hand in found if hand is not None)

    def last(self, *acts: Act) -> Step | None:
        """Return the last step of these acts, or None."""
        return next((step for step in reversed(self.steps) if step.act in acts), None)


@applies("P5", "P5b", "P5c", "P13", "T6")
def course(
    opened_by: int | None,
    steps: Sequence[Step],
    calendar: Calendar,
    book: Rulebook,
    today: date,
    *,
    office: Collection[int] = (),
    officers: Collection[int] = (),
    before: Before = Before(),
    set_aside: bool = False,
) -> Course:
    """Return where a case stands on a day.

    P5b: a paper is served on the day it was opened, at the latest on the third working day after it was placed.
    P5: from then five working days of defence, once five more, closed earlier by declaration. P5c: a hearing
    that was asked for in five working days is held before the opinion. P13: ten working days from service to ask
    for a review, decided in fifteen; `set_aside` elsewhere, by a court for example, it is set aside here. T6: nothing
    but the steps and the day decides. `office` are the persons of the managing office. Raises LookupError where the
    figures are not in force yet.
    """
    taken = _Taken([step for step in steps if step.on <= today])
    defence, ruling = _defence(taken, calendar, book), _ruling(taken, calendar, book)
    review = _review(taken, calendar, book)
    opinion = taken.last(Act.OPINE, Act.SEND_BACK)
    proposed = Outcome(opinion.outcome) if opinion and opinion.act is Act.OPINE else None
    if ruling:
        state = State.SET_ASIDE if set_aside else _after_ruling(ruling, review, today)
    else:
        state = State.DECISION if proposed else _before_opinion(defence, today)
    parts = _parts(opened_by, taken, office, officers, before)
    return Course(state, today, parts, defence, proposed, ruling, review)


@applies("P5b")
def served(placed_on: date, opened_on: date | None, calendar: Calendar, book: Rulebook) -> Deadline:
    """Return when a paper counts as served: on the day it was opened, at the latest on the 3rd working day (P5b)."""
    latest = _after(placed_on, "P5b.served_by", placed_on, calendar, book)
    return Deadline(opened_on) if opened_on is not None and opened_on <= latest.day else latest


def _defence(taken: _Taken, calendar: Calendar, book: Rulebook) -> Defence | None:
    charge = taken.first(Act.CHARGE)
    if charge is None:
        return None
    received, more = taken.first(Act.RECEIVE), taken.first(Act.ASK_MORE)
    service = served(charge.on, received.on if received else None, calendar, book)
    days = book.whole("P5.defence", charge.on) + (book.whole("P5.defence_more", charge.on) if more else 0)
    until = calendar.add(service.day, days)
    announced, hearing = taken.last(Act.ANNOUNCE_HEARING), taken.last(*_HEARING)
    return Defence(
        served=service,
        until=Deadline(until.day, until.provisional or service.provisional),
        hearing_until=_after(service.day, "P5c.ask_hearing_within", charge.on, calendar, book),
        hearing_on=announced.day if announced else None,
        more_asked=more is not None,
        hearing_asked=hearing is not None,
        hearing_open=hearing is not None and hearing.act is Act.ASK_HEARING,
        closed=taken.last(Act.SAY_NO_MORE) is not None,
        opened=received is not None,
    )


def _ruling(taken: _Taken, calendar: Calendar, book: Rulebook) -> Ruling | None:
    decided, received = taken.last(Act.DECIDE), taken.first(Act.RECEIVE_DECISION)
    if decided is None:
        return None
    service = served(decided.on, received.on if received else None, calendar, book)
    return Ruling(
        on=decided.on,
        outcome=Outcome(decided.outcome),
        served=service,
        review_until=_after(service.day, "P13.ask_within", decided.on, calendar, book),
        withdrawn_by=_after(decided.on, "P5.withdraw_within", decided.on, calendar, book),
    )


def _review(taken: _Taken, calendar: Calendar, book: Rulebook) -> Review | None:
    asked, suspended, decided = (taken.last(act) for act in (Act.ASK_REVIEW, Act.SUSPEND, Act.DECIDE_REVIEW))
    if asked is None:
        return None
    return Review(
        asked_on=asked.on,
        due=_after(asked.on, "P13.decide_within", asked.on, calendar, book),
        suspended_on=suspended.on if suspended else None,
        verdict=Verdict(decided.outcome) if decided else None,
        decided_on=decided.on if decided else None,
    )


def _before_opinion(defence: Defence | None, today: date) -> State:
    if defence is None:
        return State.OPENED
    if defence.hearing_open:
        return State.HEARING
    if today < defence.served.day:
        return State.CHARGED
    return State.OPINION if defence.is_over(today) else State.DEFENCE


def _after_ruling(ruling: Ruling, review: Review | None, today: date) -> State:
    if ruling.outcome is not Outcome.UPHELD:
        return State.CLOSED
    if review:
        ends = {None: State.REVIEW, Verdict.KEPT: State.ENDED, Verdict.SET_ASIDE: State.SET_ASIDE}
        return ends[review.verdict]
    if today < ruling.served.day:
        return State.DECIDED
    return State.ENDED if today > ruling.review_until.day else State.PUBLISHED


def _due_of_defence(state: State, defence: Defence) -> Deadline | None:
    hearing = Deadline(defence.hearing_on) if defence.hearing_on else None
    return {State.CHARGED: defence.served, State.DEFENCE: defence.until, State.HEARING: hearing}.get(state)


def _parts(
    opened_by: int | None,
    taken: _Taken,
    office: Collection[int],
    officers: Collection[int],
    before: Before,
) -> Parts:
    decided, opined = taken.last(Act.DECIDE), taken.hands(Act.OPINE)
    announced, named = taken.last(Act.ANNOUNCE_HEARING), taken.last(Act.NAME_REVIEWER)
    hands = {
        opened_by,
        before.opened_for,
        *before.hands,
        *(step.by for step in taken.steps if step.act not in _REVIEWING),
    }
    hands |= {step.on_behalf for step in taken.steps if step.act not in _REVIEWING}
    hands |= {step.person for step in taken.steps if step.act is Act.ANNOUNCE_HEARING}
    return Parts(
        opened_by=opened_by,
        opened_for=before.opened_for,
        charged=taken.hands(Act.CHARGE),
        opined=opined,
        leader=announced.person if announced else None,
        reviewer=named.person if named else None,
        took_part=frozenset(hand for hand in hands if hand is not None),
        decided_by_office=decided is not None and (decided.principal is None or decided.principal in office),
        lone_authority=not set(officers) - {opened_by, before.opened_for} - opined,
    )


def _after(start: date, figure: str, day: date, calendar: Calendar, book: Rulebook) -> Deadline:
    return Deadline(*calendar.add(start, book.whole(figure, day)))
