"""Our standing and the second reckoning of standing_oracle.py say the same about thousands of histories."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blacklist import catalogue
from blacklist.consistency import faults
from kernel import rulebook
from marketplace.cli import standing as command
from tests.rulebook import standing_oracle
from tests.rulebook.standing_stories import asked_stories, odd_stories, stories, turning_points

BOOK = rulebook.shipped()
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
MANY = settings(max_examples=400, deadline=None, suppress_health_check=SLOW)


def ours(story, on):
    answer = command.answer(command.told(command.read(story), BOOK, on))
    assert answer.pop("because")
    return answer


@MANY
@given(asked_stories())
def test_the_second_reckoning_says_the_same(asked):
    story, on = asked
    assert standing_oracle.can_be(story)
    assert ours(story, on) == standing_oracle.tell(story, on)


@settings(MANY, max_examples=60)
@given(stories())
def test_the_second_reckoning_says_the_same_on_every_turning_point(story):
    for on in turning_points(story):
        assert ours(story, on) == standing_oracle.tell(story, on)


@settings(MANY, max_examples=200)
@given(odd_stories(), st.dates(date(2022, 1, 1), date(2030, 1, 1)))
def test_both_refuse_the_same_records(story, on):
    records = command.read(story)
    found = list(faults(records.history, records.readmissions, BOOK, catalogue.measures()))
    assert (not found) == standing_oracle.can_be(story)
    if not found:
        assert ours(story, on) == standing_oracle.tell(story, on)


@pytest.mark.long
@settings(MANY, max_examples=20_000)
@given(asked_stories())
def test_the_second_reckoning_says_the_same_of_twenty_thousand(asked):
    story, on = asked
    assert ours(story, on) == standing_oracle.tell(story, on)
