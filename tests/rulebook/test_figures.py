"""The form of rulebook/figures.toml: each says what it is in both languages and from when it holds."""

import re
from datetime import date
from decimal import Decimal

import pytest

from kernel.rulebook import Figure, Rulebook, shipped

TODAY = date(2026, 3, 2)
DIMENSIONS = {
    "formalities": ("qualification_days", "contracts_filed", "licence_check"),
    "compliance": ("inspections", "penalties"),
    "openness": ("disclosure", "fee_as_offered", "told_at_once"),
    "archives": ("archives", "archive_check"),
    "ethics": ("overall_ratings", "commitments", "complaints", "give_ups"),
}


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return shipped()


@pytest.mark.parametrize("figure", shipped().figures.values(), ids=lambda figure: figure.id)
def test_a_figure_is_whole(figure: Figure) -> None:
    assert re.fullmatch(r"[TCSGPAKMWJ]\d+[a-c]?(\.[a-z][a-z0-9_]*)+", figure.id)
    assert re.search(r"[一-鿿]", figure.zh)
    assert figure.en.isascii() or "⌈" in figure.en
    assert figure.en[0].isupper()
    assert figure.unit
    assert figure.basis.startswith(("seed: ", "law: ", "law by analogy: ", "default"))
    assert figure.values
    assert figure.awaits in ("", "3", "4", "5", "6")


def test_no_value_is_dated_twice(book: Rulebook) -> None:
    for figure in book.figures.values():
        assert len({dated.since for dated in figure.values}) == len(figure.values), figure.id


def test_the_seed_s_figures_are_not_softened(book: Rulebook) -> None:
    assert book.whole("P2.row", TODAY) == 2
    assert book.whole("P2.lockout", TODAY) == 1
    assert book.whole("P4.lockout", TODAY) == 2
    assert book.value("P14.repair", TODAY) is False


@pytest.mark.parametrize("indicators", DIMENSIONS.values(), ids=DIMENSIONS.keys())
def test_the_points_of_a_dimension_make_its_twenty(book: Rulebook, indicators: tuple[str, ...]) -> None:
    points = sum(book.whole(f"G2.points.{indicator}", TODAY) for indicator in indicators)
    assert points == book.whole("G2.dimension_points", TODAY) == 20


def test_every_indicator_belongs_to_one_dimension(book: Rulebook) -> None:
    listed = {f"G2.points.{indicator}" for indicators in DIMENSIONS.values() for indicator in indicators}
    assert {key for key in book.figures if key.startswith("G2.points.")} == listed


def test_shares_are_exact(book: Rulebook) -> None:
    assert book.value("G4.prior_owner", TODAY) == Decimal("0.8")


@pytest.mark.parametrize(("day", "yuan"), [(date(2018, 5, 31), 2_000_000), (date(2018, 6, 1), 4_000_000)])
def test_the_limit_for_tendering_works_changes_with_june_2018(book: Rulebook, day: date, yuan: int) -> None:
    assert book.whole("S10.works_limit", day) == yuan


def test_before_its_first_date_a_figure_has_no_value(book: Rulebook) -> None:
    with pytest.raises(LookupError, match=r"S10\.goods_limit has no value on 2018-05-31"):
        book.value("S10.goods_limit", date(2018, 5, 31))


def test_the_causes_of_a_pause_are_answered_by_one_side_each(book: Rulebook) -> None:
    owner, authority = book.value("C3.causes_of_owner", TODAY), book.value("C3.causes_of_authority", TODAY)
    assert sorted(owner + authority) == [1, 2, 3, 4, 5, 6]
