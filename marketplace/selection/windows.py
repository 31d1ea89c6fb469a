"""S4: until when a notice stays open, always with the hour, Beijing time; pure but for the name of the zone."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kernel.clock import BEIJING, local_day
from kernel.errors import Refused
from kernel.rulebook import Rulebook, applies
from kernel.sentences import say
from kernel.workdays import Calendar

MOST_DAYS_AHEAD = 60
# What was received before a closing may still wait for its turn to be written: until it has, nobody knows who has
# registered, nothing is laid down, and nothing more is taken.
SETTLE = timedelta(minutes=1)


@dataclass(frozen=True)
class Window:
    """The moments of a notice: its closing and opening, and both again after the one extension."""

    closes_at: datetime
    opens_at: datetime
    late_closes_at: datetime | None
    late_opens_at: datetime | None


def at(day: date, hour: int) -> datetime:
    """Return an hour of a day, Beijing time."""
    return datetime.combine(day, time(hour), BEIJING)


def open_workdays(day: date, book: Rulebook, *, public_money: bool) -> int:
    """Return for how many working days a notice stays open (S4: 3 with public money, 1 with private)."""
    return book.whole("S4.open_public" if public_money else "S4.open_private", day)


@applies("S4")
def earliest_closing(
    published_on: date, calendar: Calendar, book: Rulebook, *, public_money: bool
) -> datetime:
    """Return the earliest closing of a notice without an urgent reason.

    S4: 17:00 of the 3rd working day after publication with public money, of the 1st with private money.
    """
    days = open_workdays(published_on, book, public_money=public_money)
    return at(calendar.add(published_on, days).day, book.whole("S4.closing_hour", published_on))


@applies("S4")
def check(
    closes_at: datetime,
    opens_at: datetime,
    urgent_reason: str,
    *,
    now: datetime,
    calendar: Calendar,
    book: Rulebook,
    public_money: bool,
) -> None:
    """Raise Refused for a closing or an opening that S4 does not allow for a notice published now."""
    today = local_day(now)
    earliest = earliest_closing(today, calendar, book, public_money=public_money)
    if closes_at <= now:
        raise Refused("S4", say("The closing lies behind. Name a later one."), field="closing_on")
    if closes_at < earliest and not urgent_reason:
        sentence = say(
            "Registration stays open until %(earliest)s at least. A shorter time needs an urgent reason, which is "
            "published.",
            earliest=earliest,
        )
        raise Refused("S4", sentence, field="closing_on")
    if (local_day(closes_at) - today).days > MOST_DAYS_AHEAD:
        raise Refused(
            "S4",
            say("The closing lies within %(most)s days from today.", most=MOST_DAYS_AHEAD),
            field="closing_on",
        )
    if opens_at <= closes_at or (opens_at - closes_at).days > MOST_DAYS_AHEAD:
        raise Refused("S4", say("The opening comes after the closing, within 60 days."), field="opening_on")


@applies("S4")
def window(
    closes_at: datetime, opens_at: datetime, calendar: Calendar, book: Rulebook, *, public_money: bool
) -> Window:
    """Return the moments of a notice; where too few register, both move once by the days of S4."""
    day = local_day(closes_at)
    if not book.whole("S4.most_extensions", day):
        return Window(closes_at, opens_at, None, None)
    days = open_workdays(day, book, public_money=public_money)
    return Window(closes_at, opens_at, moved(closes_at, days, calendar), moved(opens_at, days, calendar))


@applies("S4")
def after_amendment(
    closes_at: datetime, opens_at: datetime, calendar: Calendar, book: Rulebook
) -> tuple[datetime, datetime]:
    """Return the closing and opening after an amendment of what matters: 2 working days later (S4)."""
    days = book.whole("S4.amendment_moves", local_day(closes_at))
    return moved(closes_at, days, calendar), moved(opens_at, days, calendar)


def moved(moment: datetime, days: int, calendar: Calendar) -> datetime:
    """Return the same hour some working days later."""
    local = moment.astimezone(BEIJING)
    return datetime.combine(calendar.add(local.date(), days).day, local.timetz())
