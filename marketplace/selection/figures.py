"""S2: the public figures that a draw may take its randomness from, read from rulebook/randomness.toml; pure.

Each appears at moments that are known beforehand, so that a notice names one that appears only after its closing.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache
from types import MappingProxyType

from kernel.clock import BEIJING
from kernel.rulebook import FOLDER

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Due:
    """One appearance of a public figure: the name under which it goes into the randomness, and its moment."""

    name: str
    at: datetime


@dataclass(frozen=True)
class Figure:
    """A public figure: its names, where it is published, how it is written, and when it appears."""

    key: str
    zh: str
    en: str
    name: str
    origin: str
    form: str
    hint: str
    weekdays: tuple[int, ...] = ()
    at: time | None = None
    genesis: int = 0
    period: int = 0

    def called(self, language: str) -> str:
        """Return its name in the reader's language (`zh` or `en`)."""
        return self.zh if language == "zh" else self.en

    def fits(self, value: str) -> bool:
        """Tell whether a value is written as this figure is."""
        return re.fullmatch(self.form, value) is not None

    def next_after(self, moment: datetime) -> Due:
        """Return its first appearance after a moment."""
        if self.at is None:
            return self._round_after(moment)
        day = moment.astimezone(BEIJING).date()
        while True:
            found = datetime.combine(day, self.at, BEIJING)
            if day.isoweekday() in self.weekdays and found > moment:
                return Due(f"{self.name} {day.isoformat()}", found)
            day += ONE_DAY

    def _round_after(self, moment: datetime) -> Due:
        passed = max(int(moment.timestamp()) - self.genesis, 0) // self.period + 1
        at = datetime.fromtimestamp(self.genesis + passed * self.period, UTC)
        return Due(f"{self.name} round {passed + 1}", at)


@cache
def figures() -> Mapping[str, Figure]:
    """Return every public figure by its key, in the order of the clerk's file."""
    rows = tomllib.loads((FOLDER / "randomness.toml").read_text(encoding="utf-8"))["source"]
    found = [Figure(**{**row, "weekdays": tuple(row.get("weekdays", ()))}) for row in rows]
    return MappingProxyType({one.key: one for one in found})
