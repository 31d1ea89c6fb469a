"""S1: the dated list of terms that a notice may not hold, read from rulebook/terms.toml; pure.

A pattern is written in the clerk's own way, explained at the head of that file, and compiled to a regular
expression here. A text and a pattern are compared in one form: full and half width alike, without spaces.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from kernel.rulebook import FOLDER

HERE = "\ue000"  # stands in a context for the term itself; no text holds it
_SIGNS = re.compile(r"([{}|…#※])")
_NUMBER = "[0-9零一二三四五六七八九十百千万两]+"
_WITHIN_CLAUSE = r"[^,。;!?\n》但]"
_UNSEEN = ("Cf", "Cc", "Co")  # signs that nobody sees, between the letters of a word


@dataclass(frozen=True)
class Category:
    """A kind of forbidden demand: what the owner is told, in both languages, and on what basis."""

    key: str
    zh: str
    en: str
    basis: str


@dataclass(frozen=True)
class Term:
    """One forbidden term: its pattern, its days, the contexts of its own that allow it, and its basis.

    `unless_item` holds words; where the item's own qualification has one of them, or any at all for `*`, the term
    is allowed.
    """

    category: Category
    pattern: re.Pattern[str]
    since: date
    until: date | None
    allowed: tuple[re.Pattern[str], ...]
    unless_item: tuple[str, ...]
    basis: str

    def holds_on(self, day: date) -> bool:
        """Tell whether the term is forbidden on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Terms:
    """An edition of the list: its terms, and the contexts that allow any of them, or insist on it."""

    edition: str
    terms: tuple[Term, ...]
    allowed: tuple[re.Pattern[str], ...]
    insisting: tuple[re.Pattern[str], ...]


@cache
def shipped() -> Terms:
    """Read the list that is shipped."""
    return read(FOLDER / "terms.toml")


def read(path: Path) -> Terms:
    """Read a list of terms; raise ValueError where a pattern or a category is none."""
    text = tomllib.loads(path.read_text(encoding="utf-8"))
    known = {row["key"]: Category(**row) for row in text["category"]}
    writing = _Writing(text.get("sets", {}), text["gap"])
    return Terms(
        text["edition"],
        tuple(_term(row, known, writing) for row in text["term"]),
        writing.contexts(text["allowed"]),
        writing.contexts(text["insisting"]),
    )


def fold(text: str) -> tuple[str, list[int]]:
    """Return a text in the form in which it is compared, and for each of its letters where it stood."""
    letters, places = [], []
    for place, written in enumerate(text):
        for letter in unicodedata.normalize("NFKC", written).casefold():
            if letter == "\n" or not (letter.isspace() or unicodedata.category(letter) in _UNSEEN):
                letters.append(letter)
                places.append(place)
    return "".join(letters), places


@dataclass(frozen=True)
class _Writing:
    """How the clerk writes patterns: the sets of words that have a name, and the letters that … may stand for."""

    sets: Mapping[str, Sequence[str]]
    gap: int

    def contexts(self, patterns: Sequence[str]) -> tuple[re.Pattern[str], ...]:
        """Compile contexts, each with one ※ for the term."""
        for pattern in patterns:
            if pattern.count("※") != 1:
                raise ValueError(f"the context {pattern!r} must hold ※ once")
        return tuple(self.compiled(pattern) for pattern in patterns)

    def compiled(self, pattern: str) -> re.Pattern[str]:
        """Compile one pattern."""
        signs = [sign for sign in _SIGNS.split(pattern) if sign]
        opened = 0
        for sign in signs:
            opened += (sign == "{") - (sign == "}")
            if opened < 0 or (sign == "|" and not opened):
                raise ValueError(f"a brace is missing in {pattern!r}")
        if opened:
            raise ValueError(f"a brace is left open in {pattern!r}")
        return re.compile("".join(self._parts(signs)))

    def _parts(self, signs: Sequence[str]) -> Iterator[str]:
        written = {
            "{": "(?:",
            "}": ")",
            "|": "|",
            "#": _NUMBER,
            "…": f"{_WITHIN_CLAUSE}{{0,{self.gap}}}?",
            "※": HERE,
        }
        for before, sign, after in zip(["", *signs], signs, [*signs[1:], ""], strict=False):
            if sign in written:
                yield written[sign]
            elif sign in self.sets and before in ("{", "|") and after in ("}", "|"):
                yield "|".join(_literal(word) for word in sorted(self.sets[sign], key=len, reverse=True))
            else:
                yield _literal(sign)


def _literal(words: str) -> str:
    return re.escape(fold(words)[0])


def _term(row: Mapping[str, Any], known: Mapping[str, Category], writing: _Writing) -> Term:
    if row["category"] not in known:
        raise ValueError(f"{row['pattern']!r} is of no category that is there")
    category = known[row["category"]]
    return Term(
        category,
        writing.compiled(row["pattern"]),
        row["from"],
        row.get("until"),
        writing.contexts(row.get("allowed", ())),
        tuple(row.get("unless_item", ())),
        row.get("basis", category.basis),
    )
