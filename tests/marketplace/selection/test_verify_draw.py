"""The page-long program: it stands alone, and judges a record as the platform does."""

import ast
import contextlib
import importlib.util
import io
import json
import subprocess
import sys
import tempfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel import rulebook
from marketplace.selection import draw
from marketplace.selection.record_form import NoRecord, canonical
from tests.marketplace.selection import draws, forgeries

PATH = rulebook.FOLDER.parent / "tools" / "verify_draw.py"
SOURCE = PATH.read_text(encoding="utf-8")
_loading = importlib.util.spec_from_file_location("verify_draw", PATH)
program = importlib.util.module_from_spec(_loading)
_loading.loader.exec_module(program)


@pytest.fixture
def verify(tmp_path, capfd):
    """Return a function that verifies bytes: the exit code, and what was said."""
    path = tmp_path / "record.json"

    def run(written):
        path.write_bytes(written)
        answered = program.main(str(path))
        sys.stdout.flush()
        sys.stderr.flush()
        said = capfd.readouterr()
        return answered, said.out or said.err

    return run


def refused_by_the_platform(written):
    try:
        return not draw.replay(written).valid
    except NoRecord:
        return True


def test_it_is_a_page_that_an_old_python_reads_and_imports_nothing_of_ours():
    tree = ast.parse(SOURCE, feature_version=(3, 8))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported <= {*sys.stdlib_module_names}
    assert not imported & {"kernel", "marketplace"}
    assert len(SOURCE.splitlines()) <= 180


def test_it_runs_anywhere_by_itself(tmp_path):
    path = tmp_path / "record.json"
    path.write_bytes(draws.written())

    def run(*words):
        return subprocess.run([sys.executable, "-I", PATH, *words], cwd=tmp_path, env={}, capture_output=True)

    found = run(path)
    assert (found.returncode, found.stderr) == (0, b"")
    assert found.stdout.decode().splitlines() == json.loads(draws.written())["order"]
    assert run().returncode == run(path, path).returncode == run("absent.json").returncode == 2


@pytest.mark.parametrize("written", [draws.written(), draws.written(3), draws.written(7), draws.repeated()])
def test_an_honest_record_gives_its_order(verify, written):
    assert verify(written) == (0, "\n".join(draw.replay(written).order) + "\n")


@pytest.mark.parametrize("name", forgeries.FORGERIES)
def test_a_forgery_is_named_even_where_its_digest_was_made_anew(verify, name):
    changes, _, said = forgeries.FORGERIES[name]
    answered, found = verify(draws.forged(**changes))
    assert answered == 1
    assert said in found


@pytest.mark.parametrize("written", [b"", b"\xff", b"[]", b"null", b"{}", b'{"format": 1}', b"[" * 100_000])
def test_what_is_no_record_is_said_to_be_none(verify, written):
    answered, said = verify(written)
    assert answered == 2
    assert said.startswith("This is no record of a draw")


def test_words_that_nothing_else_proves_are_under_the_digest(verify):
    fields = json.loads(draws.written()) | {"notice": "江公告〔2026〕18号"}
    assert verify(canonical(fields)) == (1, "The SHA-256 of the record is another.\n")


@pytest.mark.parametrize(
    "changed",
    [
        lambda octet: bytes([octet ^ 0x01]),
        lambda octet: bytes([octet ^ 0x20]),  # a capital for a small letter, too
        lambda _: b" ",
        lambda _: b"",
        lambda octet: bytes([octet, octet]),
    ],
    ids=["lowest bit", "case", "blank", "taken out", "twice"],
)
def test_no_byte_may_be_another(verify, changed):
    record = draws.repeated()
    for at, octet in enumerate(record):
        written = record[:at] + changed(octet) + record[at + 1 :]
        if written != record:
            assert refused_by_the_platform(written), at
            assert verify(written)[0] in (1, 2), at


def test_a_record_cut_off_anywhere_is_refused(verify):
    record = draws.written()
    for end in range(len(record)):
        assert refused_by_the_platform(record[:end]), end
        assert verify(record[:end])[0] in (1, 2), end


RECORD = json.loads(draws.repeated())
PLACES = [
    *(((), name) for name in RECORD),
    *((at, name) for at in (draws.FIGURE, draws.TOLD) for name in RECORD["sources"][0]),
    *((draws.VOID, name) for name in RECORD["voided"]),
    *((draws.KEPT, name) for name in RECORD["voided"]["withheld"][0]),
    *((("named", 1), name) for name in RECORD["named"][1]),
]
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=3)
    | st.sampled_from(
        [*draws.LABELS, draws.OTHER, "2026-05-25T17:00:00+08:00", "a\u2028b", "=", "contribution"]
    ),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=2), inner, max_size=2),
    max_leaves=4,
)


@given(st.sampled_from(PLACES), ANYTHING)
def test_both_judge_alike_whatever_stands_in_a_field(place, value):
    at, name = place
    written = draws.forged("void", at, **{f"{name}_": value})
    with tempfile.NamedTemporaryFile() as file, contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())):
        file.write(written)
        file.flush()
        answered = program.main(file.name)
    assert (answered == 0) == (not refused_by_the_platform(written)), (place, value)
