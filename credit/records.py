"""What is stored as text and read back without loss: evidence, the sums of a year, the figures of an edition."""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args

from credit.evidence import Checked, Evidence, Measured, Portion, Weight
from kernel.rulebook import Dated, Figure, Rulebook

KINDS: dict[str, type[Any]] = {kind.__name__: kind for kind in get_args(Evidence)}
_READ: dict[Any, Any] = {date: date.fromisoformat, Decimal: Decimal, Checked: Checked, Weight: Weight}


def write_evidence(record: Evidence) -> str:
    """Write a record of evidence as JSON."""
    return json.dumps(asdict(record), sort_keys=True, ensure_ascii=False, default=_plain)


def read_evidence(kind: str, facts: Mapping[str, Any]) -> Evidence:
    """Read a record of evidence back."""
    made = KINDS[kind]
    types = {field.name: field.type for field in fields(made)}
    record: Evidence = made(**{name: _value(types[name], value) for name, value in facts.items()})
    return record


def write_sums(measured: Measured) -> str:
    """Write the sums of a year as JSON, every fraction exactly."""
    laid = {field.name: _laid(getattr(measured, field.name)) for field in fields(measured)}
    return json.dumps(laid, sort_keys=True)


def read_sums(text: str) -> Measured:
    """Read the sums of a year back."""
    return Measured(**{name: _raised(value) for name, value in json.loads(text).items()})


def write_figures(book: Rulebook, day: date, opening: str) -> str:
    """Write the figures of the rules that begin so, each with its value on a day, as JSON."""
    kept = {f.id: book.value(f.id, day) for f in book.figures.values() if f.id.startswith(opening)}
    return json.dumps(kept, sort_keys=True, default=lambda number: {"decimal": str(number)})


def read_figures(edition: str, text: str) -> Rulebook:
    """Read figures back as a rulebook in which each has one value, on every day."""
    kept = {name: _figure(name, value) for name, value in json.loads(text).items()}
    return Rulebook(edition, kept)


def _figure(name: str, value: Any) -> Figure:  # noqa: ANN401  a number, a word or a list
    held = Decimal(value["decimal"]) if isinstance(value, dict) else value
    plain = tuple(held) if isinstance(held, list) else held
    return Figure(name, name, name, "", "", (Dated(date.min, plain),))


def _laid(value: Any) -> Any:  # noqa: ANN401  whatever the sums hold
    if isinstance(value, Portion):
        return {"good": str(value.good), "of": value.of}
    if isinstance(value, tuple):
        return [str(one) if isinstance(one, Fraction) else one for one in value]
    return value


def _raised(value: Any) -> Any:  # noqa: ANN401  whatever JSON holds
    if isinstance(value, dict):
        good = Fraction(value["good"])
        return Portion(int(good) if good.denominator == 1 else good, value["of"])
    if isinstance(value, list):
        return tuple(Fraction(one) if isinstance(one, str) else one for one in value)
    return value


def _value(declared: Any, value: Any) -> Any:  # noqa: ANN401  whatever a field is declared as
    if value is None:
        return None
    for kind in (declared, *get_args(declared)):
        if kind in _READ:
            return _READ[kind](value)
    return value


def _plain(value: object) -> str:
    if isinstance(value, date | Decimal):
        return str(value)
    raise TypeError(f"evidence cannot hold a {type(value).__name__}")
