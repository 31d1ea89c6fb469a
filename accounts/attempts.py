"""How often something may be tried from one address or for one account, counted before it is answered.

The count is one statement, so that attempts made at the same moment get different numbers; it is committed
before a password is looked at, so that no attempt is free.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import String, case, delete, literal, update
from sqlalchemy.orm import Mapped, mapped_column

from accounts.upserts import insert
from kernel.db import Row, UtcMoment, db
from kernel.sealing import sealer


class Tally(Row):
    """How often something was tried under a key within a window of time; counted in one statement."""

    __tablename__ = "tally"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]
    window_ends_at: Mapped[datetime] = mapped_column(UtcMoment)


@dataclass(frozen=True)
class Limit:
    """How often a thing may be tried under one key within a window of time."""

    name: str
    most: int
    window: timedelta


# Ten: a person who has forgotten a password tries fewer; a machine gets under a thousand a day. An office
# shares one address, so that may fail five times as often.
SIGN_IN_ACCOUNT = Limit("sign-in-account", 10, timedelta(minutes=15))
SIGN_IN_ADDRESS = Limit("sign-in-address", 50, timedelta(minutes=15))
# Each of these sends a letter to somebody or asks whether an account exists.
RESET_ACCOUNT = Limit("reset-account", 3, timedelta(hours=1))
RESET_ADDRESS = Limit("reset-address", 20, timedelta(hours=1))
JOIN_ADDRESS = Limit("join-address", 30, timedelta(hours=1))


def count(limit: Limit, key: str, now: datetime) -> datetime | None:
    """Count one attempt; return the moment from which it may be tried again, None where it may be now."""
    over = Tally.window_ends_at <= now
    ends = literal(now + limit.window, UtcMoment())
    fresh = insert(Tally).values(key=_key(limit, key), count=1, window_ends_at=now + limit.window)
    counted = fresh.on_conflict_do_update(
        index_elements=[Tally.key],
        set_={
            "count": case((over, 1), else_=Tally.count + 1),
            "window_ends_at": case((over, ends), else_=Tally.window_ends_at),
        },
    )
    row = db.session.execute(counted.returning(Tally.count, Tally.window_ends_at)).one()
    return row.window_ends_at if row[0] > limit.most else None


def forgive(limit: Limit, key: str) -> None:
    """Take one attempt back: it was right."""
    mine = Tally.key == _key(limit, key)
    db.session.execute(update(Tally).where(mine, Tally.count > 0).values(count=Tally.count - 1))


def forget(limit: Limit, key: str) -> None:
    """Take every attempt back."""
    db.session.execute(delete(Tally).where(Tally.key == _key(limit, key)))


def _key(limit: Limit, key: str) -> str:
    return sealer().fingerprint(
        f"{limit.name}:{key}"
    )  # an address is personal; its fingerprint counts as well
