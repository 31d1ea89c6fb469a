"""The catalogue of indicators refuses to start with what does not fit the rulebook."""

from datetime import date
from pathlib import Path

import pytest

from credit import catalogue, indicators
from credit.rules import Dimension, Indicator, Source
from kernel.rulebook import Dated, Figure, Rulebook, shipped

BOOK = shipped()
FOUND = catalogue.indicators(BOOK)


def book_with(figure, *values):
    made = Figure(figure, figure, figure, "points", "test", tuple(Dated(*value) for value in values))
    return Rulebook("test", {**BOOK.figures, figure: made})


def test_the_fourteen_indicators_are_found_in_the_order_of_the_rulebook():
    assert [
        (i.dimension.value, i.key, int(i.points(BOOK, date(2025, 12, 31))), i.source.value) for i in FOUND
    ] == [
        ("formalities", "qualification_days", 8, "platform"),
        ("formalities", "contracts_filed", 6, "platform"),
        ("formalities", "licence_check", 6, "authority"),
        ("compliance", "inspections", 10, "authority"),
        ("compliance", "penalties", 10, "public credit"),
        ("openness", "disclosure", 10, "platform"),
        ("openness", "fee_as_offered", 5, "owner"),
        ("openness", "told_at_once", 5, "owner"),
        ("archives", "archives", 12, "platform"),
        ("archives", "archive_check", 8, "authority"),
        ("ethics", "overall_ratings", 8, "owner"),
        ("ethics", "commitments", 4, "platform"),
        ("ethics", "complaints", 5, "society"),
        ("ethics", "give_ups", 3, "platform"),
    ]


def test_every_file_of_the_folder_is_an_indicator_of_its_name_with_a_test():
    files = {p.stem for p in Path(indicators.__file__).parent.glob("*.py")} - {"__init__"}
    assert files == {indicator.key for indicator in FOUND}
    tests = Path(__file__).parent / "indicators"
    assert {p.stem.removeprefix("test_") for p in tests.glob("test_*.py")} == files


def test_a_dimension_that_does_not_make_its_points_is_refused():
    with pytest.raises(ValueError, match="on 2000-01-01 the indicators of ethics make 21 points, not 20"):
        catalogue.indicators(book_with("G2.points.give_ups", (date(2000, 1, 1), 4)))


def test_an_amendment_is_checked_from_the_day_on_which_it_holds():
    book = book_with("G2.points.archives", (date(2000, 1, 1), 12), (date(2031, 1, 1), 10))
    with pytest.raises(ValueError, match="on 2031-01-01 the indicators of archives make 18 points, not 20"):
        catalogue.indicators(book)
    book = book_with("G2.dimension_points", (date(2000, 1, 1), 20), (date(2031, 7, 1), 25))
    with pytest.raises(
        ValueError, match="on 2031-07-01 the indicators of formalities make 20 points, not 25"
    ):
        catalogue.indicators(book)


def test_an_amendment_that_moves_points_between_neighbours_is_taken():
    moved = {"archives": 10, "archive_check": 10}
    book = BOOK
    for key, points in moved.items():
        figure = book.figures[f"G2.points.{key}"]
        values = (*figure.values, Dated(date(2031, 1, 1), points))
        dated = Figure(figure.id, figure.en, figure.zh, figure.unit, figure.basis, values)
        book = Rulebook("test", {**book.figures, figure.id: dated})
    assert len(catalogue.indicators(book)) == len(FOUND)


def test_a_row_without_its_indicator_is_refused():
    with pytest.raises(ValueError, match=r"are not one for one the rows .*G2\.points.replies_in_time"):
        catalogue.indicators(book_with("G2.points.replies_in_time", (date(2000, 1, 1), 0)))


def test_an_indicator_without_its_row_is_refused():
    fresh = Indicator("replies_in_time", Dimension.OPENNESS, Source.PLATFORM, FOUND[0].score)
    with pytest.raises(ValueError, match=r"replies_in_time.* are not one for one the rows"):
        catalogue.checked([*FOUND, fresh], BOOK)


def test_a_key_that_repeats_is_refused():
    with pytest.raises(ValueError, match=r"give_ups, give_ups.* are not one for one the rows"):
        catalogue.checked([*FOUND, FOUND[-1]], BOOK)
