"""What holds of every rating, whatever was measured; the second reckoning on thousands of made-up years."""

import hashlib
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credit import catalogue
from credit.evidence import (
    AuthorityCheck,
    Checked,
    ContractFiled,
    Disclosure,
    Enrolment,
    GiveUp,
    Inspection,
    OrderCompleted,
    OwnersAnswers,
    Penalty,
    QualificationDays,
    UpheldComplaint,
    Weight,
    tally,
)
from credit.rules import Grade, rate
from kernel import rulebook
from marketplace.cli import rating as command
from tests.rulebook import rating_oracle

BOOK = rulebook.shipped()
INDICATORS = catalogue.indicators(BOOK)
KEYS = {
    "qualification_days": ("valid", "total"),
    "contracts_filed": ("in_time", "total"),
    "disclosure": ("complete", "listed"),
    "fee_as_offered": ("yes", "total"),
    "told_at_once": ("yes", "total"),
    "archives": ("complete", "total"),
    "commitments": ("without_extension", "total"),
}


def rated(fields):
    return rate(command.read(fields, BOOK), BOOK, INDICATORS)


def pairs(name):
    good, of = KEYS[name]
    few = st.integers(0, 12)
    many = st.integers(0, 2000)
    return (few | many).flatmap(lambda n: st.integers(0, n).map(lambda k: {good: k, of: n}))


def points(full):
    return st.integers(0, full) | st.integers(0, full * 100).map(lambda hundredths: hundredths / 100)


FILES = st.fixed_dictionaries(
    {name: pairs(name) for name in KEYS}
    | {
        "year": st.integers(2000, 2100),
        "days_enrolled": st.integers(170, 190) | st.integers(0, 365),
        "completed_orders": st.integers(0, 12),
        "licence_check": st.none() | points(6),
        "inspections": st.lists(points(10), max_size=4),
        "penalties": st.fixed_dictionaries(
            {"minor": st.just(0) | st.integers(0, 6), "serious": st.just(0) | st.integers(0, 3)}
        ),
        "archive_check": st.none() | points(8),
        "overall_ratings": st.lists(st.integers(1, 5), max_size=30),
        "complaints_upheld": st.just(0) | st.integers(0, 5),
        "give_ups": st.just(0) | st.integers(0, 5),
        "veto": st.booleans(),
    }
)
some = settings(max_examples=100, deadline=None)


def agree(fields):
    answer = command.answer(rated(fields))
    answer["lost"] = {lost["indicator"]: lost["points"] for lost in answer["lost"]}
    return answer == rating_oracle.rated(fields)


@some
@given(FILES)
def test_the_second_reckoning_agrees(fields):
    assert agree(fields)


