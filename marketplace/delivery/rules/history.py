"""C1, C3, C6, C7, C10: the dated records from which the commitment clock is reckoned.

Every record keeps what was done and on which local day (T1), never what follows from it.
"""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum, auto

from kernel.sentences import Sentence, say


class Cause(IntEnum):
    """The causes of a pause, by their number in C3."""

    MATERIALS = auto()
    OWNER_STOPPED = auto()
    AUTHORITY_REVIEW = auto()
    ORDER = auto()
    FORCE_MAJEURE = auto()
    SEASON_OR_WEATHER = auto()

    @property
    def sentence(self) -> Sentence:
        """Say the cause."""
        return _CAUSES[self]

    @property
    def why_uncounted(self) -> Sentence:
        """Say why a day paused for this cause is not counted."""
        return _UNCOUNTED[self]


_CAUSES = {
    Cause.MATERIALS: say("The owner's materials were changed or lost after the start."),
    Cause.OWNER_STOPPED: say("The owner asked to stop."),
    Cause.AUTHORITY_REVIEW: say("An authority was reviewing, or a publicity was running."),
    Cause.ORDER: say("A court or an administrative body ordered it."),
    Cause.FORCE_MAJEURE: say("Force majeure."),
    Cause.SEASON_OR_WEATHER: say("The field season or the weather did not allow the work."),
}
_UNCOUNTED = {
    Cause.MATERIALS: say("Not counted: paused, because the owner's materials were changed or lost."),
    Cause.OWNER_STOPPED: say("Not counted: paused, because the owner asked to stop."),
    Cause.AUTHORITY_REVIEW: say("Not counted: paused for a review or a publicity by an authority."),
    Cause.ORDER: say("Not counted: paused by order of a court or an administrative body."),
    Cause.FORCE_MAJEURE: say("Not counted: paused for force majeure."),
    Cause.SEASON_OR_WEATHER: say("Not counted: paused for the field season or the weather."),
}


class Answer(StrEnum):
    """What a request for a pause was answered."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"


class Finding(StrEnum):
    """What the authority found about a contested rejection: whether the rejection was founded."""

    FOUNDED = "founded"
    UNFOUNDED = "unfounded"


@dataclass(frozen=True)
class Commitment:
    """The promise in working days, the days that start its clock (C1), the day the contract ended (C10)."""

    promise: int
    effective_on: date
    complete_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True)
class Pause:
    """A pause that was asked for (C3): its days, its cause, and its answer."""

    first_on: date
    cause: Cause
    asked_on: date
    last_on: date | None = None
    answer: Answer | None = None
    answered_on: date | None = None


@dataclass(frozen=True)
class Extension:
    """An extension by working days that was asked for (C7), and the day on which it was agreed or refused."""

    days: int
    asked_on: date
    agreed_on: date | None = None
    refused_on: date | None = None


@dataclass(frozen=True)
class Delivery:
    """A delivery (C6): accepted, or rejected and perhaps contested, and what the authority found about it."""

    on: date
    rejected_on: date | None = None
    repeat_defect: bool = False
    accepted_on: date | None = None
    contested_on: date | None = None
    contest_answered_on: date | None = None
    contest_answer: Finding | None = None


@dataclass(frozen=True)
class Events:
    """All that happened to a commitment, in the order in which it was entered."""

    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
