"""The loader of a folder of kinds: each file is one kind, and no list of them is kept by hand."""

import importlib
import pkgutil
from types import ModuleType
from typing import Protocol, TypeVar


class Keyed(Protocol):
    """Whatever a folder holds one of a file: it has a key by which records name it."""

    @property
    def key(self) -> str:
        """Return the key, which no other kind of the folder may have."""


K = TypeVar("K", bound=Keyed)


def load(folder: ModuleType, constant: str, kind: type[K]) -> tuple[K, ...]:
    """Import every module of a package folder and return the constant of each, in the order of their files.

    Raises TypeError, naming the module, where one does not end in a constant of that kind, and ValueError
    where its key is another module's already.
    """
    found: dict[str, K] = {}
    for info in pkgutil.iter_modules(folder.__path__):  # by name: pkgutil sorts them
        module = importlib.import_module(f"{folder.__name__}.{info.name}")
        one = getattr(module, constant, None)
        if not isinstance(one, kind):
            raise TypeError(f"{module.__name__} must end in {constant} = {kind.__name__}(...)")
        if one.key in found:
            raise ValueError(f"{module.__name__} repeats the key {one.key!r}")
        found[one.key] = one
    return tuple(found.values())
