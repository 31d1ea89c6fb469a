"""`flask rating`: score one year of one agency from a file; it needs no database."""

from collections.abc import Mapping, Sequence
from datetime import MAXYEAR, MINYEAR
from fractions import Fraction
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from credit import catalogue, schemes
from credit.evidence import Measured, Portion
from credit.rules import POINTS, Rating, in_force, plain, rate, shown
from kernel.rulebook import Rulebook
from marketplace.admission.catalogue import authorities
from marketplace.cli.faces import BadInput, document, face, show
from marketplace.cli.workdays import book as figures

rating = AppGroup("rating", help="The yearly rating.")

KEYS = (
    "year",
    "industry",
    "days_enrolled",
    "completed_orders",
    "qualification_days",
    "contracts_filed",
    "licence_check",
    "inspections",
    "penalties",
    "disclosure",
    "fee_as_offered",
    "told_at_once",
    "archives",
    "archive_check",
    "overall_ratings",
    "commitments",
    "complaints_upheld",
    "give_ups",
    "veto",
)
MOST = 10**9  # a count beyond it is a slip of the keyboard


@rating.command("score", with_appcontext=False)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@face
def score(file: Path, as_json: bool) -> None:  # noqa: FBT001  click's form
    """Rate the year that FILE measures, by the rulebook in use and, where FILE names an industry, by its scheme."""
    book, fields = figures(), document(file)
    measured = read(fields, book)
    weights = schemes.weights(book, measured.last_day).get(industry(fields))
    given = answer(rate(measured, book, schemes.weighed(catalogue.indicators(book), weights)))
    show(given if as_json else lines(given), as_json=as_json)


def answer(verdict: Rating) -> dict[str, Any]:
    """Write a rating in the fixed form of the command: numbers as text, rounded half up (G4b)."""
    return {
        "grade": verdict.grade,
        "by_score": verdict.by_score,
        "total": str(verdict.total),
        "dimensions": {dimension: shown(points) for dimension, points in verdict.dimensions.items()},
        "lost": [
            {"indicator": lost.indicator.key, "points": shown(lost.lost), "because": str(lost.because)}
            for lost in verdict.lost
        ],
    }


def lines(given: Mapping[str, Any]) -> dict[str, str]:
    """Lay the answer out for a reader: a line for each dimension and for each indicator that lost points."""
    laid = {name: str(given[name]) for name in ("grade", "by_score", "total")}
    laid.update(given["dimensions"])
    laid.update((f"lost, {row['indicator']}", f"{row['points']}. {row['because']}") for row in given["lost"])
    return laid


def read(fields: Mapping[str, Any], book: Rulebook) -> Measured:
    """Read the sums of a year; raise BadInput naming the field that cannot be.

    The industry, the checks, the inspections and the veto may be missing or null, which is none; every count must be there.
    Counts of different fields are not compared with one another (G4b).
    """
    _name_unread(fields, KEYS)
    blank = Measured(_year(fields, book))
    penalties = _object(fields, "penalties", ("minor", "serious"))
    return Measured(
        blank.year,
        days_enrolled=_whole("days_enrolled", _given(fields, "days_enrolled"), most=_days(blank)),
        completed_orders=_whole("completed_orders", _given(fields, "completed_orders")),
        qualification_days=_portion(fields, "qualification_days", "valid", "total"),
        contracts_filed=_portion(fields, "contracts_filed", "in_time", "total"),
        licence_checks=_check(fields, "licence_check", blank, book),
        inspections=_inspections(fields, blank, book),
        minor_penalties=_whole("penalties.minor", penalties["minor"]),
        serious_penalties=_whole("penalties.serious", penalties["serious"]),
        disclosure=_portion(fields, "disclosure", "complete", "listed"),
        fee_as_offered=_portion(fields, "fee_as_offered", "yes", "total"),
        told_at_once=_portion(fields, "told_at_once", "yes", "total"),
        archives=_portion(fields, "archives", "complete", "total"),
        archive_checks=_check(fields, "archive_check", blank, book),
        overall_ratings=_stars(fields, blank, book),
        commitments=_portion(fields, "commitments", "without_extension", "total"),
        complaints_upheld=_whole("complaints_upheld", _given(fields, "complaints_upheld")),
        give_ups=_whole("give_ups", _given(fields, "give_ups")),
        has_veto=_veto(fields),
    )


