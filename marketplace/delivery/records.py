"""What an event says as stored text, written and read without loss."""

import json
from dataclasses import asdict, fields
from datetime import date
from enum import Enum
from typing import Any, get_args, get_origin, get_type_hints

from marketplace.delivery.events import FACTS, Fact
from marketplace.delivery.kinds import Kind


def write(fact: Fact) -> str:
    """Write what an event says as JSON."""
    return json.dumps(asdict(fact), ensure_ascii=False, sort_keys=True, default=date.isoformat)


def read(kind: str, text: str) -> Fact:
    """Read what an event says; raises ValueError for a kind that is none."""
    made = FACTS[Kind(kind)]
    known, hints = json.loads(text), get_type_hints(made)
    names = [field.name for field in fields(made) if field.name in known]  # an older event says less
    return made(**{name: _value(hints[name], known[name]) for name in names})


def _value(declared: Any, value: Any) -> Any:  # noqa: ANN401  whatever a field is declared as
    if get_origin(declared) is tuple:
        return tuple(value)
    for kind in (declared, *get_args(declared)):
        if kind is date and value is not None:
            return date.fromisoformat(value)
        if isinstance(kind, type) and issubclass(kind, Enum):
            return kind(value)
    return value
