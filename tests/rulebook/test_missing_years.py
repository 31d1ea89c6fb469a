"""From the rulebook's day on, a calendar of the next year that is not here is named (T5)."""

from datetime import date
from pathlib import Path

import pytest

from kernel.missing_years import missing_years
from kernel.notices import Notice
from kernel.rulebook import FOLDER, Rulebook, read
from kernel.workdays import Calendar

BOOK = read([FOLDER / "figures.toml"])


def calendar(*years: int) -> Calendar:
    return Calendar(Notice(year, "", None, frozenset({date(year, 1, 1)}), frozenset()) for year in years)


@pytest.mark.parametrize(
    ("announced", "today", "missing"),
    [
        ((2026,), date(2026, 11, 30), ()),
        ((2026,), date(2026, 12, 1), (2027,)),
        ((2026, 2027), date(2026, 12, 1), ()),
        ((2026,), date(2027, 1, 1), (2027,)),
        ((2025,), date(2026, 12, 31), (2026, 2027)),
    ],
)
def test_the_years_that_should_be_here_are_named(
    announced: tuple[int, ...], today: date, missing: tuple[int, ...]
):
    assert missing_years(calendar(*announced), BOOK, today) == missing


def test_the_day_from_which_it_is_asked_for_is_a_figure(tmp_path: Path):
    assert missing_years(calendar(2026), earlier(tmp_path), date(2026, 11, 15)) == (2027,)


def earlier(folder: Path) -> Rulebook:
    path = folder / "figures.toml"
    path.write_text(
        'edition = "try"\n[[figure]]\nid = "T5.ask_from"\nzh = "问"\nen = "Ask"\n'
        'unit = "month-day"\nbasis = "default"\n'
        'values = [{ from = 2000-01-01, value = "11-15" }]\n',
        encoding="utf-8",
    )
    return read([path])
