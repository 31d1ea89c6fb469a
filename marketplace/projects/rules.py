"""The form of a project code (GB/T 40058) and the stages of a project."""

import re
import tomllib
from dataclasses import dataclass

from kernel.rulebook import FOLDER

FORM = re.compile(r"([0-9]{4})-([0-9]{6})-([0-9]{2})-([0-9]{2})-([0-9]{6})")
MONTHS = tuple(f"{month:02d}" for month in range(1, 13))


@dataclass(frozen=True)
class Stage:
    """One link of a project's way from planning to the start of works."""

    key: str
    zh: str
    en: str


def stages() -> tuple[Stage, ...]:
    """Read the stages of a project, in their order, from rulebook/stages.toml."""
    text = tomllib.loads((FOLDER / "stages.toml").read_text(encoding="utf-8"))
    return tuple(Stage(**row) for row in text["stage"])


def is_project_code(text: str) -> bool:
    """Tell whether a text has the form of a project code: 4-6-2-2-6 digits, the first four a year and a month."""
    found = FORM.fullmatch(text)
    return found is not None and found.group(1)[2:] in MONTHS
