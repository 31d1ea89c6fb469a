"""One thing that waits for one side of an order. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from kernel.sentences import Sentence
from marketplace.delivery.kinds import Side


class Deed(NamedTuple):
    """One thing that can be done: the page for it and the words on its button."""

    endpoint: str
    label: Sentence


@dataclass(frozen=True)
class Turn:
    """Something that waits for one side: what, by when, what silence means, and the pages on which it is done."""

    side: Side
    sentence: Sentence
    by: date | None
    silence: Sentence | None
    deeds: tuple[Deed, ...]
    address: Mapping[str, object] = field(default_factory=dict)
    since: date | None = None  # the day on which it began to wait, where it is known

    @property
    def endpoint(self) -> str:
        """Return the page of the main deed."""
        return self.deeds[0].endpoint
