"""`flask rating replay` and `what-if`: a year's published ratings computed again, and by another figure file."""

from pathlib import Path
from typing import Any

import click

from credit import presets, round_queries
from credit.models import Round
from credit.replaying import differences, would_move
from credit.vocabulary import State
from kernel import law
from kernel.rulebook import Rulebook
from marketplace.cli.faces import CHECKED_FALSE, BadInput, configured, face, show
from marketplace.cli.rating import rating as rating

YEAR = click.IntRange(1, 9999)


@rating.command("replay")
@click.argument("year", type=YEAR)
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@face
def replay(year: int, as_json: bool) -> None:  # noqa: FBT001  click's form
    """Compute every published rating of YEAR again from its evidence and edition; exit 1 where one differs."""
    found = _determined(year)
    wrong = [vars(one) for one in differences(found)]
    ratings = sum(round_queries.by_grade(found).values())
    answer = {"year": year, "edition": found.edition, "ratings": ratings, "differences": wrong}
    show(answer if as_json else _replayed(answer), as_json=as_json)
    if wrong:
        raise SystemExit(CHECKED_FALSE)


@rating.command("what-if")
@click.argument("year", type=YEAR)
@click.option(
    "--figures",
    "path",
    type=click.Path(path_type=Path),
    required=True,
    help="Figures laid over ours: a file, or a preset.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@face
def what_if(year: int, path: Path, as_json: bool) -> None:  # noqa: FBT001  click's form
    """Show how another figure file would have graded YEAR: counts by grade, and who would move."""
    found, other = _determined(year), _figures(path)
    before, after, moved = would_move(found, other, law.calendar())
    answer = {
        "year": year,
        "figures": other.edition,
        "before": before,
        "after": after,
        "moved": [vars(one) for one in moved],
    }
    show(answer if as_json else _compared(answer), as_json=as_json)


def _determined(year: int) -> Round:
    configured()
    found = round_queries.round_of(year)
    if found is None or found.state != State.DETERMINED:
        known = [str(one.year) for one in round_queries.rounds() if one.state == State.DETERMINED]
        there = f" It has determined those of {', '.join(known)}." if known else ""
        raise BadInput(f"The platform has determined no ratings of {year}.{there}")
    return found


def _figures(path: Path) -> Rulebook:
    try:
        return presets.tried(path, law.book())
    except presets.PresetRefused as refused:
        raise BadInput(str(refused)) from None


def _replayed(answer: dict[str, Any]) -> dict[str, str]:
    lines = {"year": str(answer["year"]), "ratings": str(answer["ratings"])}
    lines["differences"] = str(len(answer["differences"])) if answer["differences"] else "none"
    for one in answer["differences"]:
        lines[f"{one['agency']}, {one['what']}"] = f"published {one['published']}, computed {one['computed']}"
    return lines


def _compared(answer: dict[str, Any]) -> dict[str, str]:
    lines = {"year": str(answer["year"]), "figures": str(answer["figures"])}
    for letter in ("A", "B", "C", "D", "N"):
        lines[letter] = f"{answer['before'].get(letter, 0)} → {answer['after'].get(letter, 0)}"
    lines["would move"] = str(len(answer["moved"]))
    for one in answer["moved"]:
        said = f"{one['grade']} ({one['total']}) → {one['would_be']} ({one['would_total']})"
        lines[f"{one['agency']} [{one['agency_id']}]"] = said
    return lines
