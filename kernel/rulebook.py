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
    """One value of a figure and the first day on which it holds."""

    since: date
    value: Value


@dataclass(frozen=True)
class Figure:
    """One figure of the rulebook: what it says, its unit, its basis, and its values by date of effect."""

    id: str
    en: str
    zh: str
    unit: str
    basis: str
    values: tuple[Dated, ...]
    awaits: str = ""

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
    """An edition of all figures. It is passed in, like a date."""

    edition: str
    figures: Mapping[str, Figure]

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
    dated = {v["from"]: _frozen(v["value"]) for v in row["values"]}
    if not dated or len(dated) != len(row["values"]):
        raise ValueError(f"{row['id']} has no value, or two from one day")
    values = tuple(Dated(since, dated[since]) for since in sorted(dated))
    return Figure(row["id"], row["en"], row["zh"], row["unit"], row["basis"], values, row.get("awaits", ""))


def _frozen(value: Any) -> Value:  # noqa: ANN401  whatever TOML holds
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
