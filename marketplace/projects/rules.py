"""The form of a project code (GB/T 40058) and the stages of a project."""

import functools
import re
import tomllib
from dataclasses import dataclass
from typing import Any

from kernel.rulebook import FOLDER

FORM = re.compile(r"([0-9]{4})-([0-9]{6})-([0-9]{2})-([0-9]{2})-([0-9]{6})")
MONTHS = tuple(f"{month:02d}" for month in range(1, 13))


@dataclass(frozen=True)
class Approval:
    """What an authority decides at a stage."""

    zh: str
    en: str


@dataclass(frozen=True)
class Stage:
    """One link of a project's way: the stages that come before it, and the approvals that are decided at it."""

    key: str
    zh: str
    en: str
    after: tuple[str, ...] = ()
    approvals: tuple[Approval, ...] = ()


@functools.cache
def stages() -> tuple[Stage, ...]:
    """Read the stages of a project, in their order, from rulebook/stages.toml."""
    text = tomllib.loads((FOLDER / "stages.toml").read_text(encoding="utf-8"))
    return tuple(_stage(row) for row in text["stage"])


def _stage(row: dict[str, Any]) -> Stage:
    approvals = tuple(Approval(**approval) for approval in row.get("approvals", ()))
    return Stage(row["key"], row["zh"], row["en"], tuple(row["after"]), approvals)


def is_project_code(text: str) -> bool:
    """Tell whether a text has the form of a project code: 4-6-2-2-6 digits, the first four a year and a month."""
    found = FORM.fullmatch(text)
    return found is not None and found.group(1)[2:] in MONTHS
