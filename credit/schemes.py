"""G2: a scheme for one industry replaces the indicators of a dimension, not the dimensions. Pure."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from credit import catalogue
from credit.rules import Dimension, Indicator
from kernel.rulebook import Rulebook, applies

Weights = Mapping[str, Fraction]


@dataclass(frozen=True)
class Replaced:
    """One dimension as a scheme has it from a day on: its indicators with their points."""

    dimension: Dimension
    since: date
    points: Weights


@dataclass(frozen=True)
class Scheme:
    """The scheme of one industry: what it is called, on what it rests, and the dimensions that it replaces."""

    industry: str
    zh: str
    en: str
    basis: str
    replaced: tuple[Replaced, ...]

    def called(self, language: str) -> str:
        """Return what it is called, in the reader's language (`zh` or `en`)."""
        return self.zh if language == "zh" else self.en

    def on(self, day: date) -> tuple[Replaced, ...]:
        """Return the dimensions that it replaces on a day, each by its latest entry."""
        begun = sorted((one for one in self.replaced if one.since <= day), key=lambda one: one.since)
        return tuple({one.dimension: one for one in begun}.values())


@applies("G2")
def schemes(book: Rulebook) -> dict[str, Scheme]:
    """Return the schemes of a rulebook by industry; raise ValueError where one does not fit it.

    G2: it may replace the indicators of a dimension, not the dimensions: every dimension that it names is one of the
    five, with indicators of that dimension alone, whose points make the dimension's full points on every day.
    """
    written = found(book)
    for scheme in written.values():
        for fault in faults(scheme, book):
            raise ValueError(fault)
    return written


def check_schemes(book: Rulebook, industries: Iterable[str]) -> None:
    """Raise ValueError where a scheme does not fit the rulebook, or is of an industry that the catalogue has not (G2)."""
    strangers = schemes(book).keys() - set(industries)
    if strangers:
        raise ValueError(f"there is no industry {', '.join(sorted(strangers))}")


def found(book: Rulebook) -> dict[str, Scheme]:
    """Return the schemes of a rulebook by industry, whether they fit it or not."""
    return {row["industry"]: _scheme(row) for row in book.schemes}


def faults(scheme: Scheme, book: Rulebook) -> Iterator[str]:
    """Yield why a scheme does not fit a rulebook."""
    own = {(indicator.dimension, indicator.key) for indicator in catalogue.known()}
    full = book.figures["G2.dimension_points"]
    for one in scheme.replaced:
        strangers = [key for key in one.points if (one.dimension, key) not in own]
        if strangers:
            yield f"the scheme of {scheme.industry} takes {', '.join(strangers)} for {one.dimension}"
        for day in sorted({one.since, *(dated.since for dated in full.values if dated.since > one.since)}):
            points, whole = sum(one.points.values(), Fraction(0)), Fraction(book.value(full.id, day))
            if one in scheme.on(day) and points != whole:
                yield f"on {day} the scheme of {scheme.industry} makes {points} points of {one.dimension}, not {whole}"


@applies("G2")
def weights(book: Rulebook, day: date) -> dict[str, Weights]:
    """Return, by industry, the points of every indicator in the dimensions that its scheme replaces on a day."""
    laid: dict[str, Weights] = {}
    for industry, scheme in schemes(book).items():
        points = {key: points for one in scheme.on(day) for key, points in one.points.items()}
        replaced = {one.dimension for one in scheme.on(day)}
        own = [i.key for i in catalogue.known() if i.dimension in replaced]
        if own:
            laid[industry] = {key: points.get(key, Fraction(0)) for key in own}
    return laid


@applies("G2")
def weighed(known: Iterable[Indicator], points: Weights | None) -> tuple[Indicator, ...]:
    """Return indicators as a scheme weighs them; those of dimensions that it does not replace stay as they are."""
    own = points or {}
    return tuple(replace(one, weight=own[one.key]) if one.key in own else one for one in known)


def of_round(text: str, industry: str, book: Rulebook) -> tuple[Indicator, ...]:
    """Return the indicators by which a round rates an industry, from the schemes that it was opened with."""
    return weighed(catalogue.indicators(book), read(text).get(industry))


def write(laid: Mapping[str, Weights]) -> str:
    """Write the weights of all industries as JSON, every fraction exactly."""
    return json.dumps(
        {industry: {key: str(own[key]) for key in own} for industry, own in laid.items()},
        sort_keys=True,
        ensure_ascii=False,
    )


def read(text: str) -> dict[str, Weights]:
    """Read the weights of all industries back."""
    return {
        industry: {key: Fraction(points) for key, points in own.items()}
        for industry, own in json.loads(text).items()
    }


def _scheme(row: Mapping[str, Any]) -> Scheme:
    replaced = tuple(
        Replaced(
            Dimension(one["key"]),
            one["from"],
            {key: Fraction(points) for key, points in one["points"].items()},
        )
        for one in row["dimension"]
    )
    return Scheme(row["industry"], row["zh"], row["en"], row["basis"], replaced)
