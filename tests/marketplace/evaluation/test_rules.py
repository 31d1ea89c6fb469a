"""An order is evaluated for 15 working days after acceptance, revised once within 3, and 1 or 5 stars say why."""

from datetime import date

import pytest

from kernel import rulebook, workdays
from kernel.rulebook import Dated, Figure, Rulebook
from marketplace.evaluation import rules
from marketplace.evaluation.rules import ASPECTS, Marks

BOOK, CALENDAR = rulebook.shipped(), workdays.shipped()
ACCEPTED, LAST, AFTER = date(2026, 5, 26), date(2026, 6, 16), date(2026, 6, 17)
GIVEN, LAST_REVISION = date(2026, 5, 29), date(2026, 6, 3)


def to_evaluate(accepted_on, today, book=BOOK):
    return rules.refusal_to_evaluate(accepted_on, today, CALENDAR, book)


def to_revise(today, revised_on=None):
    return rules.refusal_to_revise(GIVEN, revised_on, today, CALENDAR, BOOK)


def of_marks(reason="", **stars):
    marks = Marks(dict.fromkeys(ASPECTS, 3) | stars, fee_as_offered=True, told_at_once=True, reason=reason)
    return rules.refusal_of_marks(marks, BOOK, ACCEPTED)


def book_with(figure, value):
    laid = Figure(figure, figure, figure, "working days", "test", (Dated(date(2000, 1, 1), value),))
    return Rulebook("test", {**BOOK.figures, figure: laid})


# ---- when ----


@pytest.mark.parametrize("today", [ACCEPTED, date(2026, 6, 15), LAST])
def test_an_order_may_be_evaluated_from_its_acceptance_to_the_15th_working_day(today):
    assert to_evaluate(ACCEPTED, today) is None


def test_from_the_day_after_it_may_not_and_the_last_day_is_named():
    refused = to_evaluate(ACCEPTED, AFTER)
    assert refused.rule == "G2"
    assert "2026-06-16" in str(refused.sentence)
    assert refused.try_from is None


def test_an_order_that_was_not_accepted_is_not_evaluated():
    assert to_evaluate(None, ACCEPTED).rule == "G2"


def test_before_the_silence_that_accepts_it_has_passed_an_order_is_not_evaluated():
    refused = to_evaluate(ACCEPTED, date(2026, 5, 25))
    assert str(refused.sentence) == "An order is evaluated after it has been accepted."


def test_the_days_for_evaluating_are_a_figure_of_the_rulebook():
    book = book_with("G2.evaluate_within", 1)
    assert to_evaluate(ACCEPTED, date(2026, 5, 27), book) is None
    assert to_evaluate(ACCEPTED, date(2026, 5, 28), book) is not None


# ---- revising ----


@pytest.mark.parametrize("today", [GIVEN, date(2026, 6, 2), LAST_REVISION])
def test_an_evaluation_may_be_revised_to_the_third_working_day(today):
    assert to_revise(today) is None


def test_from_the_day_after_it_may_not_be_revised_and_the_last_day_is_named():
    refused = to_revise(date(2026, 6, 4))
    assert refused.rule == "G2"
    assert "2026-06-03" in str(refused.sentence)


@pytest.mark.parametrize("today", [GIVEN, date(2026, 6, 4)])
def test_an_evaluation_is_revised_once_whatever_the_day(today):
    refused = to_revise(today, revised_on=GIVEN)
    assert str(refused.sentence) == "An evaluation is revised once, and this one has been."


# ---- reasons ----


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("star", [1, 5])
def test_one_star_and_five_stars_need_a_reason_in_every_aspect(aspect, star):
    refused = of_marks(**{aspect: star})
    assert (refused.rule, refused.field) == ("G2", "reason")
    assert of_marks("提前三天交稿", **{aspect: star}) is None


@pytest.mark.parametrize("star", [2, 3, 4])
def test_stars_in_between_need_no_reason(star):
    assert of_marks(**dict.fromkeys(ASPECTS, star)) is None


def test_a_reason_of_blanks_is_none():
    assert of_marks(" \n ", overall=5) is not None
