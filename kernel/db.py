"""The database: one session, one transaction an act, and types that survive SQLite."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, DateTime, Dialect, Engine, MetaData, event, inspect
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from kernel.errors import WrongState

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
BUSY_MS = 30_000


class Base(DeclarativeBase):
    """Name every constraint, so that a migration can drop it on either database."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})

if TYPE_CHECKING:

    class Row(Base):
        """Stand for db.Model, which the type checker cannot see."""

        __abstract__ = True
else:
    Row = db.Model

# Money in 分. An Integer of PostgreSQL ends at 21 million yuan, which one supervision contract may pass.
Fen = Annotated[int, mapped_column(BigInteger)]
R = TypeVar("R", bound=Base)
_writing: ContextVar[bool] = ContextVar("writing", default=False)


class UtcMoment(TypeDecorator[datetime]):
    """Store an aware moment as UTC and give it back aware: SQLite forgets the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """Say what its values are."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment; put an aware one into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment must say its zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the moment back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def normalise_url(url: str) -> str:
    """Name the driver that we ship, whatever form of PostgreSQL address was given."""
    parsed = make_url(url)
    if parsed.get_backend_name() in ("postgres", "postgresql"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    return parsed.render_as_string(hide_password=False)


def one_of(column: str, words: Iterable[str]) -> str:
    """Write the condition of a check that a column holds one of some words."""
    return f"{column} IN ({','.join(repr(str(word)) for word in words)})"


@contextmanager
def transaction() -> Iterator[None]:
    """Run one act: commit when it ends, roll back whatever goes wrong.

    What was read before is let go first: under SQLite a read that turns into a write is refused when another wrote
    in between, so an act begins by taking the write lock. An act within an act would take back what the outer one
    has done so far and commit the rest early; raises RuntimeError instead.
    """
    if _writing.get():
        raise RuntimeError("an act is running: operations never begin one of their own")
    db.session.rollback()
    token = _writing.set(True)
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _writing.reset(token)


def lock(row: R) -> R:
    """Read a row again and hold it until the act ends; on SQLite the act holds the whole file already.

    Only the row itself is held, not what is read along with it: who locks an order does not lock its owner. Raises
    WrongState where somebody deleted the row in the meantime.
    """
    db.session.flush()  # reading a row again would lose what was changed in it
    try:
        db.session.refresh(row, with_for_update={"of": type(row)})
    except InvalidRequestError:
        if not inspect(row).persistent:
            raise
        raise WrongState from None
    return row


@event.listens_for(Engine, "connect")
def _on_connect(connection: Any, _record: ConnectionPoolEntry) -> None:  # noqa: ANN401  either driver's
    if "sqlite" not in type(connection).__module__:
        return
    connection.isolation_level = None  # we say BEGIN ourselves, below
    cursor = connection.cursor()
    # Patience first: the next line must wait where another process opens the same new file.
    for pragma in (f"busy_timeout={BUSY_MS}", "journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _on_begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")
