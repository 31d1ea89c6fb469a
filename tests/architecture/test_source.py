"""Sizes, names, docstrings and figures of the source."""

import ast

import pytest

from tests.architecture import source

DEFAULTS = ("default", "insert_default", "onupdate", "server_default")
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_VIEW = 300, 40, 20
SHADOWING = ("platform", "site", "calendar", "secrets", "types", "queue", "code")
SAYING_NOTHING = (
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "misc",
    "manager",
    "handler",
    "data",
    "info",
)
DECISIONS = frozenset(
    {"rules", "measures", "indicators", "methods", "procedure", "draw"}
    | {"choosing", "ranking", "scoring", "quorum", "linter"}
)
# Numbers that no law can change, each under the name that it has in the source.
NATURAL = {
    "_BASE": "the decimal system",
    "_HALF": "rounding half up",
    "_HUNDRED": "of per cent",
    "_QUARTERS": "the quarters of a list (M2)",
    "_PLACES": "decimals in which G4b writes a dimension",
    "_TOTAL_PLACES": "decimals in which G4b writes the total",
    "MONTHS": "of a year",
}
# A measure's second number says which of two is heavier; it is an order, not a figure.
ORDERING = frozenset({"Measure", "Effect"})


def everything():
    tests = sorted((source.ROOT / "tests").rglob("*.py"))
    return [*source.modules(), source.ROOT / "wsgi.py", *tests]


def test_no_file_is_longer_than_300_lines():
    lengths = {source.name(p): len(p.read_text(encoding="utf-8").splitlines()) for p in everything()}
    assert not {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE}


def test_no_function_is_longer_than_40_lines_and_no_view_than_20():
    found = []
    for path in everything():
        for function in source.functions(path):
            limit = LONGEST_VIEW if source.is_view(function) else LONGEST_FUNCTION
            if source.length(function) > limit:
                found.append(f"{source.name(path)}: {function.name} has {source.length(function)} lines")
    assert not found, "\n".join(found)


def test_every_module_class_and_public_function_says_what_it_is_for():
    found = []
    for path in [*source.modules(), source.ROOT / "wsgi.py"]:
        if not ast.get_docstring(source.tree(path)):
            found.append(source.name(path))
        for node in ast.walk(source.tree(path)):
            public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if public and not _is_inner(path, node) and not ast.get_docstring(node):
                found.append(f"{source.name(path)}: {node.name}")
    assert not found, "\n".join(found)


def _is_inner(path, node):
    return any(node in ast.walk(outer) and outer is not node for outer in source.functions(path))


def test_no_file_or_folder_has_a_name_that_says_nothing_or_shadows_python():
    for path in source.modules():
        parts = path.relative_to(source.ROOT).with_suffix("").parts
        assert not set(parts) & set(SAYING_NOTHING), source.name(path)
    folders = {path.name for path in source.ROOT.iterdir() if path.is_dir()}
    assert not folders & set(SHADOWING)


def decisions():
    return [p for p in source.modules() if DECISIONS & set(p.relative_to(source.ROOT).with_suffix("").parts)]


@pytest.mark.parametrize("path", decisions(), ids=source.name)
def test_a_decision_holds_no_figure(path):
    parents = {child: node for node in ast.walk(source.tree(path)) for child in ast.iter_child_nodes(node)}
    figures = [
        f"line {node.lineno}: {node.value}"
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.Constant) and _is_figure(node.value) and not _is_excused(node, parents)
    ]
    assert not figures, "figures stand in rulebook/figures.toml and are read by book.value(…):\n" + "\n".join(
        figures
    )


def _is_figure(value):
    return isinstance(value, int | float) and not isinstance(value, bool) and value not in (0, 1)


def _is_excused(node, parents):
    """Tell whether a number is no figure: a part of a subscript, an order, or named as a number of nature."""
    while node in parents:
        child, node = node, parents[node]
        if isinstance(node, ast.Subscript) and child is node.slice:
            return True
        if isinstance(node, ast.Call) and source.called(node) in ORDERING:
            return True
        if isinstance(node, ast.Assign) and node in _top(parents, node):
            return all(name in NATURAL for target in node.targets for name in _names(target))
    return False


def _top(parents, node):
    return parents[node].body if isinstance(parents.get(node), ast.Module) else []


def _names(target):
    return [n.id for n in ast.walk(target) if isinstance(n, ast.Name)]


def test_no_default_is_computed_when_the_module_is_read():
    """`default=utcnow()` runs once, at import: hand over the function, or let the operation write it."""
    found = []
    for path in source.modules():
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.keyword) and node.arg in DEFAULTS and isinstance(node.value, ast.Call):
                found.append(f"{source.name(path)}:{node.value.lineno}")
    assert not found, "\n".join(found)
