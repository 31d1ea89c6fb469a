"""The rules as they are printed: sections, rules, figures in force, from the objects in use."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from credit import schemes as credit_schemes
from credit.rules import POINTS
from credit.schemes import Scheme
from kernel.figure_reads import Reads
from kernel.rule_table import Sources, rows
from kernel.rule_text import Case, RuleText, read_cases, read_rules
from kernel.rulebook import APPLIED, FOLDER, Figure, Rulebook
from kernel.sentences import Sentence, say

ROOT = FOLDER.parent
PACKAGES = ("kernel", "accounts", "blacklist", "credit", "marketplace")
_HEAD = re.compile(r"## (\d+)\. (.+?) · (.+)")
_BASIS = re.compile(r"(; )?\b(seed|law|default)\b(: |, after )?")
_OWN_NAME = re.compile(r":? *RULES\.md( section)? \w+")
_RULE = re.compile(r"\| *([A-Z]\d+[a-z]?) *\|")

KINDS: Mapping[str, Sentence] = {
    "seed": say("the bulletin of 2017"),
    "law": say("law"),
    "default": say("chosen by this platform"),
}
MARKS: Mapping[str, Sentence] = {"; ": say("; "), ": ": say(": "), ", after ": say(", after ")}
UNITS: Mapping[str, Sentence] = {
    "working days": say("working days"),
    "calendar days": say("calendar days"),
    "days": say("days"),
    "months": say("months"),
    "years": say("years"),
    "points": say("points"),
    "per cent": say("per cent"),
    "times": say("times"),
    "orders": say("orders"),
    "people": say("people"),
    "yuan": say("yuan"),
    "month-day": say("day of the year"),
    "share": say("share"),
    "causes": say("causes"),
    "divisor": say("divisor"),
    "offers": say("offers"),
    "yes or no": say("yes or no"),
    "agencies": say("agencies"),
    "bytes": say("bytes"),
    "hour": say("o'clock"),
    "registrations": say("registrations"),
    "grades": say("grades"),
    "stars": say("stars"),
    "ratings": say("ratings"),
    "kinds": say("kinds"),
    "contracts": say("contracts"),
    "name": say("name"),
    "series": say("series of numbers"),
    "body": say("body"),
    "day of the week": say("day of the week"),
    "times of day": say("times of day"),
    "organisations": say("organisations"),
    "trades": say("trades"),
}


@dataclass(frozen=True)
class Section:
    """One section of the rules: its number, its name in both languages, and its rules as the table has them."""

    number: str
    zh: str
    en: str
    rules: Sequence[Mapping[str, Any]]


def sections(book: Rulebook, today: date) -> list[Section]:
    """Return every rule by section, with its figures in force today and what applies it."""
    ours = {rule: [f for f in fs if _is_ours(f)] for rule, fs in APPLIED.items()}
    rules, cases = _written()
    table = {row["rule"]: row for row in rows(Sources(rules, book, ours, cases, Reads({}, ())), today, ROOT)}
    return [
        Section(number, zh, en, [table[rule] for rule in numbers])
        for (number, zh, en), numbers in _heads().items()
        if numbers
    ]


def schemes_on(book: Rulebook, today: date) -> list[tuple[Scheme, list[tuple[Figure, Fraction, Any]]]]:
    """Return each industry's scheme with the points of its indicators, and those that hold for everybody else (G2)."""
    found = []
    for industry, weights in credit_schemes.weights(book, today).items():
        rows = [(book.figures[f"{POINTS}{key}"], points) for key, points in weights.items()]
        shown = [(figure, points, figure.on(today).value) for figure, points in rows]
        found.append((credit_schemes.schemes(book)[industry], shown))
    return found


def rule(number: str) -> RuleText:
    """Return a rule as it is written, by its number."""
    return next(rule for rule in _written()[0] if rule.number == number)


def value(of: object) -> object:
    """Write the value of a figure: a list as its parts, a switch as a word."""
    if isinstance(of, bool):
        return say("switched on") if of else say("switched off")
    if isinstance(of, tuple):
        return " · ".join(map(str, of))
    return f"{of:,}" if isinstance(of, int) else of


def unit(name: str) -> Sentence | str:
    """Return the unit of a figure in words; one that is new stands as it is written."""
    return UNITS.get(name, name)


def basis(text: str) -> list[Sentence | str]:
    """Return the basis of a rule or figure in parts: its kind and the marks beside it in words, the rest as written."""
    words = {**KINDS, **MARKS}
    return [words.get(part, part) for part in _BASIS.split(_OWN_NAME.sub("", text)) if part]


def _is_ours(function: Any) -> bool:  # noqa: ANN401  any marked function
    return function.__module__.partition(".")[0] in PACKAGES


@cache
def _written() -> tuple[tuple[RuleText, ...], tuple[Case, ...]]:
    return read_rules(FOLDER / "rules.md"), read_cases(FOLDER / "cases")


@cache
def _heads() -> dict[tuple[str, str, str], list[str]]:
    """Return the sections in their order, each with the numbers of its rules."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for head, rule in _marks(FOLDER / "rules.md"):
        if head:
            found[head] = []
        elif found:
            found[next(reversed(found))].append(rule)
    return found


def _marks(path: Path) -> Iterator[tuple[tuple[str, str, str] | None, str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if head := _HEAD.fullmatch(line):
            yield (head[1], head[2], head[3]), ""
        elif rule := _RULE.match(line):
            yield None, rule[1]
