"""`flask rules`: print the rules with what applies them, and check that all of it agrees."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from kernel import clock, rulebook
from kernel.figure_reads import Reads, scan
from kernel.missing_years import missing_years
from kernel.rule_table import Sources, faults, marked, rows
from kernel.rule_text import ClerkUnreadable, read_cases, read_rules
from marketplace.cli.faces import CHECKED_FALSE, BadInput, face, show
from marketplace.cli.workdays import calendar

PACKAGES = ("kernel", "accounts", "blacklist", "credit", "marketplace")
ROOT = rulebook.FOLDER.parent

rules = AppGroup("rules", help="The numbered rules, their figures, functions and cases.")
as_json = click.option("--json", "as_json", is_flag=True, help="One JSON document.")
folder = click.option(
    "--folder",
    type=click.Path(path_type=Path),
    default=rulebook.FOLDER,
    help="Another clerk's folder, with rules.md, figures.toml and cases/.",
)


@rules.command("table", with_appcontext=False)
@folder
@as_json
@face
def table(folder: Path, as_json: bool) -> None:  # noqa: FBT001  click's form
    """Print each rule with its sentence, figures today, functions and number of cases."""
    listed = rows(sources(folder), clock.today(), ROOT)
    if as_json:
        show(listed, as_json=True)
        return
    for row in listed:
        click.echo("\n".join(lines(row)))


@rules.command("check", with_appcontext=False)
@folder
@as_json
@face
def check(folder: Path, as_json: bool) -> None:  # noqa: FBT001  click's form
    """Name every place where rules, figures, functions and cases do not agree."""
    found, warned = faults(sources(folder)), warnings(folder)
    if as_json:
        show({"agrees": not found, "faults": found, "warnings": warned}, as_json=True)
    else:
        for sentence in found:
            click.echo(sentence)
        for sentence in warned:
            click.echo(f"Warning: {sentence}", err=True)
    if found:
        raise SystemExit(CHECKED_FALSE)


def sources(folder: Path) -> Sources:
    """Gather what the table is made of; raise BadInput where the clerk's folder cannot be read."""
    try:
        written, cases = read_rules(folder / "rules.md"), read_cases(folder / "cases")
    except ClerkUnreadable as problem:
        raise BadInput(str(problem)) from None
    return Sources(written, figures(folder), marked(PACKAGES), cases, read_by_us())


@cache
def read_by_us() -> Reads:
    """Scan our source for the figures that it reads, once a process."""
    return scan([ROOT / package for package in PACKAGES], ROOT)


def figures(folder: Path) -> rulebook.Rulebook:
    """Read the figures of a folder; raise BadInput where they cannot be read."""
    path = folder / "figures.toml"
    try:
        return rulebook.read([path])
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise BadInput(f"{path} cannot be read: {problem}.") from None


def warnings(folder: Path) -> list[str]:
    """Name the years whose calendar should be here by now and is not (T5)."""
    years = missing_years(calendar(), figures(folder), clock.today())
    return [f"The State Council's notice for {year} is missing; its dates are provisional." for year in years]


def lines(row: Mapping[str, Any]) -> list[str]:
    """Return the lines that show one rule."""
    figure_lines = [f"    {_figure(figure)}" for figure in row["figures"]]
    function_lines = [f"    {f['file']}:{f['line']} {f['name']}" for f in row["functions"]]
    by = "people" if row["people"] else f"issue {row['awaits']}" if row["awaits"] else ""
    last = f"    cases: {row['cases']}" + (f" · {by}" if by else "")
    return [f"{row['rule']} · {row['sentence']}", *figure_lines, *function_lines, last]


def _figure(figure: Mapping[str, Any]) -> str:
    if figure["since"] is None:
        return f"{figure['id']} has no value today"
    awaits = f" · issue {figure['awaits']}" if figure["awaits"] else ""
    return f"{figure['id']} = {figure['value']} {figure['unit']} since {figure['since']}{awaits}"
