"""The rulebook: every figure of the rules by date of effect, and the mark of functions that apply rules."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

Value = int | Decimal | bool | str | tuple[Any, ...]
FOLDER = Path(__file__).resolve().parent.parent / "rulebook"

F = TypeVar("F", bound=Callable[..., object])
APPLIED: dict[str, list[Callable[..., object]]] = {}


@dataclass(frozen=True)
class Dated:
    """One value of a figure and the first day on which it holds; an adopted edition gives it a basis of its own."""

    since: date
    value: Value
    basis: str = ""


@dataclass(frozen=True)
class Figure:
    """One figure of the rulebook: what it says, its unit, its basis, and its values by date of effect.

    `keep` is how the source holds it: the same value, at least or at most that, or the same parts.
    """

    id: str
    en: str
    zh: str
    unit: str
    basis: str
    values: tuple[Dated, ...]
    awaits: str = ""
    keep: str = ""

    @property
    def rule(self) -> str:
        """Return the number of the rule that the figure belongs to."""
        return self.id.partition(".")[0]

    def on(self, day: date) -> Dated:
        """Return the value in force on a day; raise LookupError before the first one."""
        for dated in reversed(self.values):
            if dated.since <= day:
                return dated
        raise LookupError(f"{self.id} has no value on {day}")


@dataclass(frozen=True)
class Rulebook:
    """All figures, in the edition that is shipped and those adopted after it. It is passed in, like a date."""

    edition: str
    figures: Mapping[str, Figure]
    later: tuple[tuple[date, str], ...] = ()

    def edition_on(self, day: date) -> str:
        """Return the name of the edition in force on a day: of those that have taken effect, the latest."""
        begun = [since for since, _ in self.later if since <= day]
        names = [name for since, name in self.later if begun and since == max(begun)]
        return names[-1] if names else self.edition

    def value(self, figure_id: str, day: date) -> Any:  # noqa: ANN401  a figure is a number, a word or a list
        """Return the value of a figure in force on a day."""
        return self.figures[figure_id].on(day).value

    def whole(self, figure_id: str, day: date) -> int:
        """Return a whole-number figure in force on a day; raise TypeError where it is none."""
        value = self.value(figure_id, day)
        if not isinstance(value, int) or isinstance(value, bool):
            raise TypeError(f"{figure_id} is no whole number on {day}")
        return value


def applies(*rules: str) -> Callable[[F], F]:
    """Mark the function that applies the rules named."""

    def mark(function: F) -> F:
        for rule in rules:
            APPLIED.setdefault(rule, []).append(function)
        return function

    return mark


def read(paths: Iterable[Path]) -> Rulebook:
    """Read figure files laid one over the other: the last that names a figure gives it.

    Raises ValueError where one file names a figure twice, or a figure has no value or two from one day.
    """
    edition, figures = "", dict[str, Figure]()
    for path in paths:
        text = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        edition = text["edition"]
        named = {row["id"]: _figure(row) for row in text["figure"]}
        if len(named) != len(text["figure"]):
            raise ValueError(f"{path.name} names a figure twice")
        figures |= named
    return Rulebook(edition, figures)


@cache
def shipped() -> Rulebook:
    """Read the figures that are shipped in rulebook/figures.toml, once a process."""
    return read([FOLDER / "figures.toml"])


def _figure(row: Mapping[str, Any]) -> Figure:
    dated = {v["from"]: frozen(v["value"]) for v in row["values"]}
    if not dated or len(dated) != len(row["values"]):
        raise ValueError(f"{row['id']} has no value, or two from one day")
    values = tuple(Dated(since, dated[since]) for since in sorted(dated))
    texts = (row["en"], row["zh"], row["unit"], row["basis"])
    return Figure(row["id"], *texts, values, row.get("awaits", ""), row.get("keep", ""))


def frozen(value: Any) -> Value:  # noqa: ANN401  whatever TOML holds
    """Return a value that nobody can change: a list as a tuple."""
    return tuple(frozen(item) for item in value) if isinstance(value, list) else value
