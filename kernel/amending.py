"""G10: an edition of the rulebook as it is written, what it may not change, and how it is laid over the figures. Pure."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from kernel.figure_forms import has_form
from kernel.rulebook import Dated, Figure, Rulebook, Value, applies, frozen
from kernel.sentences import Sentence, say

RULE = "G10"
NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,19}")
LONGEST_TITLE = 120
_LINE = re.compile(r"at line (\d+)")


# How the source may hold a figure: what a new value is to the one that it says.
KEEPS: Mapping[str, Callable[[Any, Any], bool]] = {
    "same": lambda given, held: bool(given == held),
    "least": lambda given, held: bool(given >= held),
    "most": lambda given, held: bool(given <= held),
    "parts": lambda given, held: sorted(map(str, given)) == sorted(map(str, held)),
}


class EditionUnreadable(ValueError):
    """A text is no edition; carries the sentence that tells why."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True)
class Change:
    """One dated entry of an edition: which figure has which value from which day, and on what it rests."""

    figure: str
    since: date
    value: Value
    basis: str


@dataclass(frozen=True)
class Edition:
    """An edition as it is written: its name and title, the day on which it takes effect, and its entries."""

    name: str
    title: str
    takes_effect: date
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Fault:
    """Why an edition cannot be as it is written: the rule that says so, and the sentence."""

    rule: str
    sentence: Sentence


@dataclass(frozen=True)
class Difference:
    """Where two editions differ: the figure, its value in the one and the other from a day, and on what that rests."""

    figure: Figure
    old: Value | None
    new: Value | None
    since: date
    basis: str


def read_edition(text: str) -> Edition:
    """Read an edition: `edition`, `title`, `takes_effect`, and `[[change]]` with `id`, `from`, `value`, `basis`.

    Raises EditionUnreadable where it has not that form.
    """
    try:
        found = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as problem:
        place = _LINE.search(str(problem))
        line = int(place[1]) if place else len(text.splitlines())
        raise EditionUnreadable(say("This is no TOML: look at line %(line)s.", line=line)) from None
    _must_hold(found, {"edition": str, "title": str, "takes_effect": date, "change": list}, say("The file"))
    changes = tuple(_change(row, place) for place, row in enumerate(found["change"], 1))
    if not NAME.fullmatch(found["edition"]):
        raise EditionUnreadable(
            say("The name of an edition is up to 20 letters, digits, dots and hyphens, like 2027-1.")
        )
    if not found["title"].strip() or len(found["title"]) > LONGEST_TITLE:
        raise EditionUnreadable(
            say("Give the edition a title of up to %(most)s characters.", most=LONGEST_TITLE)
        )
    return Edition(found["edition"], found["title"].strip(), found["takes_effect"], changes)


@applies("G10")
def laid_over(book: Rulebook, edition: Edition) -> Rulebook:
    """Lay an edition over a rulebook: every value as before, and its entries from their days on (G10).

    What holds before those days stays, so whatever was decided by it is computed by it for good. An entry about a
    figure that the programs no longer know is left out: nothing reads it.
    """
    figures = dict(book.figures)
    for change in edition.changes:
        if change.figure in figures:
            figures[change.figure] = _with(figures[change.figure], change)
    return replace(book, figures=figures, later=(*book.later, (edition.takes_effect, edition.name)))


@applies("G10")
def faults(edition: Edition, book: Rulebook) -> Iterator[Fault]:
    """Yield why an edition may not be laid over a rulebook (G10).

    Every entry names a figure that there is, by a value of its form, from a day that is not before the edition takes
    effect, on a basis; it says something new, and it softens nothing that the source says outright.
    """
    if not edition.changes:
        yield Fault(RULE, say("The edition changes nothing."))
    seen: set[tuple[str, date]] = set()
    for change in edition.changes:
        if (change.figure, change.since) in seen:
            yield Fault(
                RULE, say("%(figure)s has two values from %(day)s.", figure=change.figure, day=change.since)
            )
        seen.add((change.figure, change.since))
        figure = book.figures.get(change.figure)
        if figure is None:
            yield Fault(RULE, say("There is no figure %(figure)s.", figure=change.figure))
        else:
            yield from _faults_of(change, figure, edition)


