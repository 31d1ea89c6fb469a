"""Which lines and branches a run walks: `pytest -p tests.walked`, then `coverage report`.

Before Python 3.14 coverage.py is told of every line of every library, which more than doubles the time of a run. So our
own modules carry marks from the moment they are imported, one at each statement and one on each way past a branch. What
was walked is handed to coverage.py at the end, and it judges as if it had looked itself: tests/architecture/test_walked.py
lets both watch the same code.
"""

import ast
import sys
from importlib.machinery import PathFinder, SourceFileLoader
from pathlib import Path

import pytest
from coverage import Coverage, CoverageData
from coverage.parser import PythonParser

NAME = "__walked__"
_marked = {}  # file → its marks, and what each of them says
_walked = {}  # file → what the marks said, in this process and in those that report to it


class Marking(ast.NodeTransformer):
    """Puts the marks into the tree of a module.

    A mark says that a line was walked, by its number, or how a branch was left, by two: the branch and the first line of
    its block, which is negative where the way led past the block.
    """

    def __init__(self):
        self.meanings = []

    def mark(self, place, *meanings):
        """Return a statement that remembers that it was come by here."""
        self.meanings.append(meanings)
        target = ast.Subscript(ast.Name(NAME, ast.Load()), ast.Constant(len(self.meanings) - 1), ast.Store())
        return ast.fix_missing_locations(ast.copy_location(ast.Assign([target], ast.Constant(1)), place))

    def block(self, statements, *meanings):
        """Return a block with a mark before each statement; the first also says what led into the block."""
        marked = []
        for statement in statements:
            meanings = (*meanings, *_lines(statement))
            if not _must_come_first(statement):
                marked.append(self.mark(statement, *meanings))
                meanings = ()
            marked.append(self.visit(statement))
        return marked

    def generic_visit(self, node):
        for name in ("body", "orelse", "finalbody"):
            if isinstance(node, ast.stmt | ast.Module) and getattr(node, name, None):
                setattr(node, name, self.block(getattr(node, name)))
        return node

    def visit_If(self, node):
        line, first = node.lineno, _first_line(node.body)
        node.body = self.block(node.body, (line, first))
        past = (line, -first)
        node.orelse = self.block(node.orelse, past) if node.orelse else [self.mark(node, past)]
        return node

    def visit_For(self, node):
        return self.visit_If(node)

    def visit_While(self, node):
        return self.visit_If(node)

    def visit_Try(self, node):
        tried = []
        for handler in node.handlers:
            tried.append(handler.lineno)
            handler.body = self.block(handler.body, *tried)
        return self.generic_visit(node)

    def visit_Match(self, node):
        passed = []
        for case in node.cases:
            line, first = case.pattern.lineno, _first_line(case.body)
            case.body = self.block(case.body, *passed, line, (line, first))
            passed += [line, (line, -first)]
        last = node.cases[-1]
        if last.guard or not isinstance(last.pattern, ast.MatchAs) or last.pattern.pattern:
            node.cases.append(ast.match_case(ast.MatchAs(), None, [self.mark(node, *passed)]))
        return ast.fix_missing_locations(node)


def _lines(statement):
    return [*(one.lineno for one in getattr(statement, "decorator_list", ())), statement.lineno]


def _first_line(block):
    return _lines(block[0])[0]


def _must_come_first(statement):
    """Tell whether a statement is for the compiler, which takes it only before all others."""
    if isinstance(statement, ast.ImportFrom):
        return statement.module == "__future__"
    value = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


class Loader(SourceFileLoader):
    """Loads a module with its marks."""

    def exec_module(self, module):
        marking, tree = Marking(), ast.parse(self.get_data(self.path))
        tree.body = marking.block(tree.body)
        vars(module)[NAME] = [0] * len(marking.meanings)  # a list, because Python stores into one fastest
        _marked[self.path] = vars(module)[NAME], marking.meanings
        exec(compile(tree, self.path, "exec", dont_inherit=True), vars(module))  # noqa: S102  a loader's trade


class Finder:
    """Finds the modules of some packages, and gives them the loader that marks."""

    def __init__(self, packages):
        self.packages = set(packages)

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in self.packages:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec and isinstance(spec.loader, SourceFileLoader):
            spec.loader = Loader(spec.loader.name, spec.loader.path)
        return spec


def arcs(path, said):
    """Return the steps that were taken in a file, from a line to a line, as coverage.py writes them."""
    parser = PythonParser(filename=path)
    parser.parse_source()
    lines = {(-1, parser.first_line(one)) for one in said if isinstance(one, int)}
    branches = {tuple(one) for one in said if not isinstance(one, int)}
    into = {(line, first) for line, first in branches if first > 0}
    past = {line: -first for line, first in branches if first < 0}
    return lines | {
        (start, end)
        for start, end in parser.arcs()
        if (start, end) in into or (start in past and end != past[start])
    }


def walked():
    """Return what the marks of this process say, by file."""
    return {
        path: list({said for mark, meaning in zip(*both, strict=True) if mark for said in meaning})
        for path, both in _marked.items()
    }


def add(said_by_file):
    """Take in what the marks of a process said."""
    for path, said in said_by_file.items():
        _walked.setdefault(path, set()).update(said)


def write(where, said_by_file, sources):
    """Write for coverage.py what was walked; what nobody imported was not walked at all."""
    data = CoverageData(str(where))
    data.erase()
    data.add_arcs({path: arcs(path, said) for path, said in said_by_file.items()})
    data.touch_files(map(str, sources))  # what has no arc is passed over by add_arcs
    data.write()


def pytest_addhooks():
    """Watch from the moment this is registered: the plug-in named after it brings modules of ours at its import."""
    sys.meta_path.insert(0, Finder(Coverage().get_option("run:source")))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    """Take in what a worker walked."""
    add(getattr(node, "workeroutput", {}).get("walked", {}))


def pytest_sessionfinish(session):
    """Report to whoever handed out the tests, or to coverage.py."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["walked"] = walked()
        return
    add(walked())
    settings = Coverage()
    tops = [Path(top).resolve() for top in settings.get_option("run:source")]
    write(settings.get_option("run:data_file"), _walked, [path for top in tops for path in top.rglob("*.py")])
