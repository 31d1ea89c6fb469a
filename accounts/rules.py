"""P5b, M1: by which ways a message reaches a person, and when it leaves; pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.kinds import Channel, Topic
from kernel.rulebook import Rulebook, applies

ZONE = ZoneInfo("Asia/Shanghai")  # T1
ONE_DAY = timedelta(days=1)
SWITCHABLE = (Topic.REMINDER, Topic.MATTER, Topic.MARKET)


@dataclass(frozen=True)
class Choice:
    """What a person wants by which way beside the inbox, and whether e-mail comes once a day."""

    by_email: frozenset[Topic] = frozenset(Topic)
    by_sms: frozenset[Topic] = frozenset({Topic.SERVICE, Topic.REMINDER})
    digest: bool = False


@dataclass(frozen=True)
class Leaving:
    """When something leaves, and whether with others of the day."""

    at: datetime
    digest: bool = False


@applies("P5b")
def ways(topic: Topic, choice: Choice, confirmed: Collection[Channel]) -> list[Channel]:
    """Return the ways by which a message reaches a person beside the inbox.

    P5b: legal service always goes by e-mail, whatever was chosen and confirmed; SMS comes beside it. Anything else goes
    only where the person has confirmed the address and wants it.
    """
    wanted = {Channel.EMAIL: choice.by_email, Channel.SMS: choice.by_sms}
    chosen = [way for way in Channel if way in confirmed and topic in wanted[way]]
    return (
        [Channel.EMAIL, *(way for way in chosen if way is not Channel.EMAIL)]
        if topic is Topic.SERVICE
        else chosen
    )


@applies("M1")
def leaves(
    topic: Topic, way: Channel, choice: Choice, now: datetime, holds_until: date | None, book: Rulebook
) -> Leaving:
    """Return when a message leaves.

    M1: legal service at once. Anything else not in the quiet of the night, but when it ends; where the person has
    chosen one e-mail a day, with it, unless what it says would hold no longer by then.
    """
    if topic is Topic.SERVICE:
        return Leaving(now)
    waits = now if not _is_quiet(now, book) else _morning(now, book)
    if way is Channel.EMAIL and choice.digest:
        daily = _morning(now, book)
        if holds_until is None or daily.astimezone(ZONE).date() <= holds_until:
            return Leaving(daily, digest=True)
    return Leaving(waits)


def quiet_hours(day: date, book: Rulebook) -> tuple[int, int]:
    """Return the hours of Beijing time from which and until which it is quiet (M1)."""
    return book.whole("M1.quiet_from", day), book.whole("M1.quiet_until", day)


def _is_quiet(now: datetime, book: Rulebook) -> bool:
    local = now.astimezone(ZONE)
    begins, ends = quiet_hours(local.date(), book)
    if begins <= ends:
        return begins <= local.hour < ends
    return local.hour >= begins or local.hour < ends


def _morning(now: datetime, book: Rulebook) -> datetime:
    """Return the next moment at which the quiet of a night ends."""
    local = now.astimezone(ZONE)
    today = datetime.combine(local.date(), time(quiet_hours(local.date(), book)[1]), ZONE)
    return today if local < today else today + ONE_DAY