def industry(fields: Mapping[str, Any]) -> str:
    """Read by whose industry's scheme the year is rated (G2); missing or null is none."""
    found = fields.get("industry") or ""
    if found and found not in authorities():
        raise BadInput(f"industry must be one of {', '.join(authorities())}, not {found!r}.")
    return str(found)


def _name_unread(fields: Mapping[str, Any], known: Sequence[str], at: str = "") -> None:
    """Say on stderr which keys are not of the form and so are not read: one may be misspelt."""
    for key in fields:
        if key not in known:
            click.echo(f"{at + key!r} is not read; the keys are {', '.join(known)}.", err=True)


def _given(fields: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401  whatever JSON holds
    if name not in fields:
        raise BadInput(f"{name} is missing.")
    return fields[name]


def _object(fields: Mapping[str, Any], name: str, keys: Sequence[str]) -> Mapping[str, Any]:
    found = _given(fields, name)
    if not isinstance(found, dict):
        raise BadInput(f"{name} must be an object with {' and '.join(keys)}, not {found!r}.")
    _name_unread(found, keys, f"{name}.")
    for key in keys:
        if key not in found:
            raise BadInput(f"{name}.{key} is missing.")
    return found


def _whole(name: str, value: Any, least: int = 0, most: int = MOST) -> int:  # noqa: ANN401  whatever JSON holds
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise BadInput(f"{name} must be a whole number from {least} to {most}, not {value!r}.")
    return value


def _points(name: str, value: Any, full: Fraction) -> Fraction:  # noqa: ANN401  whatever JSON holds
    """Read points exactly as they are written: 7.3 is 73/10."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= full:
        raise BadInput(f"{name} must be a number from 0 to {plain(full)}, not {value!r}.")
    return Fraction(str(value))


def _portion(fields: Mapping[str, Any], name: str, part: str, whole: str) -> Portion:
    found = _object(fields, name, (part, whole))
    good, of = (_whole(f"{name}.{key}", found[key]) for key in (part, whole))
    if good > of:
        raise BadInput(f"{name}.{part} must not be more than {name}.{whole}: {good} of {of}.")
    return Portion(good, of)


def _year(fields: Mapping[str, Any], book: Rulebook) -> int:
    year = _whole("year", _given(fields, "year"), MINYEAR, MAXYEAR)
    try:
        in_force("G2.dimension_points", Measured(year), book)
    except LookupError:
        raise BadInput(f"year is {year}, in which no figures for a rating are in force.") from None
    return year


def _days(measured: Measured) -> int:
    return measured.last_day.timetuple().tm_yday


def _check(fields: Mapping[str, Any], name: str, measured: Measured, book: Rulebook) -> tuple[Fraction, ...]:
    found = fields.get(name)
    if found is None:
        return ()
    return (_points(name, found, in_force(f"{POINTS}{name}", measured, book)),)


def _inspections(fields: Mapping[str, Any], measured: Measured, book: Rulebook) -> tuple[Fraction, ...]:
    full = in_force(f"{POINTS}inspections", measured, book)
    found = fields.get("inspections")
    return tuple(
        _points("inspections", one, full) for one in _list("inspections", [] if found is None else found)
    )


def _stars(fields: Mapping[str, Any], measured: Measured, book: Rulebook) -> tuple[int, ...]:
    most = int(in_force("G4.stars", measured, book))
    found = _list("overall_ratings", _given(fields, "overall_ratings"))
    return tuple(_whole("overall_ratings", one, 1, most) for one in found)


def _list(name: str, value: Any) -> list[Any]:  # noqa: ANN401  whatever JSON holds
    if not isinstance(value, list):
        raise BadInput(f"{name} must be a list, not {value!r}.")
    return value


def _veto(fields: Mapping[str, Any]) -> bool:
    found = fields.get("veto")
    if found is not None and not isinstance(found, bool):
        raise BadInput(f"veto must be true or false, not {found!r}.")
    return bool(found)
