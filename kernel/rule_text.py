"""The numbered rules and the worked cases, read from the clerk's folder."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PEOPLE = "*people*"
_ROW = re.compile(r"\| *[A-Z]\d+[a-z]? *\|")
_LATER = re.compile(r"\*issue (\d+)\*")
_CELLS = 5


class ClerkUnreadable(ValueError):
    """A file of the clerk's folder cannot be read; carries the sentence that tells why."""


@dataclass(frozen=True)
class RuleText:
    """One rule as it is written: number, sentence in both languages, basis, and who applies it."""

    number: str
    zh: str
    en: str
    basis: str
    by: str

    @property
    def is_peoples(self) -> bool:
        """Tell whether persons keep the rule, so that it needs no function."""
        return self.by == PEOPLE

    @property
    def awaits(self) -> str:
        """Return the number of the later issue that brings the rule's function, or an empty text."""
        found = _LATER.fullmatch(self.by)
        return found[1] if found else ""


@dataclass(frozen=True)
class Case:
    """One worked case: where it is written, its name, and the rules that it shows."""

    file: str
    name: str
    rules: tuple[str, ...]


def read_rules(path: Path) -> tuple[RuleText, ...]:
    """Read the rows `| number | 规则 | rule | basis | by |`; raise ClerkUnreadable for a bad one."""
    rules: dict[str, RuleText] = {}
    for line in _text(path).splitlines():
        if not _ROW.match(line):
            continue
        rule = _rule(line)
        if rule.number in rules:
            raise ClerkUnreadable(f"{path.name} has rule {rule.number} twice.")
        rules[rule.number] = rule
    return tuple(rules.values())


def read_cases(folder: Path) -> tuple[Case, ...]:
    """Read every case of a folder of TOML files; raise ClerkUnreadable for a file that is not TOML."""
    return tuple(case for path in sorted(folder.glob("*.toml")) for case in _cases(path))


def _rule(line: str) -> RuleText:
    cells = [cell.strip() for cell in line.strip().split("|")[1:-1]]
    if len(cells) != _CELLS or not all(cells[: _CELLS - 1]):
        raise ClerkUnreadable(f"Rule {cells[0]} needs five cells, of which only the last may be empty.")
    rule = RuleText(*cells)
    if rule.by and not rule.is_peoples and not rule.awaits:
        raise ClerkUnreadable(f"Rule {rule.number}: {rule.by!r} must be {PEOPLE}, *issue n* or nothing.")
    return rule


def _cases(path: Path) -> Iterator[Case]:
    try:
        rows = tomllib.loads(_text(path)).get("case", [])
    except tomllib.TOMLDecodeError as problem:
        raise ClerkUnreadable(f"{path.name} is not TOML: {problem}.") from None
    for at, row in enumerate(rows, 1):
        yield Case(path.name, str(row.get("name", at)), tuple(row.get("rules", ())))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise ClerkUnreadable(f"{path} cannot be read: {problem}.") from None
