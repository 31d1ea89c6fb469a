"""The scan finds the figures that programs read, whole or composed, and nothing that only looks like it."""

from pathlib import Path

import pytest

from kernel.figure_reads import Reads, scan


def reads(root: Path, source: str) -> Reads:
    package = root / "office"
    (package / "deep").mkdir(parents=True)
    (package / "deep" / "rules.py").write_text(source, encoding="utf-8")
    return scan([package], root)


def test_an_id_is_read_where_it_stands_as_a_text(tmp_path: Path):
    found = reads(tmp_path, 'def f(book, day):\n    return book.whole("C4.ask_within", day)\n')
    assert found.ids == {"C4.ask_within": "office/deep/rules.py:2"}
    assert found.has("C4.ask_within")
    assert not found.has("C4.answer_within")


def test_the_first_place_is_told(tmp_path: Path):
    assert reads(tmp_path, 'A = "P5c.suit_months"\nB = "P5c.suit_months"\n').ids == {
        "P5c.suit_months": "office/deep/rules.py:1"
    }


@pytest.mark.parametrize(
    "source",
    [
        '"""C4 says it; see C4.ask_within for the days."""',
        "# C4.ask_within",
        "X = 'C4'",
        "X = 'c4.ask_within'",
        "X = 'C4.Ask'",
        "X = b'C4.ask_within'",
        "X = f''",
        "X = f'{1}.ask_within'",
        "X = f'about C4.{1}'",
    ],
)
def test_what_only_names_a_figure_does_not_read_it(tmp_path: Path, source: str):
    found = reads(tmp_path, source)
    assert found.ids == {}
    assert not found.has("C4.ask_within")


def test_a_composed_id_reads_every_figure_of_its_form(tmp_path: Path):
    found = reads(tmp_path, 'def f(key):\n    return f"G2.points.{key}"\n')
    assert found.has("G2.points.penalties")
    assert not found.has("G2.points")
    assert not found.has("G2.penalty_minor")


def test_a_composed_part_stands_for_one_name_only(tmp_path: Path):
    found = reads(tmp_path, 'def f(key):\n    return f"G2.{key}"\n')
    assert found.has("G2.a")
    assert not found.has("G2.points.penalties")


def test_a_composed_id_may_go_on_after_its_part(tmp_path: Path):
    found = reads(tmp_path, 'def f(key):\n    return f"C4.{key}_within"\n')
    assert found.has("C4.ask_within")
    assert not found.has("C4.most")


def test_a_composed_id_may_open_with_a_constant_of_its_module(tmp_path: Path):
    found = reads(
        tmp_path, 'POINTS = "G2.points."\nDAYS: int = 3\n\ndef f(key):\n    return f"{POINTS}{key}"\n'
    )
    assert found.has("G2.points.penalties")
    assert not found.has("G2.penalty_minor")


@pytest.mark.parametrize("opening", ["POINTS = 'points '", "POINTS = 2", "POINTS = other = 'G2.points.'"])
def test_a_constant_that_opens_no_id_composes_none(tmp_path: Path, opening: str):
    assert not reads(tmp_path, opening + '\nX = f"{POINTS}{1}"\n').has("G2.points.penalties")


def test_the_opening_of_a_composed_id_is_no_figure_of_its_own(tmp_path: Path):
    found = reads(tmp_path, 'def f(key):\n    return f"C4.ask{key}"\n')
    assert found.ids == {}
    assert found.has("C4.ask_within")


def test_only_the_folders_named_are_scanned(tmp_path: Path):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "rules.py").write_text('X = "C4.ask_within"')
    assert not reads(tmp_path, "").has("C4.ask_within")
