"""S1, S4, S8, S9: the states of an open notice, the one table of moves, and what follows from its dates; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from kernel.errors import WrongState
from kernel.rulebook import Rulebook, applies
from kernel.sentences import Sentence, say


class State(StrEnum):
    """Where a notice stands."""

    DRAFT = "draft"
    CHECKING = "checking"
    PUBLISHED = "published"
    CLOSED = "closed"
    OPENED = "opened"
    RESULT = "result"
    AWARDED = "awarded"
    CONTRACTED = "contracted"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"

    @property
    def sentence(self) -> Sentence:
        """Say it in a few words."""
        return _STATES[self]


_STATES = {
    State.DRAFT: say("draft"),
    State.CHECKING: say("with the operator for its form check"),
    State.PUBLISHED: say("open for registration"),
    State.CLOSED: say("closed, not opened yet"),
    State.OPENED: say("opened, waits for its result"),
    State.RESULT: say("result published"),
    State.AWARDED: say("award confirmed"),
    State.CONTRACTED: say("contract filed"),
    State.FAILED: say("failed"),
    State.WITHDRAWN: say("withdrawn"),
}


class Reason(StrEnum):
    """Why a notice failed, or was withdrawn."""

    NOBODY = "nobody"
    NONE_LEFT = "none-left"
    OWNER_SILENT = "owner-silent"
    NEED_GONE = "need-gone"
    NEED_CHANGED = "need-changed"
    MISTAKE = "mistake"
    OUTSIDE = "outside"

    @property
    def sentence(self) -> Sentence:
        """Say it in a few words."""
        return _REASONS[self]


_REASONS = {
    Reason.NOBODY: say("nobody registered"),
    Reason.NONE_LEFT: say("nobody is left who may be chosen"),
    Reason.OWNER_SILENT: say("the owner was silent after the selection"),
    Reason.NEED_GONE: say("the service is not needed any more"),
    Reason.NEED_CHANGED: say("what is needed has changed"),
    Reason.MISTAKE: say("the notice holds a mistake that cannot be amended"),
    Reason.OUTSIDE: say("the matter is a state secret or an emergency, which stay outside the platform"),
}
WITHDRAWALS = (Reason.NEED_GONE, Reason.NEED_CHANGED, Reason.MISTAKE, Reason.OUTSIDE)


class Party(StrEnum):
    """Who makes a move."""

    OWNER = "owner"
    AGENCY = "agency"
    OPERATOR = "operator"
    AUTHORITY = "authority"
    DATES = "dates"


class Act(StrEnum):
    """What moves a notice, or is done while it stands somewhere."""

    SUBMIT = "submit"
    HAND_BACK = "hand-back"
    PUBLISH = "publish"
    ASK = "ask"
    AMEND = "amend"
    REGISTER = "register"
    LODGE = "lodge"
    CLOSE = "close"
    OPEN = "open"
    REVEAL = "reveal"
    CONCLUDE = "conclude"
    OBJECT = "object"
    REPEAT = "repeat"
    CONFIRM = "confirm"
    GIVE_UP = "give-up"
    CONTRACT = "contract"
    FAIL = "fail"
    WITHDRAW = "withdraw"


class Move(NamedTuple):
    """What an act leads to, and who makes it."""

    to: State
    by: tuple[Party, ...]


_S, _P = State, Party
MOVES: Mapping[tuple[State, Act], Move] = {
    (_S.DRAFT, Act.SUBMIT): Move(_S.CHECKING, (_P.OWNER,)),
    (_S.DRAFT, Act.PUBLISH): Move(_S.PUBLISHED, (_P.OWNER,)),
    (_S.CHECKING, Act.HAND_BACK): Move(_S.DRAFT, (_P.OPERATOR,)),
    (_S.CHECKING, Act.PUBLISH): Move(_S.PUBLISHED, (_P.OPERATOR,)),
    (_S.PUBLISHED, Act.ASK): Move(_S.PUBLISHED, (_P.AGENCY, _P.OWNER)),
    (_S.PUBLISHED, Act.AMEND): Move(_S.PUBLISHED, (_P.OWNER,)),
    (_S.PUBLISHED, Act.REGISTER): Move(_S.PUBLISHED, (_P.AGENCY,)),
    (_S.PUBLISHED, Act.LODGE): Move(_S.PUBLISHED, (_P.OWNER, _P.AUTHORITY)),
    (_S.PUBLISHED, Act.CLOSE): Move(_S.CLOSED, (_P.DATES,)),
    (_S.PUBLISHED, Act.WITHDRAW): Move(_S.WITHDRAWN, (_P.OWNER,)),
    (_S.CLOSED, Act.OPEN): Move(_S.OPENED, (_P.DATES, _P.OWNER, _P.AUTHORITY)),
    (_S.CLOSED, Act.REVEAL): Move(_S.CLOSED, (_P.OWNER, _P.AUTHORITY)),
    (_S.CLOSED, Act.FAIL): Move(_S.FAILED, (_P.DATES,)),
    (_S.CLOSED, Act.WITHDRAW): Move(_S.WITHDRAWN, (_P.OWNER,)),
    (_S.OPENED, Act.CONCLUDE): Move(_S.RESULT, (_P.OWNER, _P.OPERATOR)),
    (_S.OPENED, Act.REVEAL): Move(_S.OPENED, (_P.OWNER, _P.AUTHORITY)),
    (_S.OPENED, Act.FAIL): Move(_S.FAILED, (_P.DATES,)),
    (_S.OPENED, Act.WITHDRAW): Move(_S.WITHDRAWN, (_P.OWNER,)),
    (_S.RESULT, Act.OBJECT): Move(_S.RESULT, (_P.AGENCY,)),
    (_S.RESULT, Act.REPEAT): Move(_S.OPENED, (_P.AUTHORITY,)),
    (_S.RESULT, Act.GIVE_UP): Move(_S.OPENED, (_P.AGENCY, _P.DATES)),
    (_S.RESULT, Act.CONFIRM): Move(_S.AWARDED, (_P.OWNER,)),
    (_S.RESULT, Act.REVEAL): Move(_S.RESULT, (_P.OWNER, _P.AUTHORITY)),
    (_S.AWARDED, Act.GIVE_UP): Move(_S.OPENED, (_P.AGENCY, _P.DATES)),
    (_S.AWARDED, Act.CONTRACT): Move(_S.CONTRACTED, (_P.OWNER, _P.AGENCY)),
    (_S.AWARDED, Act.REVEAL): Move(_S.AWARDED, (_P.OWNER, _P.AUTHORITY)),
    (_S.CONTRACTED, Act.REVEAL): Move(_S.CONTRACTED, (_P.OWNER, _P.AUTHORITY)),
}


@dataclass(frozen=True)
class Course:
    """What has happened to a notice, and the moments that it was published with.

    `late_…` are closing and opening after the one extension of S4, which holds where fewer than `least` had
    registered by the first closing (`entered`), or where too few passed the test at it (`is_short`); `opened_at` is
    when sealed offers were opened.
    """

    submitted: bool = False
    closes_at: datetime | None = None
    opens_at: datetime | None = None
    late_closes_at: datetime | None = None
    late_opens_at: datetime | None = None
    entered: int = 0
    entered_late: int = 0
    least: int = 0
    is_short: bool = False
    sealed: bool = False
    opened_at: datetime | None = None
    result_on: date | None = None
    confirmed_on: date | None = None
    contracted_on: date | None = None
    failed_on: date | None = None
    withdrawn_on: date | None = None

    def is_extended(self, now: datetime) -> bool:
        """Tell whether the first closing has passed with too few, so that the second one holds."""
        passed = self.closes_at is not None and now >= self.closes_at
        too_few = self.is_short or self.entered < self.least
        return passed and self.late_closes_at is not None and too_few

    def closing(self, now: datetime) -> datetime | None:
        """Return the closing as it stands now."""
        return self.late_closes_at if self.is_extended(now) else self.closes_at

    def opening(self, now: datetime) -> datetime | None:
        """Return the opening as it stands now."""
        return self.late_opens_at if self.is_extended(now) else self.opens_at

    def registered(self, now: datetime) -> int:
        """Return how many stand registered by the closing that holds now."""
        return self.entered_late if self.is_extended(now) else self.entered


@applies("S4")
def state(course: Course, now: datetime) -> State:
    """Return where a notice stands at a moment (S4, T6).

    Closing, opening, the one extension and the failure for want of anybody follow from the dates, whether a job
    has told so or not.
    """
    ended = (
        (course.withdrawn_on, State.WITHDRAWN),
        (course.failed_on, State.FAILED),
        (course.contracted_on, State.CONTRACTED),
        (course.confirmed_on, State.AWARDED),
        (course.result_on, State.RESULT),
    )
    for happened, found in ended:
        if happened:
            return found
    closing, opening = course.closing(now), course.opening(now)
    if closing is None or opening is None:
        return State.CHECKING if course.submitted else State.DRAFT
    if now < closing:
        return State.PUBLISHED
    if not course.registered(now):
        return State.FAILED
    is_opened = course.opened_at is not None or not course.sealed
    return State.OPENED if now >= opening and is_opened else State.CLOSED


def step(found: State, act: Act) -> State:
    """Return the state that an act leads to; raise WrongState where it is not open from here."""
    move = MOVES.get((found, act))
    if move is None:
        raise WrongState(say("That cannot be done now: the notice is %(state)s.", state=found.sentence))
    return move.to


def opens(found: State, act: Act) -> bool:
    """Tell whether an act is open from a state."""
    return (found, act) in MOVES


@applies("S4")
def least_registrations(day: date, book: Rulebook, *, needs_quorum: bool) -> int:
    """Return how many must register for a draw or a competition (S4: 3), none for a free choice."""
    return book.whole("S4.least_registrations", day) if needs_quorum else 0
