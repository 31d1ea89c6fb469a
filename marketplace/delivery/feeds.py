"""The calendar feed: one's own due days at a secret address, which can be renewed and switched off.

The address alone opens it, so it is kept as a hash and dies with a renewal, and with the person's account. How often a
day has moved is counted as the calendars that ask have seen it: a pause may move a due day without any act.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts import attempts, tokens
from accounts.models import Organisation, User
from accounts.upserts import insert
from kernel import ledger
from kernel.db import Row, UtcMoment, db, lock
from kernel.languages import words
from kernel.ledger import Audited
from kernel.reading import tell
from kernel.rulebook import Rulebook
from kernel.sentences import Sentence, say
from kernel.workdays import Calendar
from marketplace.delivery import queries, waiting
from marketplace.delivery.icalendar import Item, calendar
from marketplace.delivery.kinds import Side
from marketplace.delivery.models import Order
from marketplace.delivery.turn import Turn

RULE = "T6"  # a view of the dates: nothing follows from it
ASKED = attempts.Limit("feed", 60, timedelta(hours=1))  # a calendar asks every quarter of an hour at most
GUESSED = attempts.Limit("feed-guessed", 20, timedelta(hours=1))
NAME = say("Due days · Jiangshan Intermediary Supermarket")


class CalendarFeed(Audited, Row):
    """A person's secret address of a calendar, known by its hash."""

    __tablename__ = "calendar_feed"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), unique=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    language: Mapped[str] = mapped_column(String(5))
    created_at: Mapped[datetime] = mapped_column(UtcMoment)

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class FeedDay(Row):
    """A day of a feed as it was last handed out: how often it has moved, and when anything of it changed."""

    __tablename__ = "feed_day"

    feed_id: Mapped[int] = mapped_column(ForeignKey("calendar_feed.id"), primary_key=True)
    uid: Mapped[str] = mapped_column(String(120), primary_key=True)
    day: Mapped[date]
    sha256: Mapped[str] = mapped_column(String(64))
    sequence: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(UtcMoment)


@dataclass(frozen=True)
class Due:
    """A day that somebody has to know of."""

    key: str
    day: date
    title: Sentence
    text: Sentence
    page: str
    provisional: bool


def feed_of(user: User) -> CalendarFeed | None:
    """Return the feed of a person, or None."""
    return db.session.scalars(select(CalendarFeed).where(CalendarFeed.user_id == user.id)).first()


def renew(user: User, language: str, *, now: datetime) -> str:
    """Give a person a new secret address and return its secret; an older one is dead at once."""
    lock(user)
    token = tokens.new()
    row = feed_of(user) or CalendarFeed(user_id=user.id)
    row.token_hash, row.language, row.created_at = tokens.digest(token), language, now
    ledger.record(row, "delivery.feed.renewed", actor_id=user.id, rule=RULE)
    return token


def switch_off(user: User) -> None:
    """Let a person's secret address die, and forget what was handed out at it."""
    lock(user)
    row = feed_of(user)
    if row is None:
        return
    db.session.execute(delete(FeedDay).where(FeedDay.feed_id == row.id))
    db.session.delete(row)
    ledger.record(row, "delivery.feed.switched-off", actor_id=user.id, rule=RULE)


def find(token: str) -> CalendarFeed | None:
    """Return the feed of a secret address, None where there is none or the person is not let in any more."""
    known = tokens.digest(token)
    row = db.session.scalars(select(CalendarFeed).where(CalendarFeed.token_hash == known)).first()
    if row is None or not opens(row, token):
        return None
    is_in = row.user.is_active and row.user.organisation.switched_off_at is None
    return row if is_in else None


def opens(row: CalendarFeed, token: str) -> bool:
    """Tell whether a secret is the one of a feed, in the same time whatever it is."""
    return hmac.compare_digest(row.token_hash, tokens.digest(token))


def due_days(body: Organisation, known: Calendar, book: Rulebook, today: date) -> Iterator[Due]:
    """Yield the days that an organisation has to know of: what it owes, and for an owner when its orders are due."""
    for found in waiting.turns_of(body, known, book, today):
        if found.turn.by:
            yield _owed(found.title, found.number, found.turn, found.turn.by, known, today)
    if queries.side_of(body) is Side.OWNER:
        yield from _ordered(body, known, book, today)


