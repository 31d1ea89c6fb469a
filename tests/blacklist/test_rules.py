"""The records of standing, the shared counts, the measures in use, and figures other than today's."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from blacklist import catalogue, rules
from blacklist.consistency import faults
from blacklist.findings import Grade, Overdue, Rated, SeriousViolation, VetoKind, Violation
from blacklist.rules import RatingDecision, VetoDecision
from kernel import rulebook
from kernel.rulebook import Dated

BOOK = rulebook.shipped()
MEASURES = catalogue.measures()
D, C, N = Grade.D, Grade.C, Grade.N
DAY = timedelta(days=1)


def rating(year, grade=D, **more):
    return RatingDecision(**({"year": year, "grade": grade, "on": date(year + 1, 3, 20)} | more))


def veto(on, fact_on=None, **more):
    return VetoDecision(**({"kind": VetoKind.SERIOUS, "on": on, "fact_on": fact_on or on} | more))


def standing(history, on, readmissions=(), book=BOOK):
    return rules.standing(history, readmissions, book, on, MEASURES)


def with_figures(**values):
    """Return the shipped rulebook with other values, each by its days of effect."""
    figures = {name.replace("__", "."): rows for name, rows in values.items()}
    changed = {
        name: replace(BOOK.figures[name], values=tuple(Dated(day, value) for day, value in rows.items()))
        for name, rows in figures.items()
    }
    return replace(BOOK, figures={**BOOK.figures, **changed})


# ---- the measures in use ----


def test_the_measures_found_are_these_three():
    found = {measure.key: (measure.standing, measure.weight, str(measure.label)) for measure in MEASURES}
    assert found == {
        "yellow_card": ("yellow-card", 1, "Yellow card"),
        "removal": ("removed", 2, "Removal"),
        "blacklisting": ("blacklisted", 3, "Blacklist"),
    }


def test_the_serious_violations_are_those_of_the_rulebook_each_with_its_sentence():
    assert tuple(Violation) == BOOK.value("P4.serious", date(2026, 1, 1))
    sentences = {str(violation.sentence) for violation in Violation}
    assert len(sentences) == len(Violation)
    assert all(sentence.startswith("The agency ") and sentence.endswith(".") for sentence in sentences)


def test_the_fact_of_an_overdue_is_the_first_day_after_the_due_day():
    overdue = Overdue(order=7, due_on=date(2025, 12, 31), days=3)
    assert (overdue.fact_on, overdue.kind) == (date(2026, 1, 1), VetoKind.OVERDUE)


def test_what_is_reported_is_told_apart():
    serious = SeriousViolation(Violation.BRIBERY, date(2026, 1, 2))
    assert (serious.kind, serious.fact_on) == (VetoKind.SERIOUS, date(2026, 1, 2))
    assert Rated(2025, D, C) == Rated(2025, D, C) != Rated(2025, D, N)


# ---- records and counts ----


def test_a_decision_stands_from_its_day_to_the_day_before_it_is_set_aside():
    one = rating(2023, set_aside_on=date(2024, 6, 3))
    assert [one.stands(date(2024, 3, 20) + shift) for shift in (-DAY, 0 * DAY)] == [False, True]
    assert [one.stands(date(2024, 6, 3) + shift) for shift in (-DAY, 0 * DAY)] == [True, False]
    assert rating(2023).stands(date.max)


def test_a_row_is_of_rated_years_and_names_what_broke_it():
    a, b, c, d = rating(2020), rating(2021), rating(2022, C), rating(2023)
    rows = list(rules.deficient_rows((d, c, b, a)))
    assert [(row.ratings, row.broken_by) for row in rows] == [((a, b), c), ((d,), None)]


def test_a_row_is_complete_from_the_later_determination():
    early, late = rating(2021), rating(2020, on=date(2023, 1, 5))
    (row,) = rules.deficient_rows((early, late))
    assert [row.complete_on(count) for count in (1, 2)] == [date(2023, 1, 5), date(2023, 1, 5)]
    assert row.ratings == (late, early)


def test_decisions_in_force_carry_the_grade_that_counts():
    under = rating(2023, by_score=C)
    cause = veto(date(2023, 9, 1), set_aside_on=date(2024, 7, 1))
    assert rules.in_force([under, cause], date(2024, 6, 30)) == (replace(under, grade=N), cause)
    assert rules.in_force([under, cause], date(2024, 7, 1)) == (replace(under, grade=C),)
    assert rules.in_force([under, cause], date(2024, 3, 19)) == (cause,)


def test_vetoes_come_by_day_of_decision_then_of_fact():
    first, second = veto(date(2024, 1, 1)), veto(date(2024, 5, 1), date(2023, 1, 1))
    third = veto(date(2024, 5, 1))
    assert list(rules.vetoes((third, rating(2022), second, first))) == [first, second, third]


# ---- dated intervals ----


def test_effects_tell_from_when_to_when_each_measure_was_in_force_and_on_what_it_rests():
    first, second, ended = rating(2020), rating(2021), rating(2023, C)
    again = rating(2022)
    back = date(2023, 3, 20)
    history = (first, second, replace(again, on=date(2023, 3, 21)), ended)
    laid = rules.effects(history, [back], BOOK, date.max, MEASURES)
    assert [(e.measure, e.starts_on, e.locked_until, e.left_on) for e in laid] == [
        ("yellow_card", first.on, None, back),
        ("removal", second.on, date(2023, 3, 20), back),
        ("yellow_card", date(2023, 3, 21), None, ended.on),
    ]
    assert [e.rests_on for e in laid] == [(first,), (first, second), (history[2],)]
    assert [e.left_because.rule for e in laid] == ["P9", "P9", "P1"]


def test_effects_are_those_known_on_the_day():
    history = (rating(2020), rating(2021, set_aside_on=date(2022, 9, 1)))
    names = [
        [e.measure for e in rules.effects(history, (), BOOK, day, MEASURES)]
        for day in (date(2021, 3, 19), date(2022, 3, 19), date(2022, 8, 31), date(2022, 9, 1))
    ]
    assert names == [[], ["yellow_card"], ["yellow_card", "removal"], ["yellow_card"]]


def test_what_is_decided_on_the_day_of_re_entry_is_left_on_that_day():
    back = date(2022, 3, 20)
    laid = rules.effects((veto(date(2020, 1, 5)), rating(2021)), [back], BOOK, date.max, MEASURES)
    assert [(e.measure, e.starts_on, e.left_on) for e in laid] == [
        ("blacklisting", date(2020, 1, 5), back),
        ("yellow_card", back, back),
    ]
    assert not laid[1].is_in_force(back)


def test_a_removal_rests_on_the_two_that_complete_the_row():
    history = (rating(2020), rating(2021), rating(2022))
    laid = rules.effects(history, (), BOOK, date.max, MEASURES)
    assert {e.measure: e.rests_on for e in laid} == {"yellow_card": history[:1], "removal": history[:2]}


def test_a_re_entry_that_is_not_decided_yet_leaves_nothing():
    laid = rules.effects((veto(date(2020, 1, 5)),), [date(2022, 1, 6)], BOOK, date(2022, 1, 5), MEASURES)
    assert [e.left_on for e in laid] == [None]


def test_the_first_reason_is_that_of_the_heaviest_measure():
    history = (rating(2020), rating(2021), veto(date(2022, 9, 1)))
    assert standing(history, date(2022, 9, 1)).because[0].rule == "P4"
    assert [standing(history, date(year, 3, 20)).is_out for year in (2021, 2022)] == [False, True]
    assert [str(reason.sentence) for reason in standing(history, date(2022, 8, 31)).because] == [
        (
            "Removed from 2022-03-20: the ratings of 2020 and 2021 are deficient in a row; "
            "locked out until 2023-03-20."
        ),
        "Yellow card from 2021-03-20: the rating of 2020 is deficient (D).",
        "The last locked day is 2023-03-20; re-entry may be applied for from 2023-03-21.",
    ]


# ---- re-entry ----


def test_re_entry_may_be_applied_for_from_the_day_after_the_last_locked_one():
    assert rules.may_enter_from(date(2026, 2, 28)) == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (date(2019, 12, 31), "On 2019-12-31 the agency is not locked out, so it cannot re-enter."),
        (date(2020, 1, 5), "Re-entry on 2020-01-05 is refused; it may be applied for from 2022-01-06."),
        (date(2022, 1, 5), "Re-entry on 2022-01-05 is refused; it may be applied for from 2022-01-06."),
        (date(2022, 1, 6), None),
        (date(2030, 1, 6), None),
    ],
)
def test_re_entry_is_refused_with_the_date(on, sentence):
    refusal = rules.refusal_of_reentry((veto(date(2020, 1, 5)),), [], BOOK, on, MEASURES)
    assert (refusal and (refusal.rule, str(refusal.sentence))) == (sentence and ("P9", sentence))


def test_re_entry_is_judged_by_what_was_known_on_its_own_day():
    history = (veto(date(2020, 1, 5), set_aside_on=date(2020, 3, 1)),)
    assert rules.refusal_of_reentry(history, [], BOOK, date(2020, 2, 29), MEASURES).rule == "P9"
    known = str(rules.refusal_of_reentry(history, [], BOOK, date(2020, 3, 1), MEASURES).sentence)
    assert known.endswith("is not locked out, so it cannot re-enter.")


# ---- other figures ----


def test_another_citys_row_of_three_removes_with_the_third():
    book = with_figures(P2__row={date(2000, 1, 1): 3})
    history = [rating(2020), rating(2021), rating(2022), rating(2023)]
    names = [standing(history, date(year, 3, 20), book=book).name for year in (2021, 2022, 2023)]
    assert names == ["yellow-card", "yellow-card", "removed"]
    assert standing(history, date(2024, 3, 20), book=book).since == date(2023, 3, 20)


def test_a_longer_row_shows_its_card_from_the_first_determination():
    book = with_figures(P2__row={date(2000, 1, 1): 3})
    late = rating(2020, on=date(2022, 6, 1))
    assert standing([late, rating(2021)], date(2022, 6, 1), book=book).since == date(2022, 3, 20)


def test_a_lockout_is_measured_by_the_figures_of_its_own_day():
    book = with_figures(P4__lockout={date(2000, 1, 1): 2, date(2026, 1, 1): 3})
    before, after = veto(date(2025, 12, 31)), veto(date(2026, 1, 1), fact_on=date(2025, 12, 1))
    assert standing([before], date(2026, 6, 1), book=book).locked_until == date(2027, 12, 31)
    assert standing([after], date(2026, 6, 1), book=book).locked_until == date(2029, 1, 1)


def test_a_row_already_long_enough_is_complete_when_the_figure_falls():
    book = with_figures(P2__row={date(2000, 1, 1): 4, date(2023, 1, 1): 2})
    history = [rating(2020), rating(2021), rating(2022)]
    assert standing(history, date(2022, 3, 20), book=book).name == "yellow-card"
    assert standing(history, date(2023, 3, 20), book=book).since == date(2023, 3, 20)


def test_one_row_removes_once_though_the_figure_rises():
    book = with_figures(P2__row={date(2000, 1, 1): 2, date(2023, 1, 1): 3})
    found = standing([rating(2020), rating(2021), rating(2022)], date(2023, 3, 20), book=book)
    assert (found.since, found.locked_until) == (date(2022, 3, 20), date(2023, 3, 20))


# ---- what cannot be ----


def test_what_falls_on_one_day_can_be():
    day = date(2024, 3, 20)
    history = [veto(day, day, set_aside_on=day), rating(2023, set_aside_on=day), rating(2023)]
    assert not list(faults(history, [], BOOK, MEASURES))


def test_everything_that_cannot_be_is_named():
    history = [
        rating(2023, on=date(2023, 12, 31), set_aside_on=date(2023, 12, 30)),
        rating(2023),
        veto(date(2024, 1, 1), date(2024, 1, 2), set_aside_on=date(2023, 12, 31), id="x"),
        veto(date(2024, 1, 1), id="x"),
    ]
    found = [str(sentence) for sentence in faults(history, [date(2025, 1, 1)] * 2, BOOK, MEASURES)]
    assert found == [
        "The rating of 2023 cannot be determined on 2023-12-31, in or before its year.",
        "The rating of 2023 is set aside before it was determined on 2023-12-31.",
        "The veto x is given twice.",
        "A veto is decided on 2024-01-01, before its fact on 2024-01-02.",
        "A veto is set aside on 2023-12-31, before it was decided on 2024-01-01.",
        "The re-entry of 2025-01-01 is given twice.",
        "Re-entry on 2025-01-01 is refused; it may be applied for from 2026-01-02.",
    ]
