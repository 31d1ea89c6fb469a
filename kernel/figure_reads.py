"""Which figures the programs read: a scan of their source for the figures' ids, whole or as f-strings."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_ID = re.compile(r"[A-Z]\d+[a-z]?(\.[a-z][a-z0-9_]*)+")
_OPENING = re.compile(r"[A-Z]\d+[a-z]?\.")
_QUOTED = re.compile(r"[\"'][A-Z]\d+[a-z]?\.")  # without one, a file need not be parsed
_ONE_NAME = "[a-z0-9_-]+"  # without a dot: f"G2.{letter}" reads no G2.points.…


@dataclass(frozen=True)
class Reads:
    """The ids that were found, each with the place where it is first read, and the forms of the f-strings."""

    ids: Mapping[str, str]
    forms: tuple[re.Pattern[str], ...]

    def has(self, figure_id: str) -> bool:
        """Tell whether a figure is read."""
        return figure_id in self.ids or any(form.fullmatch(figure_id) for form in self.forms)


def scan(folders: Iterable[Path], root: Path) -> Reads:
    """Scan every Python file of the folders; places are told from the root."""
    ids: dict[str, str] = {}
    forms: dict[str, re.Pattern[str]] = {}
    for path in sorted(path for folder in folders for path in folder.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if not _QUOTED.search(text):
            continue
        tree = ast.parse(text, str(path))
        for figure_id, line in _whole(tree):
            ids.setdefault(figure_id, f"{path.relative_to(root).as_posix()}:{line}")
        forms |= {form: re.compile(form) for form in _composed(tree)}
    return Reads(ids, tuple(forms.values()))


def _whole(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield the constants that have the form of an id, except those that are a part of an f-string."""
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in parts and _ID.fullmatch(text):
                yield text, node.lineno


def _composed(tree: ast.Module) -> Iterator[str]:
    """Yield the form of every f-string that opens, also by a constant, with a rule's number and a dot."""
    constants = dict(_constants(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            form = "".join(_part(value, constants) for value in node.values)
            if _OPENING.match(form.replace("\\", "")):
                yield form


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                yield name, text


def _part(value: ast.expr, constants: Mapping[str, str]) -> str:
    match value:
        case ast.Constant(value=text):
            return re.escape(str(text))
        case ast.FormattedValue(value=ast.Name(id=name)) if name in constants:
            return re.escape(constants[name])
    return _ONE_NAME
