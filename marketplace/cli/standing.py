"""`flask standing`: explain an agency's standing from a file, without a database."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click
from flask.cli import AppGroup

from blacklist import catalogue, rules
from blacklist.consistency import faults
from blacklist.findings import Grade, VetoKind
from kernel.rulebook import Rulebook
from marketplace.cli.faces import BadInput, day, document, face, show
from marketplace.cli.workdays import book as figures

standing = AppGroup("standing", help="Yellow card, removal, blacklist (P1 to P14).")

E = TypeVar("E", bound=StrEnum)
Row = Mapping[str, Any]

# The rulebook's figures begin with the first of these years; a day beyond the last is a slip of the keyboard.
FIRST, LAST = date(2000, 1, 1), date(2199, 12, 31)
KEYS = {
    "the file": ("ratings", "vetoes", "readmissions"),
    "ratings": ("year", "grade", "by_score", "determined_on", "set_aside_on"),
    "vetoes": ("id", "kind", "fact_on", "decided_on", "set_aside_on"),
}


class Records(NamedTuple):
    """What a file says of one agency."""

    history: tuple[rules.Decision, ...]
    readmissions: tuple[date, ...]


@standing.command("explain", with_appcontext=False)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--on", "on", required=True, metavar="DATE", help="The day as of which the standing is asked.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@face
def explain(file: Path, on: str, as_json: bool) -> None:  # noqa: FBT001  click's form
    """Explain the standing of the agency in FILE, by the rulebook in use."""
    book = figures()
    today = day(on, "--on")
    show(answer(told(read(document(file)), book, today)), as_json=as_json)


def told(records: Records, book: Rulebook, today: date) -> rules.Standing:
    """Return the standing as of a day; raise BadInput where the records cannot be."""
    measures = catalogue.measures()
    for fault in faults(records.history, records.readmissions, book, measures):
        raise BadInput(str(fault))
    return rules.standing(records.history, records.readmissions, book, today, measures)


def answer(verdict: rules.Standing) -> dict[str, Any]:
    """Write a standing in the fixed form of the command."""
    return {
        "standing": verdict.name,
        "since": verdict.since,
        "locked_until": verdict.locked_until,
        "may_apply_from": verdict.may_apply_from,
        "because": [{"rule": reason.rule, "sentence": reason.sentence} for reason in verdict.because],
    }


def read(fields: Row) -> Records:
    """Read the decisions about an agency; raise BadInput naming the field. A missing list is empty."""
    _warn(fields, "the file")
    ratings = (_rating(row, at) for at, row in _rows(fields, "ratings").items())
    vetoes = (_veto(row, at) for at, row in _rows(fields, "vetoes").items())
    readmissions = _list(fields, "readmissions")
    return Records(
        (*ratings, *vetoes),
        tuple(_bounded(value, f"readmissions[{index}]") for index, value in enumerate(readmissions)),
    )


def _rating(row: Row, at: str) -> rules.RatingDecision:
    year = row.get("year")
    if not isinstance(year, int) or isinstance(year, bool) or not FIRST.year <= year <= LAST.year:
        raise BadInput(f"{at}year must be a year from {FIRST.year} to {LAST.year}, not {year!r}.")
    return rules.RatingDecision(
        on=_bounded(row.get("determined_on"), f"{at}determined_on"),
        set_aside_on=_day_or_none(row, "set_aside_on", at),
        year=year,
        grade=_word(row, "grade", at, Grade),
        by_score=None if row.get("by_score") is None else _word(row, "by_score", at, Grade),
    )


def _veto(row: Row, at: str) -> rules.VetoDecision:
    name = row.get("id")
    if name is not None and not isinstance(name, str):
        raise BadInput(f"{at}id must be a text, not {name!r}.")
    return rules.VetoDecision(
        on=_bounded(row.get("decided_on"), f"{at}decided_on"),
        set_aside_on=_day_or_none(row, "set_aside_on", at),
        id=name or "",
        kind=_word(row, "kind", at, VetoKind),
        fact_on=_bounded(row.get("fact_on"), f"{at}fact_on"),
    )


def _list(fields: Row, name: str) -> list[Any]:
    found = fields.get(name)
    if found is not None and not isinstance(found, list):
        raise BadInput(f"{name} must be a list, not {found!r}.")
    return found or []


def _rows(fields: Row, name: str) -> Mapping[str, Row]:
    """Return the objects of a list by their place, as it stands before the names of their fields."""
    found = _list(fields, name)
    for row in found:
        if not isinstance(row, dict):
            raise BadInput(f"{name} must be a list of objects, not of {row!r}.")
        _warn(row, name)
    return {f"{name}[{index}].": row for index, row in enumerate(found)}


def _warn(row: Row, kind: str) -> None:
    """Say on stderr which keys are not of the form and so are not read: one may be misspelt."""
    for key in row:
        if key not in KEYS[kind]:
            click.echo(f"{key!r} is not read; the keys of {kind} are {', '.join(KEYS[kind])}.", err=True)


def _word(row: Row, key: str, at: str, words: type[E]) -> E:
    value = row.get(key)
    if not isinstance(value, str) or value not in list(words):
        raise BadInput(f"{at}{key} must be one of {', '.join(words)}, not {value!r}.")
    return words(value)


def _bounded(value: object, name: str) -> date:
    read_day = day(value, name)
    if not FIRST <= read_day <= LAST:
        raise BadInput(f"{name} must lie from {FIRST} to {LAST}, not on {read_day}.")
    return read_day


def _day_or_none(row: Row, key: str, at: str) -> date | None:
    return None if row.get(key) is None else _bounded(row.get(key), f"{at}{key}")
