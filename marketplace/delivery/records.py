"""What an event says as stored text, written and read without loss."""

import json
from dataclasses import asdict, fields
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from marketplace.delivery.events import FACTS, Fact
from marketplace.delivery.kinds import Kind


def write(fact: Fact) -> str:
    """Write what an event says as JSON."""
    return json.dumps(asdict(fact), ensure_ascii=False, sort_keys=True, default=date.isoformat)


def read(kind: str, text: str) -> Fact:
    """Read what an event says; raises ValueError for a kind that is none."""
    known, found = json.loads(text), Kind(kind)
    said = [one for one in _declared(found) if one[0] in known]  # an older event says less
    return FACTS[found](**{name: _value(declared, known[name]) for name, declared in said})


@cache
def _declared(kind: Kind) -> tuple[tuple[str, Any], ...]:
    """Return the fields of a kind of fact with what they are declared as, found out once a process."""
    made = FACTS[kind]
    hints = get_type_hints(made)
    return tuple((field.name, hints[field.name]) for field in fields(made))


def _value(declared: Any, value: Any) -> Any:  # noqa: ANN401  whatever a field is declared as
    if get_origin(declared) is tuple:
        return tuple(value)
    for kind in (declared, *get_args(declared)):
        if kind is date and value is not None:
            return date.fromisoformat(value)
        if isinstance(kind, type) and issubclass(kind, Enum):
            return kind(value)
    return value