def softened(figure: Figure, value: Value, day: date) -> Fault | None:
    """Say that a value softens what the source holds, or nothing: the [seed] may not be softened.

    What the source says is the value that was shipped: an edition that held more may be taken back to it.
    """
    shipped = _on(replace(figure, values=tuple(one for one in figure.values if not one.basis)), day)
    if shipped is None:
        return None
    held: Any = shipped.value
    given: Any = value
    if not figure.keep or KEEPS[figure.keep](given, held):
        return None
    said = say(
        "%(figure)s is held by the source at %(held)s and may not be softened to %(value)s: %(basis)s",
        figure=figure.id,
        held=shown(held),
        value=shown(value),
        basis=figure.basis,
    )
    return Fault(figure.rule, said)


def form_fault(figure: Figure, value: Value) -> Fault | None:
    """Say that a value has not the form of its figure, or nothing: a number stays a number within its bounds."""
    model = figure.values[-1].value
    if has_form(figure, value):
        return None
    said = say(
        "%(figure)s has the form of %(model)s: %(value)s does not fit.",
        figure=figure.id,
        model=shown(model),
        value=shown(value),
    )
    return Fault(figure.rule, said)


@applies("G10")
def differences(earlier: Rulebook, later: Rulebook) -> list[Difference]:
    """Return where two editions differ: figure, old value, new value, from when, and the basis (G10)."""
    found = []
    for key, figure in later.figures.items():
        other = earlier.figures.get(key)
        old_days = {dated.since for dated in other.values} if other else set()
        for since in sorted(old_days | {dated.since for dated in figure.values}):
            old, new = _on(other, since), _on(figure, since)
            if new is not None and (old is None or old.value != new.value):
                basis = new.basis or figure.basis
                found.append(Difference(figure, old.value if old else None, new.value, since, basis))
    return found


def shown(value: Value) -> str:
    """Write a value in a sentence."""
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _on(figure: Figure | None, day: date) -> Dated | None:
    try:
        return figure.on(day) if figure else None
    except LookupError:
        return None


def _with(figure: Figure, change: Change) -> Figure:
    values = {dated.since: dated for dated in figure.values}
    values[change.since] = Dated(change.since, change.value, change.basis)
    return replace(figure, values=tuple(values[since] for since in sorted(values)))


def _faults_of(change: Change, figure: Figure, edition: Edition) -> Iterator[Fault]:
    if change.since < edition.takes_effect:
        said = say(
            "%(figure)s may not change from %(day)s: the edition takes effect on %(effect)s.",
            figure=figure.id,
            day=change.since,
            effect=edition.takes_effect,
        )
        yield Fault(RULE, said)
    if not change.basis.strip():
        yield Fault(RULE, say("Say on what the new value of %(figure)s rests.", figure=figure.id))
    wrong = form_fault(figure, change.value) or softened(figure, change.value, change.since)
    if wrong:
        yield wrong
    held = _on(figure, change.since)
    if held is not None and held.value == change.value:
        said = say("%(figure)s is %(value)s already.", figure=figure.id, value=shown(change.value))
        yield Fault(RULE, said)


def _change(row: object, place: int) -> Change:
    where = say("Entry %(place)s", place=place)
    if not isinstance(row, dict):
        raise EditionUnreadable(say("%(where)s is no table.", where=where))
    _must_hold(row, {"id": str, "from": date, "basis": str}, where)
    if "value" not in row:
        raise EditionUnreadable(say("%(where)s lacks “%(name)s”.", where=where, name="value"))
    return Change(row["id"], row["from"], _plain(row["value"], where), row["basis"].strip())


def _plain(value: Any, where: Sentence) -> Value:  # noqa: ANN401  whatever TOML holds
    parts = value if isinstance(value, list) else [value]
    if not all(isinstance(one, int | Decimal | str) for one in parts):
        raise EditionUnreadable(
            say("%(where)s: a value is a number, a word, true or false, or a list of them.", where=where)
        )
    return frozen(value)


def _must_hold(found: Mapping[str, Any], kinds: Mapping[str, type], where: Sentence) -> None:
    for name, kind in kinds.items():
        if name not in found:
            raise EditionUnreadable(say("%(where)s lacks “%(name)s”.", where=where, name=name))
        if type(found[name]) is not kind:  # a moment is a date too, but no day
            raise EditionUnreadable(
                say("%(where)s: “%(name)s” has not the form that is wanted.", where=where, name=name)
            )
