"""The rules table: each rule with its figures, functions and cases, and where these do not agree."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from kernel.figure_reads import Reads
from kernel.rule_text import Case, RuleText
from kernel.rulebook import APPLIED, Figure, Rulebook, Value

Function = Callable[..., object]


@dataclass(frozen=True)
class Sources:
    """All that the table is made of: rules, figures, marked functions, cases, and the figures read."""

    rules: tuple[RuleText, ...]
    book: Rulebook
    applied: Mapping[str, Collection[Function]]
    cases: tuple[Case, ...]
    reads: Reads

    @property
    def numbers(self) -> frozenset[str]:
        """Return the numbers of the rules that are written."""
        return frozenset(rule.number for rule in self.rules)


def marked(packages: Iterable[str]) -> dict[str, list[Function]]:
    """Import every module of the packages; return their functions by the rules that they are marked with."""
    tops = set(packages)
    for top in tops:
        package = importlib.import_module(top)
        for module in pkgutil.walk_packages(package.__path__, f"{top}."):
            importlib.import_module(module.name)
    found = {rule: [f for f in functions if _top(f) in tops] for rule, functions in APPLIED.items()}
    return {rule: functions for rule, functions in found.items() if functions}


def rows(sources: Sources, today: date, root: Path) -> list[dict[str, Any]]:
    """Return the table: rule, sentence, today's figures, functions with file and line, number of cases."""
    return [
        {
            "rule": rule.number,
            "sentence": rule.en,
            "sentence_zh": rule.zh,
            "basis": rule.basis,
            "people": rule.is_peoples,
            "awaits": rule.awaits or None,
            "figures": [_figure(f, today) for f in sources.book.figures.values() if f.rule == rule.number],
            "functions": [_function(f, root) for f in sources.applied.get(rule.number, ())],
            "cases": sum(rule.number in case.rules for case in sources.cases),
        }
        for rule in sources.rules
    ]


def faults(sources: Sources) -> list[str]:
    """Return a sentence for every place where rules, figures, functions and cases do not agree."""
    return [*_of_rules(sources), *_of_figures(sources), *_of_functions(sources), *_of_cases(sources)]


def _of_rules(sources: Sources) -> Iterator[str]:
    for rule in sources.rules:
        has_function = rule.number in sources.applied
        if not (has_function or rule.by):
            yield f"{rule.number}: no function applies it, and neither *people* nor a later issue does."
        if has_function and rule.awaits:
            yield f"{rule.number}: a function applies it, so it no longer awaits issue {rule.awaits}."
        if has_function and not any(rule.number in case.rules for case in sources.cases):
            yield f"{rule.number}: a function applies it, and no case shows it."


def _of_figures(sources: Sources) -> Iterator[str]:
    for figure in sources.book.figures.values():
        if figure.rule not in sources.numbers:
            yield f"{figure.id}: there is no rule {figure.rule}."
        is_read = sources.reads.has(figure.id)
        if not (is_read or figure.awaits):
            yield f"{figure.id}: nothing reads it, and it awaits no later issue."
        if is_read and figure.awaits:
            yield f"{figure.id}: it is read, so it no longer awaits issue {figure.awaits}."
    for figure_id, place in sources.reads.ids.items():
        if figure_id.partition(".")[0] in sources.numbers and figure_id not in sources.book.figures:
            yield f"{figure_id}: {place} reads it, and there is no such figure."


def _of_functions(sources: Sources) -> Iterator[str]:
    for number, functions in sources.applied.items():
        if number not in sources.numbers:
            names = ", ".join(f"{f.__module__}.{f.__qualname__}" for f in functions)
            yield f"{number}: there is no such rule, and {names} claims to apply it."


def _of_cases(sources: Sources) -> Iterator[str]:
    for case in sources.cases:
        if not case.rules:
            yield f"{case.file}: the case {case.name!r} names no rule."
        for number in case.rules:
            if number not in sources.numbers:
                yield f"{case.file}: the case {case.name!r} names {number}, and there is no such rule."


def _figure(figure: Figure, today: date) -> dict[str, Any]:
    held = [dated for dated in figure.values if dated.since <= today]
    latest, coming = (held[-1] if held else None), figure.values[len(held) :]
    return {
        "id": figure.id,
        "en": figure.en,
        "zh": figure.zh,
        "value": _exact(latest.value) if latest else None,
        "unit": figure.unit,
        "since": latest.since if latest else None,
        "basis": (latest.basis if latest else "") or figure.basis,
        "next": {"value": _exact(coming[0].value), "from": coming[0].since} if coming else None,
        "awaits": figure.awaits or None,
    }


def _exact(value: Value) -> object:
    return str(value) if isinstance(value, Decimal) else value  # a JSON number would be read as a float


def _function(function: Function, root: Path) -> dict[str, Any]:
    inner = inspect.unwrap(function)
    file = Path(inspect.getfile(inner)).relative_to(root).as_posix()
    name = f"{inner.__module__}.{inner.__qualname__}"
    return {"name": name, "file": file, "line": inspect.getsourcelines(inner)[1]}


def _top(function: Function) -> str:
    return function.__module__.partition(".")[0]
