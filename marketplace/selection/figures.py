"""S2: the public figures that a draw may take its randomness from, read from rulebook/randomness.toml; pure.

Each appears at moments that are known beforehand, so that a notice names one that appears only after its closing.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from types import MappingProxyType

from kernel.clock import BEIJING
from kernel.rulebook import FOLDER, applies

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


@dataclass(frozen=True)
class Outage:
    """Days on which a figure does not appear, and the moment at which that was confirmed."""

    first_on: date
    last_on: date
    known_at: datetime

    @property
    def is_over_at(self) -> datetime:
        """Return the moment after its last day, or that of its confirmation where it was confirmed later."""
        return max(datetime.combine(self.last_on, time.max, BEIJING), self.known_at)


@applies("S2")
def next_appearance(figure: Figure, moment: datetime, outages: Iterable[Outage]) -> Due:
    """Return the first appearance of a figure after a moment that no outage takes away (the verifiable draw, step 2).

    Where an outage was confirmed only after the day that it takes away, the next appearance after the confirmation
    holds: so nobody who declares or confirms one knows what it puts in the place of the other.
    """
    known, found = tuple(outages), figure.next_after(moment)
    while over := _taken_by(known, found):
        found = figure.next_after(over.is_over_at)
    return found


def _taken_by(outages: Iterable[Outage], due: Due) -> Outage | None:
    day = due.at.astimezone(BEIJING).date()
    return next((one for one in outages if one.first_on <= day <= one.last_on), None)


@cache
def figures() -> Mapping[str, Figure]:
    """Return every public figure by its key, in the order of the clerk's file."""
    rows = tomllib.loads((FOLDER / "randomness.toml").read_text(encoding="utf-8"))["source"]
    found = [Figure(**{**row, "weekdays": tuple(row.get("weekdays", ()))}) for row in rows]
    return MappingProxyType({one.key: one for one in found})
