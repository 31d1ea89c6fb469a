"""S2: the selection methods in use, found in their folder; a repeated key stops the start."""

from functools import cache

from kernel import plugins
from marketplace.selection import methods as folder
from marketplace.selection.choosing import Method


@cache
def methods() -> tuple[Method, ...]:
    """Return the selection methods, one for each file of the folder."""
    return plugins.load(folder, "METHOD", Method)


def method(key: str) -> Method:
    """Return a method by its key; raise LookupError where there is none such."""
    for one in methods():
        if one.key == key:
            return one
    raise LookupError(f"there is no method of selection {key!r}")