def made_up(number):
    """Make a year out of a hash: quicker than a search, the same in every run, its bytes as good as dice."""
    dice = iter(hashlib.shake_256(str(number).encode()).digest(256))

    def upto(most):
        return (next(dice) * 256 + next(dice)) % (most + 1)

    def pair(good, of):
        total = upto((0, 3, 12, 400)[upto(3)])
        return {good: upto(total), of: total}

    return {name: pair(*keys) for name, keys in KEYS.items()} | {
        "year": 2000 + upto(60),
        "days_enrolled": (179, 180, upto(365), 365)[upto(3)],
        "completed_orders": upto(8),
        "licence_check": (None, upto(6), upto(600) / 100)[upto(2)],
        "inspections": [upto(100) / 10 for _ in range(upto(3))],
        "penalties": {"minor": upto(3) // 2, "serious": upto(4) // 4},
        "archive_check": (None, upto(8), upto(800) / 100)[upto(2)],
        "overall_ratings": [1 + upto(4) for _ in range(upto(20))],
        "complaints_upheld": upto(4) // 2,
        "give_ups": upto(5) // 2,
        "veto": upto(9) == 0,
    }


def test_the_second_reckoning_agrees_on_a_thousand_years_of_every_grade():
    years = [made_up(number) for number in range(1000)]
    assert [fields for fields in years if not agree(fields)] == []
    assert {rating_oracle.rated(fields)["by_score"] for fields in years} == set("ABCDN")


@pytest.mark.long
def test_the_second_reckoning_agrees_on_a_hundred_thousand_years():
    assert all(agree(made_up(number)) for number in range(1000, 101000))


@some
@given(FILES)
def test_points_stay_within_their_bounds_and_what_is_lost_makes_up_the_rest_exactly(fields):
    verdict = rated(fields)
    assert all(0 <= dimension <= 20 for dimension in verdict.dimensions.values())
    assert all(0 < scored.lost <= scored.points for scored in verdict.lost)
    assert verdict.exact_total + sum(scored.lost for scored in verdict.lost) == 100
    for dimension, kept in verdict.dimensions.items():
        own = [scored for scored in verdict.scored if scored.indicator.dimension is dimension]
        assert sum(scored.points for scored in own) == 20
        assert kept == sum(scored.points - scored.lost for scored in own)


def one_more(fields, name, *, full):
    """Add one more item of a kind to a year: with full marks, or with none."""
    if name in KEYS:
        good, of = KEYS[name]
        was = fields[name]
        return fields | {name: {good: was[good] + full, of: was[of] + 1}}
    if name == "inspections":
        return fields | {name: [*fields[name], 10 if full else 0]}
    if name == "overall_ratings":
        return fields | {name: [*fields[name], 5 if full else 1]}
    return fields | {name: {"licence_check": 6, "archive_check": 8}[name] if full else 0}


ITEMS = (*KEYS, "inspections", "overall_ratings", "licence_check", "archive_check")


@some
@given(FILES, st.sampled_from(ITEMS))
def test_one_more_item_with_full_marks_never_lowers_and_one_with_none_never_raises_a_score(fields, name):
    score = rated(fields).exact_total
    if name.endswith("_check"):
        fields = fields | {name: None}  # a check is one number: one more is one where there was none
        score = rated(fields).exact_total
    assert rated(one_more(fields, name, full=True)).exact_total >= score
    assert rated(one_more(fields, name, full=False)).exact_total <= score


@some
@given(FILES, st.sampled_from(("minor", "serious", "complaints_upheld", "give_ups")))
def test_one_more_deduction_never_raises_a_score(fields, name):
    if name in fields:
        worse = fields | {name: fields[name] + 1}
    else:
        worse = fields | {"penalties": fields["penalties"] | {name: fields["penalties"][name] + 1}}
    assert rated(worse).exact_total <= rated(fields).exact_total


@some
@given(FILES)
def test_the_order_of_checks_and_stars_changes_nothing(fields):
    turned = fields | {name: fields[name][::-1] for name in ("inspections", "overall_ratings")}
    assert command.answer(rated(turned)) == command.answer(rated(fields))


@some
@given(FILES)
def test_a_veto_changes_the_grade_and_nothing_else(fields):
    free, vetoed = rated(fields | {"veto": False}), rated(fields | {"veto": True})
    assert vetoed.grade is Grade.D
    assert (vetoed.by_score, vetoed.scored) == (free.grade, free.scored)


DAYS = st.dates(date(2024, 12, 1), date(2026, 1, 31))
RECORDS = st.lists(
    st.one_of(
        st.builds(ContractFiled, DAYS, st.booleans()),
        st.builds(AuthorityCheck, DAYS, st.sampled_from(Checked), st.decimals(0, 6, places=2)),
        st.builds(Inspection, DAYS, st.decimals(0, 10, places=1)),
        st.builds(Penalty, DAYS, st.sampled_from(Weight)),
        st.builds(OrderCompleted, DAYS, st.booleans(), st.booleans()),
        st.builds(OwnersAnswers, DAYS, st.integers(1, 5), st.booleans(), st.booleans()),
        st.builds(UpheldComplaint, DAYS),
        st.builds(GiveUp, DAYS),
        st.builds(QualificationDays, DAYS, st.integers(0, 100), st.integers(100, 200)),
        st.builds(Disclosure, DAYS, st.integers(0, 3), st.integers(3, 6)),
        st.builds(Enrolment, DAYS, st.none() | DAYS),
    ),
    max_size=40,
)


@some
@given(RECORDS.flatmap(lambda records: st.tuples(st.just(records), st.permutations(records))))
def test_the_order_in_which_facts_are_entered_never_changes_an_answer(both):
    entered, shuffled = both
    assert tally(2025, entered) == tally(2025, shuffled)


@some
@given(RECORDS)
def test_facts_of_other_years_never_change_an_answer(records):
    own = [r for r in records if r.on.year == 2025 or isinstance(r, Enrolment)]
    measured = tally(2025, records)
    assert measured == tally(2025, own)
    assert measured.completed_orders == measured.archives.of == measured.commitments.of
    assert 0 <= measured.days_enrolled <= 365
    assert 0 <= rate(measured, BOOK, INDICATORS).exact_total <= Fraction(100)