def written(row: CalendarFeed, known: Calendar, book: Rulebook, *, now: datetime, today: date) -> bytes:
    """Write a feed as it stands, and note which of its days have changed since it was last handed out."""
    found = {one.key: one for one in due_days(row.user.organisation, known, book, today)}
    days = _noted(row, found.values(), now)
    return calendar(_said(NAME, row), [_item(one, days[one.key], row) for one in found.values()])


def _owed(title: str, number: str, turn: Turn, by: date, known: Calendar, today: date) -> Due:
    where = "/".join(str(value) for value in turn.address.values())
    text = (
        say("%(told)s %(silence)s", told=turn.sentence, silence=turn.silence)
        if turn.silence
        else turn.sentence
    )
    return Due(
        f"{turn.endpoint}/{where}",
        by,
        say("%(act)s: %(title)s (%(number)s)", act=turn.deeds[0].label, title=title, number=number),
        text,
        f"/orders/{number}" if "number" in turn.address else f"/results/{turn.address['award_id']}",
        _is_provisional(by, known, today),
    )


def _ordered(body: Organisation, known: Calendar, book: Rulebook, today: date) -> Iterator[Due]:
    chosen = queries.open_orders(body, today).order_by(Order.id.desc()).limit(queries.MOST)
    rows: Sequence[Order] = db.session.scalars(chosen).all()
    courses = queries.clocks(rows, known, book, today)
    for row in rows:
        clock = courses[row.id].clock
        if clock.due and clock.light.is_running:
            yield Due(
                f"due/{row.number}",
                clock.due,
                say("Due: %(title)s (%(number)s)", title=row.need.title, number=row.number),
                say(
                    "%(agency)s delivers by this day. It stands today: %(light)s.",
                    agency=row.agency.name,
                    light=clock.light.label,
                ),
                f"/orders/{row.number}",
                clock.provisional,
            )


def _is_provisional(by: date, known: Calendar, today: date) -> bool:
    return by > today and known.between(today, by).provisional


def _noted(row: CalendarFeed, found: Iterable[Due], now: datetime) -> dict[str, FeedDay]:
    """Return each day with how often it has moved, the change of now included, in two statements."""
    days = {one.uid: one for one in db.session.scalars(select(FeedDay).where(FeedDay.feed_id == row.id))}
    for one in found:
        seen, known = _fingerprint(one), days.get(one.key)
        if known is None or known.sha256 != seen:
            moves = known.sequence + (known.day != one.day) if known else 0
            days[one.key] = FeedDay(
                feed_id=row.id, uid=one.key, day=one.day, sha256=seen, sequence=moves, changed_at=now
            )
    _keep([day for day in days.values() if day.changed_at == now])
    return days


def _keep(days: Sequence[FeedDay]) -> None:
    if not days:
        return
    names = ("feed_id", "uid", "day", "sha256", "sequence", "changed_at")
    fresh = insert(FeedDay).values([{name: getattr(day, name) for name in names} for day in days])
    changed = {name: fresh.excluded[name] for name in names[2:]}
    db.session.execute(
        fresh.on_conflict_do_update(index_elements=[FeedDay.feed_id, FeedDay.uid], set_=changed)
    )


def _fingerprint(one: Due) -> str:
    said = f"{one.day}\n{one.title}\n{one.text}\n{one.provisional}"
    return hashlib.sha256(said.encode()).hexdigest()


def _item(one: Due, day: FeedDay, row: CalendarFeed) -> Item:
    site = str(current_app.config["SITE_URL"])
    title = say("%(title)s (provisional)", title=one.title) if one.provisional else one.title
    return Item(
        uid=f"{one.key}@{urlsplit(site).hostname}",
        day=one.day,
        title=_said(title, row),
        text=_said(one.text, row),
        link=f"{site}{one.page}",
        sequence=day.sequence,
        changed_at=day.changed_at,
        provisional=one.provisional,
    )


def _said(sentence: Sentence, row: CalendarFeed) -> str:
    return tell(sentence, row.language, words(row.language).gettext)
