"""Our clock and the diary of clock_oracle.py say the same about thousands of histories."""

import pytest
from hypothesis import HealthCheck, given, settings

from kernel import rulebook, workdays
from marketplace.cli.clock import answer, read
from marketplace.delivery.rules.consistency import faults
from marketplace.delivery.rules.reckoning import reckon
from tests.rulebook.clock_oracle import Diary
from tests.rulebook.clock_stories import asked_stories

BOOK, CALENDAR = rulebook.shipped(), workdays.shipped()
MANY = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def ours(story, today):
    commitment, events = read(story)
    assert not list(faults(commitment, events, BOOK))
    said = answer(reckon(commitment, events, CALENDAR, BOOK, today))
    said["days"] = [(day["date"], day["counted"]) for day in said["days"]]
    said["ignored"] = [(one["what"], one["index"]) for one in said["ignored"]]
    return said


def agree(asked):
    story, today = asked
    assert ours(story, today) == Diary(story).tell(today)


@MANY
@given(asked_stories())
def test_the_diary_says_the_same(asked):
    agree(asked)


@pytest.mark.long
@settings(MANY, max_examples=30_000)
@given(asked_stories(most_requests=7))
def test_the_diary_says_the_same_of_thirty_thousand_crowded_histories(asked):
    agree(asked)
