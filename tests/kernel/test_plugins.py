"""A folder of kinds: every file is found, and a file that is none or repeats a key stops the start."""

import importlib
import itertools
import sys
from dataclasses import dataclass

import pytest

from kernel import plugins

NAMES = itertools.count()


@dataclass(frozen=True)
class Shape:
    key: str
    sides: int


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return a function that makes a package of the given files, importable under a name of its own."""
    monkeypatch.syspath_prepend(str(tmp_path))
    made = []

    def make(**files):
        name = f"folder_of_shapes_{next(NAMES)}"
        made.append(name)
        (tmp_path / name).mkdir()
        head = f"from {__name__} import Shape\n"
        for file, text in {"__init__": "", **files}.items():
            (tmp_path / name / f"{file}.py").write_text(head + text if text else "", encoding="utf-8")
        return importlib.import_module(name)

    yield make
    for loaded in [name for name in sys.modules if name.partition(".")[0] in made]:
        del sys.modules[loaded]


def test_every_file_of_the_folder_is_found_in_the_order_of_their_names(folder):
    shapes = folder(triangle="SHAPE = Shape('three', 3)", line="SHAPE = Shape('two', 2)")
    assert plugins.load(shapes, "SHAPE", Shape) == (Shape("two", 2), Shape("three", 3))


def test_an_empty_folder_holds_nothing(folder):
    assert plugins.load(folder(), "SHAPE", Shape) == ()


def test_a_repeated_key_is_refused_and_the_second_file_named(folder):
    shapes = folder(one="SHAPE = Shape('same', 3)", two="SHAPE = Shape('same', 4)")
    with pytest.raises(ValueError, match=r"\.two repeats the key 'same'$"):
        plugins.load(shapes, "SHAPE", Shape)


def test_a_file_without_the_constant_is_refused_by_name(folder):
    with pytest.raises(TypeError, match=r"\.half must end in SHAPE = Shape\(\.\.\.\)$"):
        plugins.load(folder(half="shape = 1"), "SHAPE", Shape)


def test_a_constant_of_another_kind_is_refused(folder):
    with pytest.raises(TypeError, match=r"\.wrong must end in SHAPE = Shape"):
        plugins.load(folder(wrong="SHAPE = 'three'"), "SHAPE", Shape)


def test_a_file_that_cannot_be_imported_is_not_passed_over(folder):
    with pytest.raises(ZeroDivisionError):
        plugins.load(folder(broken="SHAPE = 1 / 0"), "SHAPE", Shape)
