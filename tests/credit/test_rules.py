"""The rating's parts, with rulebooks and indicators of the tests' own."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from credit import catalogue
from credit.evidence import Measured, Portion
from credit.rules import (
    Dimension,
    Grade,
    Indicator,
    Marks,
    Prior,
    Source,
    deduct,
    half_up,
    is_deficient,
    is_rated,
    mean,
    percent,
    plain,
    rate,
    share,
    shown,
)
from kernel.rulebook import Dated, Figure, Rulebook, shipped
from kernel.sentences import say

BOOK = shipped()
INDICATORS = catalogue.indicators(BOOK)
CHECKS = ("licence_checks", "archive_checks", "inspections")
SAID = say("%(good)s of %(of)s")


def book_with(**values):
    """Lay other figures over the shipped ones: a name is an id with its dots as double underscores."""
    laid = {name.replace("__", "."): value for name, value in values.items()}
    figures = {
        name: Figure(name, name, name, "points", "test", tuple(Dated(*dated) for dated in value))
        for name, value in laid.items()
    }
    return Rulebook("test", {**BOOK.figures, **figures})


def always(value):
    return [(date(2000, 1, 1), value)]


# ---- share, mean, deduct ----


@pytest.mark.parametrize(
    ("counted", "prior", "kept"),
    [
        (Portion(4, 5), Prior(), Fraction(4, 5)),
        (Portion(0, 5), Prior(), 0),
        (Portion(11, 12), Prior(Fraction(1), Fraction(5)), Fraction(16, 17)),
        (Portion(10, 11), Prior(Fraction(4, 5), Fraction(5)), Fraction(14, 16)),
        (Portion(0, 0), Prior(Fraction(4, 5), Fraction(5)), Fraction(4, 5)),
        (Portion(Fraction(48, 5), 11), Prior(Fraction(4, 5), Fraction(5)), Fraction(17, 20)),
        (Portion(1, 1), Prior(Fraction(1, 2), Fraction(1, 2)), Fraction(5, 6)),
    ],
)
def test_a_share_is_drawn_to_its_prior(counted, prior, kept):
    assert share(counted, SAID, prior) == Marks(kept, Fraction(0), share(counted, SAID, prior).because)


def test_a_share_of_nothing_without_a_prior_is_nothing_to_measure():
    assert share(Portion(0, 0), SAID) is None
    assert share(Portion(0, 0), SAID, Prior(Fraction(1), Fraction(0))) is None


def test_a_share_fills_in_its_sentence_and_keeps_what_was_in_it():
    sentence = say("%(who)s: %(good)s of %(of)s, %(weight)s at %(prior)s, %(share)s", who="owners")
    marks = share(Portion(1, 3), sentence, Prior(Fraction(4, 5), Fraction(5)))
    assert str(marks.because) == "owners: 1 of 3, 5 at 80%, 62.5%"


def test_a_mean_is_of_all_checks_and_of_the_points_they_can_give():
    marks = mean([Fraction(8), Fraction(10), Fraction(5)], Fraction(10), say("%(count)s %(mean)s %(full)s"))
    assert (marks.share, marks.deducted) == (Fraction(23, 30), 0)
    assert str(marks.because) == "3 7.67 10"
    assert mean([], Fraction(10), SAID) is None


def test_a_deduction_adds_up_each_so_many_times():
    marks = deduct([(2, Fraction(5)), (1, Fraction(5, 2))], SAID)
    assert marks == Marks(Fraction(1), Fraction(25, 2), SAID)
    assert deduct([], SAID).deducted == 0


# ---- rounding and writing ----


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(8995, 100), 1, "90.0"),
        (Fraction(89949999, 1000000), 1, "89.9"),
        (Fraction(1, 200), 2, "0.01"),
        (Fraction(4999, 1000000), 2, "0.00"),
        (Fraction(2, 3), 2, "0.67"),
        (Fraction(165, 1000), 2, "0.17"),
        (Fraction(0), 2, "0.00"),
        (100, 1, "100.0"),
        (Fraction(5, 2), 0, "3"),
    ],
)
def test_halves_are_rounded_up(value, places, text):
    assert str(half_up(value, places)) == text
    assert half_up(value, places) == Decimal(text)


def test_points_have_two_decimals_and_numbers_in_sentences_none_that_is_idle():
    assert [shown(Fraction(n)) for n in (0, 5, 12)] == ["0.00", "5.00", "12.00"]
    assert [plain(Fraction(n)) for n in ("0", "5", "100", "7.5", "0.125")] == ["0", "5", "100", "7.5", "0.13"]
    assert [percent(Fraction(n)) for n in ("1", "0.8", "16/17", "0")] == ["100%", "80%", "94.12%", "0%"]


# ---- who is rated, and the letter ----


@pytest.mark.parametrize("days", [0, 179, 180, 365])
@pytest.mark.parametrize(
    "known", [{}, {"completed_orders": 1}, *({check: (Fraction(0),)} for check in CHECKS)]
)
def test_who_is_rated_has_180_days_and_an_order_or_a_check(days, known):
    assert is_rated(Measured(2025, days_enrolled=days, **known), BOOK) == (days >= 180 and bool(known))


def test_what_owners_say_and_penalties_do_not_make_a_year_rated():
    measured = Measured(
        2025,
        days_enrolled=365,
        qualification_days=Portion(365, 365),
        contracts_filed=Portion(3, 3),
        minor_penalties=1,
        disclosure=Portion(1, 1),
        fee_as_offered=Portion(1, 1),
        overall_ratings=(5,),
        complaints_upheld=1,
        give_ups=1,
    )
    assert not is_rated(measured, BOOK)


def test_deficient_is_grade_d_alone():
    assert [grade for grade in Grade if is_deficient(grade)] == [Grade.D]


def test_thresholds_and_least_orders_come_from_the_rulebook():
    measured = Measured(2025, days_enrolled=365, completed_orders=5)  # 94.4 by priors alone
    assert rate(measured, BOOK, INDICATORS).grade is Grade.A
    assert rate(measured, book_with(G2__a=always(95)), INDICATORS).grade is Grade.B
    assert rate(measured, book_with(G2__a=always(Decimal("94.4"))), INDICATORS).grade is Grade.A
    assert rate(measured, book_with(G4__least_orders_for_a=always(6)), INDICATORS).grade is Grade.B
    assert rate(measured, book_with(G2__a=always(99), G2__b=always(98)), INDICATORS).grade is Grade.C
    severe = book_with(G2__a=always(99), G2__b=always(98), G2__c=always(97))
    assert rate(measured, severe, INDICATORS).grade is Grade.D


# ---- what is left out, what has no row yet, what is dated ----


def made(key, dimension, marks):
    return Indicator(key, dimension, Source.PLATFORM, lambda _measured, _book: marks)


HALF = Marks(Fraction(1, 2), Fraction(0), say("half"))
FIVE = Marks(Fraction(1), Fraction(5), say("five"))


def test_points_left_out_are_carried_in_proportion_and_deductions_stand_as_they_are():
    book = book_with(
        **{f"G2__points__{key}": always(points) for key, points in (("one", 10), ("two", 6), ("three", 4))}
    )
    one, two = made("one", Dimension.OPENNESS, HALF), made("two", Dimension.OPENNESS, FIVE)
    three = made("three", Dimension.OPENNESS, None)
    scored = rate(Measured(2025), book, [one, two, three]).scored
    assert [(s.points, s.lost) for s in scored] == [
        (Fraction(25, 2), Fraction(25, 4)),
        (Fraction(15, 2), 5),
    ]


def test_a_deduction_greater_than_the_points_carried_takes_them_all_and_no_more():
    book = book_with(G2__points__one=always(16), G2__points__two=always(4))
    indicators = [made("one", Dimension.ETHICS, HALF), made("two", Dimension.ETHICS, FIVE)]
    verdict = rate(Measured(2025), book, indicators)
    assert [s.lost for s in verdict.scored] == [8, 4]
    assert verdict.dimensions[Dimension.ETHICS] == 8


def test_a_dimension_of_which_nothing_can_be_measured_loses_nothing():
    book = book_with(G2__points__one=always(20))
    verdict = rate(Measured(2025), book, [made("one", Dimension.ARCHIVES, None)])
    assert verdict.scored == verdict.lost == ()
    assert set(verdict.dimensions.values()) == {20}
    assert str(verdict.total) == "100.0"


def test_an_indicator_counts_from_the_year_in_which_its_row_begins():
    book = book_with(
        G2__points__old=[(date(2000, 1, 1), 20), (date(2026, 12, 31), 15), (date(2028, 1, 1), 0)],
        G2__points__new=[(date(2026, 12, 31), 5), (date(2028, 1, 1), 20)],
    )
    indicators = [made("old", Dimension.ETHICS, HALF), made("new", Dimension.ETHICS, HALF)]

    def carried(year):
        return {s.indicator.key: s.points for s in rate(Measured(year), book, indicators).scored}

    assert carried(2025) == {"old": 20}
    assert carried(2026) == carried(2027) == {"old": 15, "new": 5}
    assert carried(2028) == {"new": 20}
    assert made("none", Dimension.ETHICS, HALF).points(book, date(2026, 1, 1)) == 0


def test_an_indicator_that_is_not_in_force_is_not_even_asked():
    def asked(measured, book):
        raise AssertionError("asked")

    indicator = Indicator("one", Dimension.ETHICS, Source.PLATFORM, asked)
    book = book_with(G2__points__one=[(date(2027, 1, 1), 20)])
    assert rate(Measured(2026), book, [indicator]).lost == ()
    with pytest.raises(AssertionError):
        rate(Measured(2027), book, [indicator])


def test_a_year_is_judged_by_the_figures_of_its_own_31_december():
    measured = {"days_enrolled": 365, "completed_orders": 5, "give_ups": 1}
    book = book_with(G2__give_up=[(date(2000, 1, 1), 1), (date(2026, 1, 1), 2), (date(2027, 12, 31), 3)])

    def lost(year):
        verdict = rate(Measured(year, **measured), book, INDICATORS)
        return next(s.lost for s in verdict.lost if s.indicator.key == "give_ups")

    assert [lost(year) for year in (2025, 2026, 2027, 2028)] == [1, 2, 3, 3]


def test_before_the_first_figures_no_year_can_be_rated():
    with pytest.raises(LookupError, match=r"G2\.dimension_points has no value on 1999-12-31"):
        rate(Measured(1999), BOOK, INDICATORS)


def test_figures_with_decimals_are_exact():
    book = book_with(G2__complaint=always(Decimal("0.1")), G4__prior_owner=always(Decimal("0.7")))
    verdict = rate(Measured(2025, complaints_upheld=3), book, INDICATORS)
    lost = {s.indicator.key: s.lost for s in verdict.lost}
    assert lost["complaints"] == Fraction(3, 10)
    assert lost["fee_as_offered"] == 3  # of the 10 points that it carries while no service is listed


# ---- the verdict ----


def test_the_verdict_keeps_year_edition_order_and_what_lost_nothing_too():
    verdict = rate(Measured(2025, give_ups=1), BOOK, INDICATORS)
    assert (verdict.year, verdict.edition) == (2025, BOOK.edition)
    assert list(verdict.dimensions) == list(Dimension)
    assert [s.indicator.key for s in verdict.scored] == [
        "contracts_filed",
        "penalties",
        "fee_as_offered",
        "told_at_once",
        "archives",
        "overall_ratings",
        "commitments",
        "complaints",
        "give_ups",
    ]
    assert [s.indicator.key for s in verdict.lost] == [
        "fee_as_offered",
        "told_at_once",
        "overall_ratings",
        "give_ups",
    ]


@pytest.mark.parametrize(
    ("days", "orders", "has_veto", "grade", "by_score"),
    [
        (365, 5, False, "A", "A"),
        (365, 5, True, "D", "A"),
        (365, 4, True, "D", "B"),
        (179, 5, False, "N", "N"),
        (179, 5, True, "D", "N"),
        (365, 0, True, "D", "N"),
    ],
)
def test_a_veto_comes_first_then_not_rated_then_the_score(days, orders, has_veto, grade, by_score):
    measured = Measured(2025, days_enrolled=days, completed_orders=orders, has_veto=has_veto)
    verdict = rate(measured, BOOK, INDICATORS)
    assert (verdict.grade, verdict.by_score, str(verdict.total)) == (grade, by_score, "94.4")
