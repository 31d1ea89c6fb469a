"""Stays on the site: rows on the server, so that one can be ended from here, whatever a cookie says."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts import tokens
from accounts.kinds import INVITED
from accounts.models import User
from kernel.db import Row, UtcMoment, db

OFFICIAL_IDLE = timedelta(minutes=30)  # a desk in an office stands open to others (GB/T 22239 wants a limit)
IDLE = timedelta(hours=2)  # long enough to fetch a document while a form is open
LONGEST = timedelta(hours=12)  # one working day: whoever stays signs in anew
TOUCH = timedelta(minutes=1)  # how exact `seen_at` is: a write a minute, not one a page


class UserSession(Row):
    """A stay of a person on the site, known by the hash of its identifier; it ends when it says so here."""

    __tablename__ = "user_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcMoment)
    seen_at: Mapped[datetime] = mapped_column(UtcMoment)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


def begin(user: User, now: datetime) -> str:
    """Begin a stay under a new identifier and return it; the row keeps its hash alone."""
    token = tokens.new()
    db.session.add(UserSession(token_hash=tokens.digest(token), user_id=user.id, created_at=now, seen_at=now))
    return token


def find(token: str, now: datetime) -> UserSession | None:
    """Return the stay of an identifier, with person and organisation in one statement; None where ended."""
    chosen = select(UserSession).where(UserSession.token_hash == tokens.digest(token))
    row = db.session.scalars(chosen).first()
    return row if row is not None and is_open(row, now) else None


def is_open(row: UserSession, now: datetime) -> bool:
    """Tell whether a stay goes on: not ended, idle or too long, neither person nor body switched off."""
    user = row.user
    idle = OFFICIAL_IDLE if user.organisation.kind in INVITED else IDLE
    if row.ended_at is not None or not user.is_active or user.organisation.switched_off_at is not None:
        return False
    return now - row.seen_at < idle and now - row.created_at < LONGEST


def touch(session_id: int, now: datetime) -> None:
    """Note that the person was seen."""
    still = (UserSession.id == session_id, UserSession.ended_at.is_(None))
    db.session.execute(update(UserSession).where(*still).values(seen_at=now))


def end(token: str, now: datetime) -> None:
    """End the stay of an identifier."""
    mine = UserSession.token_hash == tokens.digest(token)
    db.session.execute(update(UserSession).where(mine, UserSession.ended_at.is_(None)).values(ended_at=now))


def end_all(user_ids: Sequence[int], now: datetime) -> None:
    """End every stay of some people."""
    theirs = UserSession.user_id.in_(user_ids)
    db.session.execute(update(UserSession).where(theirs, UserSession.ended_at.is_(None)).values(ended_at=now))
