"""S11: small works, in calendar days: what the regime takes, its opening, its publicity, its premises. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from kernel.errors import Refused
from kernel.rulebook import Rulebook, applies
from kernel.sentences import say
from marketplace.selection.limits import FEN, Procedure, Trade, limit_fen, refusal


class Basis(StrEnum):
    """By what the tenders are compared, without a committee."""

    DISCOUNT = "discount"
    TOTAL = "total"


class Premises(StrEnum):
    """Where the works are traded."""

    CENTRE = "centre"
    OWN = "own"


class Stage(StrEnum):
    """Where a notice of small works stands."""

    HANDED_BACK = "handed-back"
    CHECKING = "checking"
    OPEN = "open"
    TO_ENTER = "to-enter"
    ON_DISPLAY = "on-display"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Asked:
    """What is to be published: the amount, the day of the opening, where it is traded, and whose money pays."""

    amount_fen: int
    opens_on: date
    premises: Premises
    public_money: bool = False


@dataclass(frozen=True)
class Course:
    """What has become of a notice: its opening, the day of its result, and of its withdrawal; before, its form check."""

    opens_at: datetime
    result_on: date | None = None
    withdrawn_on: date | None = None
    is_published: bool = True
    is_submitted: bool = False


@dataclass(frozen=True)
class Tendered:
    """One tender as it was read out at the opening: who, and its total or its discount."""

    name: str
    uscc: str
    total_fen: int | None = None
    discount_hundredths: int | None = None


@applies("S11")
def not_taken(of: Trade, day: date, book: Rulebook) -> Refused | None:
    """Say why the regime does not take a trade on a day, or None (S11: off, and off for services, by the rulebook)."""
    taken = book.value("S11.trades", day)
    if of in taken:
        return None
    if not taken:
        sentence = say(
            "The regime of small works is not in use here: this town's rulebook has not taken it in. Tender works at the "
            "public resources trading centre."
        )
    else:
        sentence = say(
            "The regime of small works does not take this: a service is chosen by a notice for services."
        )
    return Refused("S11", sentence)


@applies("S10", "S11")
def fault(asked: Asked, published_on: date, book: Rulebook) -> Refused | None:
    """Say what of small works to be published on a day is not allowed, or None (S10, S11).

    Public money from a limit of S10 on, that of procurement included, goes the way that the law names: S11 is excepted
    from S8 alone. With any money the amount lies below that from which works must be tendered. The opening is not before
    3 calendar days; from 500,000 yuan on they are not traded at the tendering agent's own premises.
    """
    above = refusal(asked.amount_fen, published_on, book, public_money=asked.public_money, of=Trade.WORKS)
    if above:
        return above
    most = limit_fen(Procedure.TENDER, Trade.WORKS, published_on, book)
    if most is not None and asked.amount_fen >= most:
        sentence = say(
            "Works from %(limit)s yuan on are no small works: tender them by the Tendering Law (发改委令2018年第16号).",
            limit=f"{most // FEN:,}",
        )
        return Refused("S10", sentence, field="amount_fen")
    earliest = earliest_opening(published_on, book)
    if asked.opens_on < earliest:
        sentence = say("Small works are opened on %(day)s at the earliest.", day=earliest)
        return Refused("S11", sentence, field="opening_on")
    if asked.premises is Premises.OWN and not may_use_own_premises(asked.amount_fen, published_on, book):
        sentence = say(
            "From %(limit)s yuan on small works are traded at the public resources trading centre, not at the tendering "
            "agent's own premises.",
            limit=f"{book.whole('S11.premises_limit', published_on):,}",
        )
        return Refused("S11", sentence, field="premises")
    return None


@applies("S11")
def earliest_opening(published_on: date, book: Rulebook) -> date:
    """Return the first day on which small works may be opened: the 3rd calendar day after publication (S11)."""
    return published_on + timedelta(days=book.whole("S11.opening_not_before", published_on))


@applies("S11")
def publicity_until(result_on: date, book: Rulebook) -> date:
    """Return the last day of the publicity of a result: 1 calendar day, in place of the days of S8 (S11)."""
    return result_on + timedelta(days=book.whole("S11.publicity", result_on))


@applies("S11")
def may_use_own_premises(amount_fen: int, day: date, book: Rulebook) -> bool:
    """Tell whether works of an amount may be traded at the tendering agent's own premises: below 500,000 yuan (S11)."""
    return amount_fen < book.whole("S11.premises_limit", day) * FEN


@applies("S11")
def stage(course: Course, now: datetime, today: date, book: Rulebook) -> Stage:
    """Return where a notice of small works stands at a moment; nothing has to be done for it to be so (S11, T6)."""
    if course.withdrawn_on is not None:
        return Stage.WITHDRAWN
    if not course.is_published:
        return Stage.CHECKING if course.is_submitted else Stage.HANDED_BACK
    if course.result_on is None:
        return Stage.OPEN if now < course.opens_at else Stage.TO_ENTER
    is_over = publicity_until(course.result_on, book) < today
    return Stage.SETTLED if is_over else Stage.ON_DISPLAY


@applies("S11")
def best(tenders: Iterable[Tendered], basis: Basis, amount_fen: int) -> tuple[Tendered, ...]:
    """Return who wins without a committee: the lowest total, or the highest discount; all who are equal in it (S11).

    A total above the amount of the notice does not count.
    """
    if basis is Basis.DISCOUNT:
        rates = [one for one in tenders if one.discount_hundredths is not None]
        most = max((one.discount_hundredths or 0 for one in rates), default=0)
        return tuple(one for one in rates if one.discount_hundredths == most)
    totals = [one for one in tenders if one.total_fen is not None and one.total_fen <= amount_fen]
    least = min((one.total_fen or 0 for one in totals), default=0)
    return tuple(one for one in totals if one.total_fen == least)
