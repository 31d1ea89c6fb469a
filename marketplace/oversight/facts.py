"""The frozen facts of a case in words that a reader understands: pure, from the JSON that was stored."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from kernel.sentences import Sentence, say

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
NAMES = {
    "order": say("Order"),
    "promise": say("Promised working days"),
    "extended": say("Extended by working days"),
    "effective_on": say("Contract in effect"),
    "start_on": say("The clock started"),
    "due": say("Due day"),
    "overrun_on": say("First day of the overdue"),
    "as_of": say("As of"),
    "delivered_on": say("Delivered on"),
    "ended_on": say("Contract ended"),
    "edition": say("Edition of the rulebook"),
}


def told(facts: Mapping[str, Any]) -> list[tuple[Sentence, object]]:
    """Return name and value of each frozen fact that has a name, in the order of the clock; days as days."""
    return [(name, _value(facts[key])) for key, name in NAMES.items() if facts.get(key) is not None]


def _value(value: Any) -> object:  # noqa: ANN401  whatever JSON holds
    return date.fromisoformat(value) if isinstance(value, str) and DAY.fullmatch(value) else value
