"""`flask clock`: explain a commitment's clock from a file, without a database."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import click
from flask.cli import AppGroup

from marketplace.cli.faces import BadInput, day, document, face, show
from marketplace.cli.workdays import book as figures
from marketplace.cli.workdays import calendar
from marketplace.delivery.rules.consistency import faults
from marketplace.delivery.rules.history import (
    Answer,
    Cause,
    Commitment,
    Delivery,
    Events,
    Extension,
    Finding,
    Pause,
)
from marketplace.delivery.rules.reckoning import reckon
from marketplace.delivery.written import clock as answer

clock = AppGroup("clock", help="The commitment clock (C1 to C10).")

E = TypeVar("E", bound=StrEnum)
Row = Mapping[str, Any]

# The rulebook's figures begin with the first of these years; a day beyond the last is a slip of the keyboard.
FIRST, LAST = date(2000, 1, 1), date(2199, 12, 31)
# `refused_on` goes beyond the fixed form: without it a refused extension would wait until silence refused it.
KEYS = {
    "": ("promise", "effective_on", "complete_on", "ended_on", "pauses", "extensions", "deliveries"),
    "pauses": ("from", "to", "cause", "asked_on", "answer", "answered_on"),
    "extensions": ("days", "asked_on", "agreed_on", "refused_on", "cause"),
    "deliveries": (
        "on",
        "rejected_on",
        "repeat_defect",
        "accepted_on",
        "contested_on",
        "contest_answered_on",
        "contest_answer",
    ),
}


@clock.command("explain", with_appcontext=False)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--on", "on", required=True, metavar="DATE", help="The day as of which the clock is asked.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@face
def explain(file: Path, on: str, as_json: bool) -> None:  # noqa: FBT001  click's form
    """Explain the clock of the commitment in FILE, by the rulebook and the calendars in use."""
    book = figures()
    today = _bounded(on, "--on")
    commitment, events = read(document(file))
    for fault in faults(commitment, events, book):
        raise BadInput(str(fault))
    show(answer(reckon(commitment, events, calendar(), book, today)), as_json=as_json)


def read(fields: Row) -> tuple[Commitment, Events]:
    """Read a commitment and its events; raise BadInput naming the field. What is missing is null or false."""
    _warn(fields, "")
    commitment = Commitment(
        _whole(fields, "promise"),
        _day(fields, "effective_on"),
        _day_or_none(fields, "complete_on"),
        _day_or_none(fields, "ended_on"),
    )
    return commitment, Events(
        tuple(_pause(row, at) for at, row in _rows(fields, "pauses").items()),
        tuple(_extension(row, at) for at, row in _rows(fields, "extensions").items()),
        tuple(_delivery(row, at) for at, row in _rows(fields, "deliveries").items()),
    )


def _pause(row: Row, at: str) -> Pause:
    number = _whole(row, "cause", at)
    if number not in list(Cause):
        raise BadInput(f"{at}cause must be from {min(Cause):d} to {max(Cause):d}, not {number}.")
    return Pause(
        first_on=_day(row, "from", at),
        cause=Cause(number),
        asked_on=_day(row, "asked_on", at),
        last_on=_day_or_none(row, "to", at),
        answer=_word(row, "answer", at, Answer),
        answered_on=_day_or_none(row, "answered_on", at),
    )


def _extension(row: Row, at: str) -> Extension:
    return Extension(
        days=_whole(row, "days", at),
        asked_on=_day(row, "asked_on", at),
        agreed_on=_day_or_none(row, "agreed_on", at),
        refused_on=_day_or_none(row, "refused_on", at),
    )


def _delivery(row: Row, at: str) -> Delivery:
    return Delivery(
        on=_day(row, "on", at),
        rejected_on=_day_or_none(row, "rejected_on", at),
        repeat_defect=_flag(row, "repeat_defect", at),
        accepted_on=_day_or_none(row, "accepted_on", at),
        contested_on=_day_or_none(row, "contested_on", at),
        contest_answered_on=_day_or_none(row, "contest_answered_on", at),
        contest_answer=_word(row, "contest_answer", at, Finding),
    )


def _rows(fields: Row, name: str) -> Mapping[str, Row]:
    """Return the objects of a list by their place, as it stands before the names of their fields."""
    found = fields.get(name)
    if found is None:
        return {}
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise BadInput(f"{name} must be a list of objects, not {found!r}.")
    for row in found:
        _warn(row, name)
    return {f"{name}[{index}].": row for index, row in enumerate(found)}


def _warn(row: Row, kind: str) -> None:
    """Say on stderr which keys are not of the form and so are not read: one may be misspelt."""
    for key in row:
        if key not in KEYS[kind]:
            click.echo(f"{key!r} is not read; the keys are {', '.join(KEYS[kind])}.", err=True)


def _whole(row: Row, key: str, at: str = "") -> int:
    value = row.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadInput(f"{at}{key} must be a whole number, not {value!r}.")
    return value


def _flag(row: Row, key: str, at: str) -> bool:
    value = row.get(key)
    if value is not None and not isinstance(value, bool):
        raise BadInput(f"{at}{key} must be true or false, not {value!r}.")
    return bool(value)


def _word(row: Row, key: str, at: str, words: type[E]) -> E | None:
    value = row.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or value not in list(words):
        raise BadInput(f"{at}{key} must be {' or '.join(words)}, not {value!r}.")
    return words(value)


def _day(row: Row, key: str, at: str = "") -> date:
    return _bounded(row.get(key), f"{at}{key}")


def _day_or_none(row: Row, key: str, at: str = "") -> date | None:
    return None if row.get(key) is None else _day(row, key, at)


def _bounded(value: object, name: str) -> date:
    read_day = day(value, name)
    if not FIRST <= read_day <= LAST:
        raise BadInput(f"{name} must lie from {FIRST} to {LAST}, not on {read_day}.")
    return read_day
