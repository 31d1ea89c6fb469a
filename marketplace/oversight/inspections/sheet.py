"""The inspection sheet, read from the clerk's file rulebook/inspection.toml; it makes the points of the indicator."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from kernel.rulebook import FOLDER


@dataclass(frozen=True)
class Item:
    """One item of the sheet: what is looked at and how many points it has."""

    key: str
    zh: str
    en: str
    points: int

    def called(self, language: str) -> str:
        """Return what is looked at, in the reader's language (`zh` or `en`)."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class Mark:
    """What was found at one item: its points, and why they are not all of them."""

    key: str
    points: Decimal
    reason: str = ""


@cache
def items() -> tuple[Item, ...]:
    """Return the items of the sheet in their order."""
    rows = tomllib.loads((FOLDER / "inspection.toml").read_text(encoding="utf-8"))["item"]
    return tuple(Item(**row) for row in rows)


def whole() -> int:
    """Return the points of the sheet in all."""
    return sum(item.points for item in items())
