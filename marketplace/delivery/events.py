"""What each kind of event of an order says, in frozen records. Pure words, no tables."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from marketplace.delivery.kinds import Kind, Reason, Side
from marketplace.delivery.rules.history import Answer, Cause, Finding


@dataclass(frozen=True)
class Fact:
    """What an event says; `kind` and `rule` belong to the class."""

    kind: ClassVar[Kind]
    rule: ClassVar[str]


@dataclass(frozen=True)
class ContractFiled(Fact):
    """One side brought the contract, which may name a later effective day (C1) and what is examined at acceptance."""

    kind = Kind.CONTRACT_FILED
    rule = "S9"
    price_fen: int
    promise: int
    effective_on: date | None = None
    checklist: tuple[str, ...] = ()


@dataclass(frozen=True)
class ContractConfirmed(Fact):
    """The other side confirmed the contract."""

    kind = Kind.CONTRACT_CONFIRMED
    rule = "C1"


@dataclass(frozen=True)
class ContractReturned(Fact):
    """The other side handed the contract back, with what is wrong."""

    kind = Kind.CONTRACT_RETURNED
    rule = "S9"
    reason: str


@dataclass(frozen=True)
class HandedOver(Fact):
    """The owner handed the materials over; no items means that none are needed (C2)."""

    kind = Kind.HANDED_OVER
    rule = "C2"
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Listed(Fact):
    """The agency listed what is missing (C2)."""

    kind = Kind.LISTED
    rule = "C2"
    items: tuple[str, ...]


@dataclass(frozen=True)
class Supplied(Fact):
    """The owner supplied what a list names (C2)."""

    kind = Kind.SUPPLIED
    rule = "C2"
    note: str = ""


@dataclass(frozen=True)
class Disputed(Fact):
    """The owner disputed a list before the authority (C2)."""

    kind = Kind.DISPUTED
    rule = "C2"
    reason: str


@dataclass(frozen=True)
class DisputeAnswered(Fact):
    """The authority said what of a disputed list is missing (C2)."""

    kind = Kind.DISPUTE_ANSWERED
    rule = "C2"
    missing: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class PauseAsked(Fact):
    """The agency asked for a pause (C3)."""

    kind = Kind.PAUSE_ASKED
    rule = "C4"
    cause: Cause
    first_on: date
    reason: str
    last_on: date | None = None


@dataclass(frozen=True)
class PauseAnswered(Fact):
    """The owner or the authority answered a pause (C3, C4)."""

    kind = Kind.PAUSE_ANSWERED
    rule = "C4"
    answer: Answer
    reason: str = ""


@dataclass(frozen=True)
class LastDayEntered(Fact):
    """One side entered the last day of a pause (C4)."""

    kind = Kind.LAST_DAY_ENTERED
    rule = "C4"
    last_on: date


@dataclass(frozen=True)
class LastDayObjected(Fact):
    """The other side objected to a last day (C4)."""

    kind = Kind.LAST_DAY_OBJECTED
    rule = "C4"
    reason: str


@dataclass(frozen=True)
class ExtensionAsked(Fact):
    """The agency asked for working days more, and said whose cause it is (C7)."""

    kind = Kind.EXTENSION_ASKED
    rule = "C7"
    days: int
    whose: Reason
    reason: str


@dataclass(frozen=True)
class ExtensionAnswered(Fact):
    """The owner agreed to an extension or refused it (C7)."""

    kind = Kind.EXTENSION_ANSWERED
    rule = "C7"
    agreed: bool
    reason: str = ""


@dataclass(frozen=True)
class Delivered(Fact):
    """The agency delivered, which stops the clock (C6)."""

    kind = Kind.DELIVERED
    rule = "C6"
    note: str = ""


@dataclass(frozen=True)
class Accepted(Fact):
    """The owner accepted a delivery, each item of the checklist met (C6)."""

    kind = Kind.ACCEPTED
    rule = "C6"
    note: str = ""
    met: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rejected(Fact):
    """The owner rejected a delivery, with the defects and the items of the checklist that are not met (C6)."""

    kind = Kind.REJECTED
    rule = "C6"
    defects: str
    is_repeat: bool = False
    unmet: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contested(Fact):
    """The agency contested a rejection (C6)."""

    kind = Kind.CONTESTED
    rule = "C6"
    reason: str


@dataclass(frozen=True)
class ContestAnswered(Fact):
    """The authority found whether a rejection was founded (C6)."""

    kind = Kind.CONTEST_ANSWERED
    rule = "C6"
    finding: Finding
    reason: str


@dataclass(frozen=True)
class Paid(Fact):
    """The owner recorded a payment."""

    kind = Kind.PAID
    rule = "C10"
    amount_fen: int
    paid_on: date
    note: str = ""


@dataclass(frozen=True)
class ChangeProposed(Fact):
    """One side proposed a changed task: a new commitment, once both agree (C10)."""

    kind = Kind.CHANGE_PROPOSED
    rule = "C10"
    task: str
    price_fen: int
    promise: int


@dataclass(frozen=True)
class ChangeAnswered(Fact):
    """The other side answered a proposed change; agreed, the new order has a number (C10)."""

    kind = Kind.CHANGE_ANSWERED
    rule = "C10"
    agreed: bool
    number: str = ""
    reason: str = ""


@dataclass(frozen=True)
class EndProposed(Fact):
    """One side proposed to end the contract (C10)."""

    kind = Kind.END_PROPOSED
    rule = "C10"
    reason: str


@dataclass(frozen=True)
class EndAnswered(Fact):
    """The other side agreed to the end or did not (C10)."""

    kind = Kind.END_ANSWERED
    rule = "C10"
    agreed: bool
    reason: str = ""


@dataclass(frozen=True)
class EndedByOwner(Fact):
    """The owner ended the contract; `ground` is P11 where the agency has been removed (C10, P11)."""

    kind = Kind.ENDED_BY_OWNER
    rule = "C10"
    reason: str
    ground: str = "C10"


@dataclass(frozen=True)
class Abandoned(Fact):
    """The agency gave the contract up (C10)."""

    kind = Kind.ABANDONED
    rule = "C10"
    reason: str


FACTS: dict[Kind, type[Fact]] = {fact.kind: fact for fact in Fact.__subclasses__()}


@dataclass(frozen=True)
class Event:
    """One thing that happened: what, on which day, by which side, and which earlier event it answers."""

    id: int
    fact: Fact
    on: date
    side: Side
    answers: int | None = None
