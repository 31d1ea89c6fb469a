"""G2: a scheme for one industry replaces the indicators of a dimension, never the dimensions."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from flask import current_app

from credit import catalogue, round_queries, schemes
from credit.evidence import Measured, Portion
from credit.rules import Dimension, rate
from kernel.rulebook import Dated, Rulebook, laid, presets, shipped
from marketplace.admission.catalogue import authorities
from tests import personas
from tests.factories import rounds as round_of

BOOK = shipped()
LAST = date(2025, 12, 31)
NATURE = "生态环境"


def row(key="archives", since=date(2000, 1, 1), industry=NATURE, **points):
    dimension = {"key": key, "from": since, "points": points or {"archives": 8, "archive_check": 12}}
    return {"industry": industry, "zh": "方案", "en": "Scheme", "basis": "default", "dimension": [dimension]}


def book(*rows):
    return replace(BOOK, schemes=rows)


def points_of(industry, of=BOOK):
    weighed = schemes.weighed(catalogue.indicators(of), schemes.weights(of, LAST).get(industry))
    return {one.key: one.points(of, LAST) for one in weighed if one.points(of, LAST)}


def test_without_a_scheme_every_industry_is_rated_by_the_same_indicators():
    assert schemes.weights(BOOK, LAST) == {}
    assert points_of(NATURE) == points_of("水利")


def test_a_scheme_weighs_its_dimension_and_leaves_the_others_and_the_other_industries_alone():
    own, others = points_of(NATURE, book(row())), points_of("水利", book(row()))
    assert (own["archives"], own["archive_check"]) == (8, 12)
    assert others == points_of(NATURE)
    assert {key: own[key] for key in own if "archive" not in key} == {
        key: others[key] for key in others if "archive" not in key
    }


def test_an_indicator_that_the_scheme_does_not_name_is_not_scored():
    assert "archive_check" not in points_of(NATURE, book(row(archives=20)))


def test_a_scheme_holds_from_its_day_and_its_latest_entry_holds():
    rows = row(since=date(2026, 1, 1))
    rows["dimension"] += row(since=date(2027, 1, 1), archives=20)["dimension"]
    found = book(rows)
    assert [points_of(NATURE, found)["archives"], schemes.weights(found, LAST)] == [12, {}]
    assert schemes.weights(found, date(2026, 12, 31))[NATURE] == {"archives": 8, "archive_check": 12}
    assert schemes.weights(found, date(2027, 1, 1))[NATURE] == {"archives": 20, "archive_check": 0}


def test_an_authority_s_check_counts_by_its_share_whatever_it_weighs():
    measured = Measured(2025, archives=Portion(5, 5), archive_checks=(Fraction(4),))  # 4 of 8: half
    own = schemes.weighed(catalogue.indicators(BOOK), schemes.weights(book(row()), LAST)[NATURE])
    assert rate(measured, BOOK, own).dimensions[Dimension.ARCHIVES] == 8 + 6
    assert rate(measured, BOOK, catalogue.indicators(BOOK)).dimensions[Dimension.ARCHIVES] == 12 + 4


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        (row(archives=9, archive_check=12), "makes 21 points of archives, not 20"),
        (row(archives=12, archive_check=4, give_ups=4), "takes give_ups for archives"),
        (row(archives=10, no_such=10), "takes no_such for archives"),
        (row(key="punctuality"), "punctuality"),
    ],
)
def test_a_scheme_that_does_not_fit_is_refused_at_start(wrong, word):
    with pytest.raises(ValueError, match=word):
        schemes.check_schemes(book(wrong), authorities())


def test_a_scheme_of_an_industry_that_the_catalogue_has_not_is_refused():
    with pytest.raises(ValueError, match="no industry 占卜"):
        schemes.check_schemes(book(row(industry="占卜")), authorities())


def test_a_dimension_whose_full_points_change_later_breaks_a_scheme_from_that_day():
    full = BOOK.figures["G2.dimension_points"]
    changed = replace(full, values=(*full.values, Dated(date(2031, 1, 1), 25)))
    found = Rulebook("x", dict(BOOK.figures) | {full.id: changed}, schemes=(row(),))
    with pytest.raises(ValueError, match="on 2031-01-01 the scheme of 生态环境 makes 20 points"):
        schemes.schemes(found)


def test_the_weights_are_written_and_read_back_exactly():
    weights = {NATURE: {"archives": Fraction(17, 2), "archive_check": Fraction(23, 2)}}
    assert schemes.read(schemes.write(weights)) == weights


def test_the_shipped_example_fits_and_has_a_name_in_both_languages():
    found = laid(BOOK, presets()["environment"])
    schemes.check_schemes(found, authorities())
    assert [schemes.schemes(found)[NATURE].called(language) for language in ("zh", "en")] == [
        "环境服务方案",
        "Scheme for environmental services",
    ]


def test_a_round_rates_by_the_scheme_that_it_was_opened_with_and_is_computed_again_by_it(
    db_session, monkeypatch
):
    monkeypatch.setitem(current_app.extensions, "kernel.rulebook", book(row()))
    found = round_of.frozen(round_of.entrant(personas.agency().organisation, "A", (NATURE,)))
    assert schemes.read(found.schemes)[NATURE] == {"archives": 8, "archive_check": 12}
    round_of.checked(found, points=(Decimal(6), Decimal(4)))
    monkeypatch.undo()  # whatever is in use when it is drawn up
    round_of.drawn_up(found)
    (draft,) = round_queries.all_drafts(found)
    assert json.loads(draft.dimensions)["archives"] == "14.00"  # 8 and half of 12
