"""What must hold of every commitment, whatever happened to it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from kernel import rulebook, workdays
from kernel.clock import BEIJING, local_day
from marketplace.cli.clock import read
from marketplace.delivery.rules.deliveries import Fate
from marketplace.delivery.rules.history import Answer, Cause, Pause
from marketplace.delivery.rules.lights import Light
from marketplace.delivery.rules.reckoning import reckon
from tests.rulebook.clock_stories import asked_stories, known, stories

BOOK, CALENDAR = rulebook.shipped(), workdays.shipped()
DAY = timedelta(days=1)
LEAST = timedelta(microseconds=1)
LOOKS_AHEAD = 25
SOME = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def clock(records, today):
    return reckon(*records, CALENDAR, BOOK, today)


def counts(records, place, today):
    """Tell whether a pause counts: then every part of it meets C4, for no part begins earlier."""
    found = [one for one in clock(records, today).requests if (one.what, one.index) == ("pause", place)]
    return any(one.state.is_counted for one in found)


def with_pauses(records, pauses):
    commitment, events = records
    return commitment, replace(events, pauses=tuple(pauses))


def settled(verdict):
    """All of an answer but the days left, which every counted day takes one from."""
    return (
        (verdict.due, verdict.light, verdict.late, verdict.extended, verdict.provisional),
        (
            verdict.ignored,
            verdict.days,
            verdict.start_on,
            verdict.overrun_on,
            states(verdict),
            fates(verdict),
        ),
    )


def fates(verdict):
    return [one.fate for one in verdict.deliveries]


def states(verdict):
    return [(one.what, one.index, one.state) for one in verdict.requests]


@SOME
@given(asked_stories())
def test_asking_twice_gives_one_answer(asked):
    story, today = asked
    assert clock(read(story), today) == clock(read(story), today)
    assert reckon(*read(story), workdays.shipped(), rulebook.shipped(), today) == clock(read(story), today)


@SOME
@given(asked_stories(), st.times())
def test_any_time_of_a_day_in_beijing_gives_one_answer(asked, hour):
    story, today = asked
    hours = (time.min, hour, time.max)
    moments = [datetime.combine(today, one, BEIJING).astimezone(UTC) for one in hours]
    answers = [clock(read(story), local_day(moment)) for moment in moments]
    assert answers == [clock(read(story), today)] * 3
    assert local_day(moments[0] - LEAST) == today - DAY
    assert local_day(moments[-1] + LEAST) == today + DAY


@SOME
@given(asked_stories())
def test_a_promise_is_kept_to_the_last_moment_of_its_due_day_and_broken_at_midnight(asked):
    story, _ = asked
    records = read(story | {"deliveries": [], "pauses": [], "extensions": [], "ended_on": None})
    due = clock(records, date(2027, 3, 31)).due
    assume(due)
    assert clock(records, due).light is Light.DUE_TODAY
    assert clock(records, due + DAY).light is Light.OVERDUE


@SOME
@given(asked_stories())
def test_what_is_counted_in_an_unpublished_year_is_provisional_and_nothing_else(asked):
    story, today = asked
    verdict = clock(read(story), today)
    assert verdict.provisional == any(not CALENDAR.is_announced(day.date) for day in verdict.days)


@SOME
@given(asked_stories())
def test_what_is_dated_later_changes_nothing(asked):
    story, today = asked
    now, then = clock(read(story), today), clock(read(known(story, today)), today)
    assert settled(now)[0] == settled(then)[0]
    assert (now.days, now.left, now.overrun_on) == (then.days, then.left, then.overrun_on)
    assert len(now.ignored) == len(then.ignored)


@SOME
@given(asked_stories(), st.randoms(use_true_random=False))
def test_the_order_in_which_pauses_were_entered_changes_nothing(asked, chance):
    story, today = asked
    shuffled = list(story["pauses"])
    chance.shuffle(shuffled)
    one, other = clock(read(story), today), clock(read(story | {"pauses": shuffled}), today)
    assert settled(one)[0] == settled(other)[0]
    assert (one.left, one.overrun_on) == (other.left, other.overrun_on)
    assert [day.number for day in one.days] == [day.number for day in other.days]


@SOME
@given(asked_stories(most_requests=2), st.integers(0, 30), st.integers(0, 10), st.integers(0, 2))
def test_an_added_pause_never_brings_the_due_day_forward(asked, offset, length, place):
    story, today = asked
    commitment, events = records = read(story)
    first = commitment.effective_on + DAY * offset
    added = Pause(first, Cause.ORDER, first, first + DAY * length, Answer.CONFIRMED, first)
    place = min(place, len(events.pauses))
    longer = with_pauses(records, [*events.pauses[:place], added, *events.pauses[place:]])
    before, after = clock(records, today), clock(longer, today)
    assume(before.due)
    assert after.due >= before.due


@SOME
@given(asked_stories(most_requests=2), st.integers(1, 10))
def test_a_lengthened_pause_never_brings_the_due_day_forward(asked, more):
    story, today = asked
    records = read(story)
    for place, pause in enumerate(records[1].pauses):
        if pause.last_on:
            pauses = list(records[1].pauses)
            pauses[place] = replace(pause, last_on=pause.last_on + DAY * more)
            before, after = clock(records, today), clock(with_pauses(records, pauses), today)
            assert before.due is None or after.due >= before.due


@SOME
@given(asked_stories(), st.integers(0, 8))
def test_splitting_a_pause_changes_nothing(asked, cut):
    story, today = asked
    records = read(story)
    for place, pause in enumerate(records[1].pauses):
        middle = pause.first_on + DAY * cut
        if not pause.last_on or middle >= pause.last_on or not counts(records, place, today):
            continue
        parts = [replace(pause, last_on=middle), replace(pause, first_on=middle + DAY)]
        pauses = [*records[1].pauses[:place], *parts, *records[1].pauses[place + 1 :]]
        before, after = clock(records, today), clock(with_pauses(records, pauses), today)
        assert settled(before)[0] == settled(after)[0]
        assert (before.left, before.overrun_on) == (after.left, after.overrun_on)
        assert [day.number for day in before.days] == [day.number for day in after.days]


@SOME
@given(asked_stories())
def test_nothing_changes_before_the_next_look(asked):
    story, today = asked
    records = read(known(story, today))
    now = clock(records, today)
    assert now.next_look_on is None or now.next_look_on > today
    end = min(now.next_look_on or date.max, today + DAY * LOOKS_AHEAD)
    for offset in range(1, (end - today).days):
        later = clock(records, today + DAY * offset)
        assert (later.light, later.late) == (now.light, now.late)
        assert states(later) == states(now)
        if now.light not in (Light.ENDED, Light.ACCEPTED):
            assert settled(later) == settled(now)


@SOME
@given(stories())
def test_next_looks_lead_to_an_end(story):
    records = read(known(story, date(2027, 3, 1)))
    verdict, looks = clock(records, date(2027, 3, 1)), 0
    while verdict.next_look_on and looks < LOOKS_AHEAD:
        verdict, looks = clock(records, verdict.next_look_on), looks + 1
    drifts = any(pause["to"] is None for pause in story["pauses"]) or Fate.CONTESTED in fates(verdict)
    assert verdict.next_look_on is None or drifts


@SOME
@given(asked_stories())
def test_the_parts_of_an_answer_agree_with_one_another(asked):
    story, today = asked
    verdict = clock(read(story), today)
    counted = [day for day in verdict.days if day.counted]
    assert verdict.promise == story["promise"] + verdict.extended
    assert len(counted) == (verdict.promise if verdict.due else 0)
    assert (verdict.start_on is None) == (verdict.due is None) == (verdict.days == ())
    assert (verdict.left is None) == (not verdict.light.is_running)
    if verdict.light.is_running:
        assert verdict.left == sum(day.date > today for day in counted)
    assert (verdict.light is Light.OVERDUE) <= (verdict.overrun_on == (verdict.due or today) + DAY)
    assert (verdict.light in (Light.DUE_TODAY, Light.DUE_SOON, Light.ON_COURSE)) <= (
        verdict.overrun_on is None
    )
    assert all(day.is_workday for day in counted)
    assert not any(day.is_paused for day in counted)
    extended = sum(one.working_days for one in verdict.requests if one.what == "extension")
    assert extended == verdict.extended <= (story["promise"] + 1) // 2
