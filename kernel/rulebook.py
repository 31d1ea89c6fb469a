"""The rulebook: every figure of the rules by date of effect, and the mark of functions that apply rules."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
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

    `keep` is how the source holds it: the same value, at least or at most that, or the same parts. `words` are those
    of which a list is made, where they are given.
    """

    id: str
    en: str
    zh: str
    unit: str
    basis: str
    values: tuple[Dated, ...]
    awaits: str = ""
    keep: str = ""
    words: tuple[str, ...] = ()

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
    schemes: tuple[Mapping[str, Any], ...] = ()  # one industry's own indicators, as the clerk wrote them (G2)

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
    book = Rulebook("", {})
    for path in paths:
        book = laid(book, path)
    return book


def laid(book: Rulebook, path: Path) -> Rulebook:
    """Lay a file over a rulebook: whole figures, new values of figures that there are, and schemes of industries.

    Raises ValueError as `read` does, and KeyError where a new value is of a figure that there is not.
    """
    text = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    rows, changes, schemes = (text.get(name, []) for name in ("figure", "change", "scheme"))
    edition = text.get("edition", book.edition)  # schemes alone make no other edition
    if not isinstance(edition, str) or not edition or not (rows or changes or schemes):
        raise ValueError(f"{path.name} has no name of an edition, or lays down nothing")
    named = {row["id"]: _figure(row) for row in rows}
    changed = {row["id"]: _changed((dict(book.figures) | named)[row["id"]], row) for row in changes}
    if len(named) + len(changed) != len(rows) + len(changes) or named.keys() & changed.keys():
        raise ValueError(f"{path.name} names a figure twice")
    kept = [one for one in book.schemes if one["industry"] not in {scheme["industry"] for scheme in schemes}]
    return Rulebook(edition, dict(book.figures) | named | changed, book.later, (*kept, *schemes))


@cache
def shipped() -> Rulebook:
    """Read what is shipped: the figures in rulebook/figures.toml and the schemes in rulebook/schemes/."""
    return read([FOLDER / "figures.toml", *sorted((FOLDER / "schemes").glob("*.toml"))])


def presets() -> dict[str, Path]:
    """Return the presets that are shipped, by name: another place's rules, laid over ours."""
    return {path.stem: path for path in sorted((FOLDER / "presets").glob("*.toml"))}


def _figure(row: Mapping[str, Any]) -> Figure:
    dated = {v["from"]: frozen(v["value"]) for v in row["values"]}
    if not dated or len(dated) != len(row["values"]):
        raise ValueError(f"{row['id']} has no value, or two from one day")
    values = tuple(Dated(since, dated[since]) for since in sorted(dated))
    texts = (row["en"], row["zh"], row["unit"], row["basis"])
    return Figure(
        row["id"], *texts, values, row.get("awaits", ""), row.get("keep", ""), tuple(row.get("words", ()))
    )


def _changed(figure: Figure, row: Mapping[str, Any]) -> Figure:
    since = row.get("from", min(dated.since for dated in figure.values))
    before = tuple(dated for dated in figure.values if dated.since < since)
    return replace(figure, values=(*before, Dated(since, frozen(row["value"]), row["basis"])))


def frozen(value: Any) -> Value:  # noqa: ANN401  whatever TOML holds
    """Return a value that nobody can change: a list as a tuple."""
    return tuple(frozen(item) for item in value) if isinstance(value, list) else value
