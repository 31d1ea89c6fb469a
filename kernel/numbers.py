"""Running numbers of papers, one row a kind and year, without a gap and never twice."""

from sqlalchemy import String, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Row, db


class Counter(Row):
    """The last number given out of a kind of paper in a year."""

    __tablename__ = "counter"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


def next_number(kind: str, year: int) -> str:
    """Return the next number, such as JS-2026-0412."""
    return f"{kind}-{year}-{next_of(kind, year):04d}"


def next_of(kind: str, year: int) -> int:
    """Return the next number bare; two who ask at once wait for one another."""
    row = _held(kind, year) or _begun(kind, year)
    row.last += 1
    db.session.flush()  # the number must be taken before anyone uses it
    return row.last


def _held(kind: str, year: int) -> Counter | None:
    chosen = select(Counter).where(Counter.kind == kind, Counter.year == year).with_for_update()
    return db.session.scalars(chosen.execution_options(populate_existing=True)).first()


def _begun(kind: str, year: int) -> Counter:
    try:
        with db.session.begin_nested():
            db.session.add(Counter(kind=kind, year=year, last=0))
    except IntegrityError:  # another began the year in this moment
        pass
    row = _held(kind, year)
    if row is None:
        raise LookupError(f"no counter for {kind} {year}")
    return row
