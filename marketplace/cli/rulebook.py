"""`flask rules`: print the rules with what applies them, and check that all of it agrees."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from credit.rules import plain
from kernel import clock, rulebook
from kernel.figure_reads import Reads, scan
from kernel.missing_years import missing_years
from kernel.rule_table import Sources, faults, marked, rows
from kernel.rule_text import ClerkUnreadable, read_cases, read_rules
from kernel.rulebook import Rulebook
from marketplace.cli.faces import CHECKED_FALSE, BadInput, day, face, show
from marketplace.cli.workdays import book as in_use
from marketplace.cli.workdays import calendar
from marketplace.home import printed

PACKAGES = ("kernel", "accounts", "blacklist", "credit", "marketplace")
ROOT = rulebook.FOLDER.parent
OF_SCHEMES = "G2"

rules = AppGroup("rules", help="The numbered rules, their figures, functions and cases.")
as_json = click.option("--json", "as_json", is_flag=True, help="One JSON document.")
folder = click.option(
    "--folder",
    type=click.Path(path_type=Path),
    help="Another clerk's folder, with rules.md, figures.toml and cases/.",
)


@rules.command("table", with_appcontext=False)
@folder
@click.option("--on", "on", metavar="DATE", help="The day whose figures are shown; today unless given.")
@as_json
@face
def table(folder: Path | None, on: str | None, as_json: bool) -> None:  # noqa: FBT001  click's form
    """Print each rule with its sentence, figures of a day, functions and number of cases.

    The figures are those in use, with the editions that were adopted where there is a database; those of a folder are
    as they are written in it.
    """
    shown_on = day(on, "--on") if on is not None else clock.today()
    book = figures(folder) if folder else in_use()
    listed = rows(sources(folder or rulebook.FOLDER, book), shown_on, ROOT)
    for row in listed:
        if row["rule"] == OF_SCHEMES:
            row["schemes"] = schemes_on(book, shown_on)
    if as_json:
        show(listed, as_json=True)
        return
    for row in listed:
        click.echo("\n".join(lines(row)))


@rules.command("check", with_appcontext=False)
@folder
@as_json
@face
def check(folder: Path | None, as_json: bool) -> None:  # noqa: FBT001  click's form
    """Name every place where rules, figures, functions and cases of the clerk's folder do not agree."""
    at = folder or rulebook.FOLDER
    book = figures(at)
    found, warned = faults(sources(at, book)), warnings(book)
    if as_json:
        show({"agrees": not found, "faults": found, "warnings": warned}, as_json=True)
    else:
        for sentence in found:
            click.echo(sentence)
        for sentence in warned:
            click.echo(f"Warning: {sentence}", err=True)
    if found:
        raise SystemExit(CHECKED_FALSE)


def sources(folder: Path, book: Rulebook) -> Sources:
    """Gather what the table is made of; raise BadInput where the clerk's folder cannot be read."""
    try:
        written, cases = read_rules(folder / "rules.md"), read_cases(folder / "cases")
    except ClerkUnreadable as problem:
        raise BadInput(str(problem)) from None
    return Sources(written, book, marked(PACKAGES), cases, read_by_us())


@cache
def read_by_us() -> Reads:
    """Scan our source for the figures that it reads, once a process."""
    return scan([ROOT / package for package in PACKAGES], ROOT)


def figures(folder: Path) -> Rulebook:
    """Read the figures of a folder; raise BadInput where they cannot be read."""
    path = folder / "figures.toml"
    try:
        return rulebook.read([path])
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise BadInput(f"{path} cannot be read: {problem}.") from None


def warnings(book: Rulebook) -> list[str]:
    """Name the years whose calendar should be here by now and is not (T5)."""
    years = missing_years(calendar(), book, clock.today())
    return [f"The State Council's notice for {year} is missing; its dates are provisional." for year in years]


def schemes_on(book: Rulebook, on: date) -> list[dict[str, Any]]:
    """Return the schemes of industries in force on a day: what each is called, and the points that it gives (G2)."""
    return [
        {
            "industry": scheme.industry,
            "zh": scheme.zh,
            "en": scheme.en,
            "basis": scheme.basis,
            "points": {figure.id: plain(points) for figure, points, _ in found},
        }
        for scheme, found in printed.schemes_on(book, on)
    ]


def lines(row: Mapping[str, Any]) -> list[str]:
    """Return the lines that show one rule."""
    figure_lines = [f"    {_figure(figure)}" for figure in row["figures"]]
    figure_lines += [
        f"    {scheme['industry']}: {figure} = {points} points"
        for scheme in row.get("schemes", ())
        for figure, points in scheme["points"].items()
    ]
    function_lines = [f"    {f['file']}:{f['line']} {f['name']}" for f in row["functions"]]
    by = "people" if row["people"] else f"issue {row['awaits']}" if row["awaits"] else ""
    last = f"    cases: {row['cases']}" + (f" · {by}" if by else "")
    return [f"{row['rule']} · {row['sentence']}", *figure_lines, *function_lines, last]


def _figure(figure: Mapping[str, Any]) -> str:
    if figure["since"] is None:
        return f"{figure['id']} has no value today"
    awaits = f" · issue {figure['awaits']}" if figure["awaits"] else ""
    return f"{figure['id']} = {figure['value']} {figure['unit']} since {figure['since']}{awaits}"
