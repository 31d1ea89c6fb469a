"""The rulebook: figures by date of effect, one file laid over the other, and the marks of rules."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kernel import rulebook
from kernel.rulebook import Rulebook, applies, laid, read, shipped

DAY = date(2026, 3, 2)
HEAD = 'edition = "{edition}"\n'
FIGURE = """
[[figure]]
id = "{id}"
zh = "数"
en = "A figure"
unit = "days"
basis = "default"
values = {values}
"""
ONE = "[{ from = 2000-01-01, value = 1 }]"
TWO = "[{ from = 2000-01-01, value = 1 }, { from = 2000-01-01, value = 2 }]"

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(name: str, *figures: str, edition: str = "1") -> Path:
        path = tmp_path / name
        path.write_text(HEAD.format(edition=edition) + "".join(figures), encoding="utf-8")
        return path

    return written


def figure(name: str, values: str) -> str:
    return FIGURE.format(id=name, values=values)


@pytest.fixture
def book(write: Write) -> Rulebook:
    dated = "[{ from = 2020-01-01, value = 5 }, { from = 2010-01-01, value = 3 }]"
    others = {
        "C2.share": "0.5",
        "C3.on": "true",
        "C4.word": '"12-01"',
        "C5.list": "[[1, 2.5], [3, 4]]",
    }
    rows = [figure(name, f"[{{ from = 2000-01-01, value = {value} }}]") for name, value in others.items()]
    return read([write("figures.toml", figure("C1.days", dated), *rows)])


@pytest.mark.parametrize(
    ("day", "value"),
    [(date(2010, 1, 1), 3), (date(2019, 12, 31), 3), (date(2020, 1, 1), 5), (date.max, 5)],
)
def test_a_figure_holds_from_its_day_until_the_next(book: Rulebook, day: date, value: int) -> None:
    assert book.value("C1.days", day) == book.whole("C1.days", day) == value


def test_a_figure_has_no_value_before_its_first_day(book: Rulebook) -> None:
    with pytest.raises(LookupError, match=r"C1.days has no value on 2009-12-31"):
        book.value("C1.days", date(2009, 12, 31))


def test_a_figure_knows_its_rule(book: Rulebook) -> None:
    assert book.figures["C1.days"].rule == "C1"
    assert book.figures["C1.days"].awaits == ""


def test_a_value_may_be_exact_true_a_word_or_a_list_that_nobody_can_change(book: Rulebook) -> None:
    assert book.value("C2.share", DAY) == Decimal("0.5")
    assert book.value("C3.on", DAY) is True
    assert book.value("C4.word", DAY) == "12-01"
    assert book.value("C5.list", DAY) == ((1, Decimal("2.5")), (3, 4))


@pytest.mark.parametrize("name", ["C2.share", "C3.on", "C4.word", "C5.list"])
def test_what_is_no_whole_number_is_not_taken_for_one(book: Rulebook, name: str) -> None:
    with pytest.raises(TypeError, match=name):
        book.whole(name, DAY)


def test_a_preset_is_laid_over_the_figures_and_gives_the_edition(write: Write) -> None:
    base = write("figures.toml", figure("C1.a", ONE), figure("C1.b", ONE))
    preset = write("preset.toml", figure("C1.b", "[{ from = 2000-01-01, value = 2 }]"), edition="1-preset")
    book = read([base, preset])
    assert (book.edition, book.value("C1.a", DAY), book.value("C1.b", DAY)) == ("1-preset", 1, 2)


def test_a_figure_named_twice_in_one_file_is_refused(write: Write) -> None:
    twice = figure("C1.a", ONE)
    with pytest.raises(ValueError, match=r"figures.toml names a figure twice"):
        read([write("figures.toml", twice, twice)])


@pytest.mark.parametrize("values", ["[]", TWO])
def test_a_figure_without_one_value_a_day_is_refused(write: Write, values: str) -> None:
    with pytest.raises(ValueError, match=r"C1\.a"):
        read([write("figures.toml", figure("C1.a", values))])


def test_the_shipped_figures_are_read() -> None:
    assert shipped().whole("C1.least_promise", DAY) == 1


def test_a_function_is_marked_with_every_rule_that_it_applies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rulebook, "APPLIED", {})

    @applies("X1", "X2")
    def one() -> None: ...

    @applies("X2")
    def two() -> None: ...

    assert rulebook.APPLIED["X1"] == [one]
    assert rulebook.APPLIED["X2"] == [one, two]


SCHEME = '[[scheme]]\nindustry = "{industry}"\n'
CHANGED = '\n[[change]]\nid = "{id}"\nvalue = {value}\nbasis = "default"\n'


def test_new_values_of_figures_hold_from_the_beginning_or_from_their_day(write: Write) -> None:
    base = read([write("figures.toml", figure("C1.a", ONE), figure("C1.b", ONE))])
    later = CHANGED.format(id="C1.b", value=3) + "from = 2020-01-01\n"
    book = laid(base, write("preset.toml", CHANGED.format(id="C1.a", value=2), later, edition="1-preset"))
    assert [book.value("C1.a", date(2000, 1, 1)), book.value("C1.b", date(2019, 12, 31))] == [2, 1]
    assert (book.value("C1.b", DAY), book.edition) == (3, "1-preset")


def test_a_file_of_schemes_alone_keeps_the_edition_and_the_last_of_an_industry_holds(tmp_path: Path) -> None:
    path = tmp_path / "scheme.toml"
    path.write_text(SCHEME.format(industry="水利"), encoding="utf-8")
    base = Rulebook("1", {})
    assert laid(laid(base, path), path).schemes == ({"industry": "水利"},)
    assert laid(base, path).edition == "1"


@pytest.mark.parametrize(
    "text", ['edition = "x"\n', "edition = 1\n[[figure]]\n", SCHEME.format(industry="甲")]
)
def test_a_file_without_an_edition_or_without_anything_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "file.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="no name of an edition"):
        laid(Rulebook("", {}), path)


def test_of_editions_the_latest_that_has_taken_effect_is_in_force() -> None:
    book = Rulebook("1", {}, ((date(2027, 1, 1), "2"), (date(2026, 6, 1), "3"), (date(2027, 1, 1), "4")))
    days = (date(2026, 5, 31), date(2026, 6, 1), date(2027, 1, 1))
    assert [book.edition_on(day) for day in days] == ["1", "3", "4"]
