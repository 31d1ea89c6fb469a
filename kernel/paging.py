"""Lists page by key, not by offset: the next page begins after the last row seen, however long the list."""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import BigInteger, ColumnElement, Select, and_, literal, or_

from kernel.db import db

T = TypeVar("T")
SIZE = 20
LONGEST_MARK = 2000
_INTEGER, _BIG_INTEGER = 2**31, 2**63  # what the columns of PostgreSQL hold


@dataclass(frozen=True)
class Key:
    """One column of the order of a list, and whether it runs downwards. The last one must be unique."""

    column: Any
    downwards: bool = False


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list: its rows and the mark from which the next one goes on, if there is one."""

    rows: Sequence[T]
    following: str | None


def page(chosen: Select[Any], keys: Sequence[Key], after: str | None = None, size: int = SIZE) -> Page[Any]:
    """Read one page of a select, in the order of the keys, after a mark; a mark that cannot be read is the start.

    The keys are columns or expressions over what is selected, whole numbers, texts, days or moments, never null;
    raises ValueError where one is anything else, because such a list would begin again and again.
    """
    for key in keys:
        if key.column.type.python_type not in _READERS:
            raise ValueError(
                f"no list goes by {key.column}: say its type, a number, a text, a day or a moment"
            )
    ordered = chosen.order_by(*(k.column.desc() if k.downwards else k.column.asc() for k in keys))
    mark = _read(after, keys)
    if mark:
        ordered = ordered.where(_beyond(keys, mark))
    labelled = (k.column.label(f"key_{place}") for place, k in enumerate(keys))
    rows = db.session.execute(ordered.add_columns(*labelled).limit(size + 1)).all()
    wide = len(rows[0]) - len(keys) if rows else 0
    shown = [row[0] if wide == 1 else tuple(row)[:wide] for row in rows[:size]]
    return Page(shown, _write(rows[size - 1][-len(keys) :], keys) if len(rows) > size else None)


def _beyond(keys: Sequence[Key], mark: Sequence[Any]) -> ColumnElement[bool]:
    """Take what comes after the mark; the first key alone bounds it too, for the index to begin there."""
    marks = [literal(m, k.column.type) for k, m in zip(keys, mark, strict=True)]
    steps = []
    for i, key in enumerate(keys):
        same = [k.column == m for k, m in zip(keys[:i], marks[:i], strict=True)]
        steps.append(and_(*same, key.column < marks[i] if key.downwards else key.column > marks[i]))
    first = keys[0].column
    return and_(first <= marks[0] if keys[0].downwards else first >= marks[0], or_(*steps))


def _write(values: Sequence[Any], keys: Sequence[Key]) -> str:
    plain = [v.isoformat() if isinstance(v, date) else v for v in values]
    if _values(plain, keys) != list(values):
        raise ValueError(f"a list cannot go on after {plain}: a key is null or of another type than it says")
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode()


def _read(mark: str | None, keys: Sequence[Key]) -> list[Any] | None:
    if not mark or len(mark) > LONGEST_MARK:
        return None
    try:
        return _values(json.loads(base64.urlsafe_b64decode(mark.encode())), keys)
    except (ValueError, RecursionError):  # no base64, no UTF-8, no JSON, or one nested without end
        return None


def _values(plain: object, keys: Sequence[Key]) -> list[Any] | None:
    """Read each value as its key's type; None where one is not."""
    if not isinstance(plain, list) or len(plain) != len(keys):
        return None
    values = [_READERS[key.column.type.python_type](text, key) for key, text in zip(keys, plain, strict=True)]
    return None if None in values else values


def _whole(value: object, key: Key) -> int | None:
    most = _BIG_INTEGER if isinstance(key.column.type, BigInteger) else _INTEGER
    return value if type(value) is int and -most <= value < most else None


def _text(value: object, _key: Key) -> str | None:
    return value if isinstance(value, str) and "\0" not in value and _is_unicode(value) else None


def _day(value: object, _key: Key) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _moment(value: object, _key: Key) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    # One at the edge of time cannot be put into another zone.
    return moment if moment and moment.tzinfo and MINYEAR < moment.year < MAXYEAR else None


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a pair
        return False
    return True


_READERS: Mapping[type, Callable[[object, Key], Any]] = {
    int: _whole,
    str: _text,
    date: _day,
    datetime: _moment,
}
