"""Our marks find what coverage.py finds when it looks itself, in every form that a formatted block can have."""

import subprocess
import sys
from importlib.util import module_from_spec, spec_from_loader

import pytest
from coverage import Coverage

from tests import walked

WALK = '''"""Every form of a block: each way through it is one that the calls may take or leave."""
from __future__ import annotations
from contextlib import contextmanager
from enum import Enum
from functools import (
    cache,
    lru_cache,
)


class Colour(Enum):
    """A class with a docstring."""
    RED = 1
    if CALLS:
        BLUE = 2

    def tone(self):
        return 1


@contextmanager
def held():
    try:
        yield
    finally:
        CALLS


@cache
@lru_cache(
    maxsize=8,
)
def loops(n):
    for one in range(n):
        if one == 1:
            continue
        if one == 3:
            break
    else:
        n += 10
    while n > 12:
        n -= 1
        if n == 14:
            break
    while True:
        if n:
            return (
                n
            )
        elif n is None:
            pass
        else:
            n = 5


def tries(n):
    try:
        with held(), held():
            1 / n
            [][n]
    except ZeroDivisionError:
        n = 7
    except (
        IndexError,
        KeyError,
    ) as error:
        if n == 2:
            raise ValueError from error
        n = 8
    else:
        n = 9
    finally:
        n += 1
    for one in [n]:
        with held():
            if one > 8:
                return [
                    a
                    for a in range(n)
                    if a
                ]
    return lambda: (
        n
    )


def matches(n):
    match n:
        case 0 | 1:
            return n
        case int() if n == 2:
            n = 5
        case 3:
            @cache
            def inner():
                yield n
            return list(inner())
    match n:
        case 4:
            n = 1
        case _:
            n = 2
    match [n]:
        case [1]:
            pass
        case other:
            if other:
                ...
    raise KeyError(n)


for call in CALLS:
    for walk in (loops, tries, matches):
        try:
            walk(call)
        except (ValueError, KeyError):
            continue
'''


@pytest.mark.parametrize("calls", [(), (0,), (1,), (2, 3), (4, 20), (0, 1, 2, 3, 4, 5, 20)])
def test_the_marks_find_what_coverage_finds(calls, tmp_path, monkeypatch):
    path, theirs, ours = tmp_path / "sample.py", tmp_path / "theirs", tmp_path / "ours"
    head, rest = WALK.split("import annotations\n")
    path.write_text(f"{head}import annotations\nCALLS = {calls}\n{rest}", encoding="utf-8")
    watched = ("-m", "coverage", "run", "--rcfile=", "--branch", f"--data-file={theirs}", path)
    subprocess.run([sys.executable, *watched], check=True, cwd=tmp_path)
    monkeypatch.setattr(walked, "_marked", {})
    loader = walked.Loader("sample", str(path))
    loader.exec_module(module_from_spec(spec_from_loader("sample", loader)))
    walked.write(ours, walked.walked(), ())
    assert judged(path, ours) == judged(path, theirs)


def judged(path, data):
    """Return the lines that coverage.py finds unwalked, and how many ways of each branch it finds taken."""
    judge = Coverage(data_file=str(data), config_file=False, branch=True)
    judge.load()
    return judge.analysis2(str(path))[3], judge.branch_stats(str(path))
