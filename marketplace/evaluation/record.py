"""M4: the owner's own record, computed from the events of its orders, each statement with its base. Pure.

A statement says in how many of how many cases the owner let the agency wait or moved the work. It judges nothing: what
has no case yet says so, and beside each stands what the owner has to say to it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median_low

from kernel.rulebook import Rulebook, applies
from kernel.sentences import Sentence, say
from kernel.workdays import Calendar


class Statement(StrEnum):
    """What is told of an owner, in this order."""

    MATERIALS = "materials"
    ACCEPTANCE = "acceptance"
    SILENCE = "silence"
    REJECTIONS = "rejections"
    CHANGES = "changes"
    AWARDS = "awards"
    TEXTS = "texts"
    PAYMENT = "payment"

    @property
    def label(self) -> Sentence:
        """Name it in a few words."""
        return _LABELS[self]

    @property
    def unit(self) -> str:
        """Return in what days are measured: working days, or days for the payments."""
        return "days" if self is Statement.PAYMENT else "working-days"

    def meaning(self, book: Rulebook, today: date) -> Sentence:
        """Say what is counted, of what."""
        text = _MEANINGS[self].text
        figure = _FIGURES.get(self)
        return Sentence(text, {"days": book.whole(figure, today)} if figure else {})


_LABELS = {
    Statement.MATERIALS: say("Materials complete late"),
    Statement.ACCEPTANCE: say("Deliveries not answered"),
    Statement.SILENCE: say("Requests not answered"),
    Statement.REJECTIONS: say("Rejections without ground"),
    Statement.CHANGES: say("Work stopped, changed or ended by the owner"),
    Statement.AWARDS: say("Awards let go by silence"),
    Statement.TEXTS: say("Texts withheld in a draw"),
    Statement.PAYMENT: say("Full payment not on record in time"),
}
_MEANINGS = {
    Statement.MATERIALS: say(
        "Orders whose materials were complete later than %(days)s working days after the contract took effect, of all "
        "orders of which that can be said."
    ),
    Statement.ACCEPTANCE: say(
        "Deliveries that the owner neither accepted nor rejected in its days, so that silence accepted them, of all "
        "deliveries whose days are over."
    ),
    Statement.SILENCE: say(
        "Pauses and extensions asked of the owner that it let pass without an answer, of all that it was asked and that "
        "are decided."
    ),
    Statement.REJECTIONS: say("Rejections that the authority found unfounded, of all rejections."),
    Statement.CHANGES: say(
        "Orders with a pause for the owner's materials or at its wish, an extension for its cause, a changed task that "
        "it proposed, or an end that it made, of all orders whose contract took effect."
    ),
    Statement.AWARDS: say(
        "Awards of which the agency was released because the owner was silent, of all awards whose days are over."
    ),
    Statement.TEXTS: say(
        "Texts that the owner had lodged for the randomness of a draw and did not reveal in time, so that the draw was "
        "void, of all that it revealed or withheld."
    ),
    Statement.PAYMENT: say(
        "Accepted orders without a record of full payment within %(days)s days of the acceptance, of all whose days are "
        "over or that are paid. The owner records payments itself; what is not recorded may have been paid."
    ),
}

_FIGURES = {Statement.MATERIALS: "M4.materials_within", Statement.PAYMENT: "M4.pay_within"}


@dataclass(frozen=True)
class Delivered:
    """A delivery: when, when the owner answered it, whether silence accepted it, whether a rejection was unfounded."""

    on: date
    answered_on: date | None = None
    is_silent: bool = False
    is_rejected: bool = False
    is_unfounded: bool = False


@dataclass(frozen=True)
class Payment:
    """A payment that the owner recorded."""

    on: date
    amount_fen: int


@dataclass(frozen=True)
class Dealing:
    """One order whose contract took effect, as far as it tells of its owner."""

    effective_on: date
    complete_on: date | None = None
    deliveries: tuple[Delivered, ...] = ()
    asked: int = 0
    unanswered: int = 0
    is_changed: bool = False
    accepted_on: date | None = None
    price_fen: int = 0
    payments: tuple[Payment, ...] = ()
    is_over: bool = False


@dataclass(frozen=True)
class Choices:
    """What is told by the owner's choices before any contract.

    `released`: of each award whose days are over, whether the owner's silence ended it (S9). `withheld`: of each text
    lodged for a draw that is over, whether the owner did not reveal it (S2).
    """

    released: tuple[bool, ...] = ()
    withheld: tuple[bool, ...] = ()


@dataclass(frozen=True)
class Fact:
    """One statement: how many cases of how many, and where days were measured, the middle of them."""

    statement: Statement
    count: int
    base: int
    middle: int | None = None


@applies("M4")
def facts(
    dealings: Sequence[Dealing], choices: Choices, calendar: Calendar, book: Rulebook, today: date
) -> tuple[Fact, ...]:
    """Return what is told of an owner, every statement once, also where there is no case (M4: of the last 24 months)."""
    examined = [one for dealing in dealings for one in dealing.deliveries]
    rejected = [one for one in examined if one.is_rejected]
    return (
        _materials(dealings, calendar, book, today),
        _acceptance(examined, calendar),
        Fact(Statement.SILENCE, sum(d.unanswered for d in dealings), sum(d.asked for d in dealings)),
        Fact(Statement.REJECTIONS, sum(one.is_unfounded for one in rejected), len(rejected)),
        Fact(Statement.CHANGES, sum(dealing.is_changed for dealing in dealings), len(dealings)),
        Fact(Statement.AWARDS, sum(choices.released), len(choices.released)),
        Fact(Statement.TEXTS, sum(choices.withheld), len(choices.withheld)),
        _payment(dealings, book, today),
    )


@applies("M4")
def _materials(dealings: Iterable[Dealing], calendar: Calendar, book: Rulebook, today: date) -> Fact:
    """Count the orders whose materials were complete late (M4: more than 5 working days after the contract's effect)."""
    within = book.whole("M4.materials_within", today)
    waited = [
        calendar.between(d.effective_on, max(d.effective_on, d.complete_on)).days
        for d in dealings
        if d.complete_on
    ]
    open_ones = [
        calendar.between(d.effective_on, today).days
        for d in dealings
        if d.complete_on is None and d.effective_on <= today and not d.is_over
    ]
    overdue = [days for days in open_ones if days > within]
    late = [days for days in waited if days > within]
    return Fact(Statement.MATERIALS, len(late) + len(overdue), len(waited) + len(overdue), _middle(waited))


def _acceptance(examined: Iterable[Delivered], calendar: Calendar) -> Fact:
    closed = [one for one in examined if one.answered_on or one.is_silent]
    took = [calendar.between(one.on, one.answered_on).days for one in closed if one.answered_on]
    return Fact(Statement.ACCEPTANCE, sum(one.is_silent for one in closed), len(closed), _middle(took))


@applies("M4")
def _payment(dealings: Iterable[Dealing], book: Rulebook, today: date) -> Fact:
    """Count the accepted orders without full payment on record in time (M4: within 30 days of the acceptance)."""
    within = timedelta(days=book.whole("M4.pay_within", today))
    count = base = 0
    took = []
    for dealing in dealings:
        if dealing.accepted_on is None:
            continue
        paid = _paid_on(dealing)
        if paid is None and dealing.accepted_on + within >= today:
            continue
        base += 1
        count += paid is None or paid > dealing.accepted_on + within
        if paid:
            took.append(max((paid - dealing.accepted_on).days, 0))
    return Fact(Statement.PAYMENT, count, base, _middle(took))


def _paid_on(dealing: Dealing) -> date | None:
    """Return the day on which the payments on record had reached the price, or None."""
    reached = 0
    for payment in sorted(dealing.payments, key=lambda one: one.on):
        reached += payment.amount_fen
        if reached >= dealing.price_fen:
            return payment.on
    return None


def _middle(days: Sequence[int]) -> int | None:
    return median_low(days) if days else None
