"""Who may import whom, and what each floor may know."""

import ast
import importlib.metadata
import re
import sys
import tomllib

from importlinter.application.use_cases import lint_imports
from importlinter.configuration import configure

from tests.architecture import source

TRADE = re.compile(r"\b(agency|project|grade|card|blacklist)\b", re.IGNORECASE)
NOT_IMPORTED = {
    "alembic": "the migrations import it",
    "gunicorn": "bin/serve starts it",
    "psycopg": "the database's address names it",
    "tzdata": "zoneinfo reads it",
    "babel": "kernel/languages.py reads catalogues with it",
}


def settings():
    return tomllib.loads((source.ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def plain(requirement):
    return re.match(r"[\w.-]+", requirement).group().lower().replace("_", "-").replace(".", "-")


def imported(paths):
    found = set()
    for path in paths:
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add(node.module.split(".")[0])
    return found - set(source.PACKAGES) - set(sys.stdlib_module_names)


def test_every_contract_holds(monkeypatch):
    monkeypatch.chdir(source.ROOT)
    configure()
    assert lint_imports(cache_dir=None), (
        "run `make check`: lint-imports names the import that breaks a contract"
    )


def test_no_contract_has_an_exception():
    contracts = settings()["tool"]["importlinter"]["contracts"]
    assert len(contracts) == 8
    assert not [contract["id"] for contract in contracts if "ignore_imports" in contract]


def test_the_kernel_has_never_heard_of_the_trade():
    found = []
    for path in source.modules("kernel"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if TRADE.search(line):
                found.append(f"{source.name(path)}:{number}: {line.strip()}")
    assert not found, "what knows the trade belongs above the kernel:\n" + "\n".join(found)


def test_what_is_imported_is_declared_and_what_is_declared_is_imported():
    owners = importlib.metadata.packages_distributions()
    used = {plain(d) for module in imported(source.modules()) for d in owners[module]}
    declared = {plain(requirement) for requirement in settings()["project"]["dependencies"]}
    assert sorted(used - declared) == [], "declare it in pyproject.toml with a sentence, then `make lock`"
    assert sorted(declared - used - set(NOT_IMPORTED)) == [], (
        "nothing imports it: take it out of pyproject.toml"
    )


def test_package_files_hold_a_docstring_and_nothing_else():
    full = [p for p in source.modules() if p.name == "__init__.py" and len(source.tree(p).body) != 1]
    assert not full, [source.name(path) for path in full]
