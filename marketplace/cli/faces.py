"""The frame of every command face: JSON on stdout alone, a sentence and exit 2 on bad input."""

import functools
import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NoReturn, ParamSpec, TypeVar

import click
from flask import current_app
from sqlalchemy import inspect
from sqlalchemy.exc import OperationalError

from kernel.db import db
from kernel.ledger import Entry
from kernel.sentences import Sentence
from marketplace.config import Unconfigured

P = ParamSpec("P")
R = TypeVar("R")

ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")  # fromisoformat alone also takes 20260302 and 2026-W10
CHECKED_FALSE = 1
BAD_INPUT = 2


class BadInput(Exception):
    """What was given cannot be read; carries the sentence for the last line of stderr."""


def face(function: Callable[P, R]) -> Callable[P, R]:
    """Turn BadInput into its sentence on stderr and exit 2, with nothing on stdout."""

    @functools.wraps(function)
    def framed(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except BadInput as bad:
            refuse(str(bad))

    return framed


def configured() -> None:
    """Raise BadInput where the settings that a database command needs are missing or wrong, or the tables are."""
    try:
        current_app.extensions["settings"].validate()
        laid = inspect(db.engine).has_table(Entry.__tablename__)
    except Unconfigured as missing:
        raise BadInput(str(missing)) from None
    except OperationalError as problem:
        raise BadInput(f"The database cannot be reached: {problem.orig}") from None
    if not laid:
        raise BadInput("The database has no tables yet: run flask db upgrade first.")


def refuse(sentence: str) -> NoReturn:
    """Print the sentence as the last line of stderr and exit 2."""
    click.echo(" ".join(sentence.split()), err=True)
    raise SystemExit(BAD_INPUT)


def show(answer: Mapping[str, Any] | list[Any], *, as_json: bool) -> None:
    """Print an answer: one JSON document, or a line for each of its fields."""
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, default=plain))
        return
    for line in answer.items() if isinstance(answer, Mapping) else enumerate(answer, 1):
        click.echo(f"{line[0]}: {_line(line[1])}")


def plain(value: object) -> str:
    """Write dates as ISO text and sentences as text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Sentence):
        return str(value)
    raise TypeError(f"cannot write {type(value).__name__} as JSON")


def day(text: object, name: str) -> date:
    """Read an ISO date; raise BadInput naming the field."""
    if not isinstance(text, str) or not ISO.fullmatch(text):
        raise BadInput(f"{name} must be a date like 2026-03-02, not {text!r}.")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"{name} must be a date like 2026-03-02, not {text!r}.") from None


def document(path: Path) -> Mapping[str, Any]:
    """Read a JSON object from a file; raise BadInput where it is none."""
    try:
        answer = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as problem:
        raise BadInput(f"{path} cannot be read: {problem}.") from None
    except (ValueError, RecursionError) as problem:  # a number or a nesting beyond Python's limits, too
        raise BadInput(f"{path} is not JSON: {problem}.") from None
    if not isinstance(answer, dict):
        raise BadInput(f"{path} must hold one JSON object.")
    return answer


def _line(value: object) -> str:
    if isinstance(value, date | Sentence):
        return plain(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=plain)
