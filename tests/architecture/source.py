"""The source as these tests read it: files, trees, and which floor of the house a module stands on."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("kernel", "accounts", "blacklist", "credit", "marketplace")
# From the ground up: a lower floor never learns that a higher one exists (DESIGN.md, section 3).
AREAS = (
    "admission",
    "projects",
    "selection",
    "delivery",
    "surveys",
    "evaluation",
    "oversight",
    "opendata",
    "home",
    "cli",
)
FLOORS = (*PACKAGES, "config", *AREAS, "app")


def modules(*packages):
    """Return every Python file of some packages, or of all."""
    return [path for package in packages or PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def templates():
    return sorted((ROOT / "templates").rglob("*.html"))


@cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name(path):
    """Return how a file is named in a message: its path in the repository."""
    return str(path.relative_to(ROOT))


def dotted(path):
    """Return the module that a file holds."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def area(module):
    """Return the area of a module: marketplace.delivery.models is of delivery, accounts.views of accounts."""
    parts = module.split(".")
    return parts[1] if parts[0] == "marketplace" and len(parts) > 1 else parts[0]


def floor(of):
    """Return the height of an area's floor."""
    return FLOORS.index(of)


def functions(path):
    return [n for n in ast.walk(tree(path)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(function):
    return function.end_lineno - function.lineno + 1


def called(node):
    """Return the last name of what is called: `page` for page(…), `url_for` for flask.url_for(…)."""
    function = node.func if isinstance(node, ast.Call) else node
    return getattr(function, "attr", getattr(function, "id", ""))


def text(node):
    """Return a literal text, None where it is none."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def is_view(function):
    """Tell whether a function answers an address: a blueprint's decorator says so."""
    return any(
        called(d) in ("route", "get", "post") for d in function.decorator_list if isinstance(d, ast.Call)
    )
