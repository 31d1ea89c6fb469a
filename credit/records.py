"""Evidence as stored text: what credit/evidence.py says, written and read without loss."""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from decimal import Decimal
from typing import Any, get_args

from credit.evidence import Checked, Evidence, Weight

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
