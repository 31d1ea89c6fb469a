"""The table of requests and deliveries that a page shows beside the clock, and what a job is told."""

from dataclasses import replace
from datetime import date

import pytest

from kernel import rulebook, workdays
from marketplace.delivery.rules.deliveries import Fate
from marketplace.delivery.rules.history import (
    Answer,
    Cause,
    Commitment,
    Delivery,
    Events,
    Extension,
    Pause,
)
from marketplace.delivery.rules.pauses import Answerer, Ending, answerer, last_day
from marketplace.delivery.rules.reckoning import reckon
from marketplace.delivery.rules.states import State

MONDAY = date(2026, 3, 2)


def march(day):
    return date(2026, 3, day)


def clock(today, *, promise=10, start=MONDAY, **events):
    kinds = {kind: tuple(rows) for kind, rows in events.items()}
    commitment = Commitment(promise, start, start)
    return reckon(commitment, Events(**kinds), workdays.shipped(), rulebook.shipped(), today)


def pause(first, last=None, **fields):
    return Pause(
        march(first), **{"cause": Cause.OWNER_STOPPED, "asked_on": march(first)} | fields, last_on=last
    )


def row(verdict, place=0):
    one = verdict.requests[place]
    return one.what, one.index, one.state, str(one.why), one.answer_by, one.due_then, one.working_days


def confirmed(day):
    return {"answer": Answer.CONFIRMED, "answered_on": march(day)}


@pytest.mark.parametrize(
    ("fields", "today", "state", "why", "working_days"),
    [
        ({}, 9, State.WAITING, "To be answered by 2026-03-09.", 0),
        ({}, 10, State.COUNTS_BY_SILENCE, "Not answered by 2026-03-09: confirmed.", 3),
        (
            {"cause": Cause.ORDER},
            10,
            State.REFUSED_BY_SILENCE,
            "Not answered by 2026-03-09: refused.",
            0,
        ),
        (confirmed(6), 6, State.COUNTS, "Confirmed on 2026-03-06.", 3),
        (
            {"answer": Answer.REFUSED, "answered_on": march(6)},
            6,
            State.REFUSED,
            "Refused on 2026-03-06.",
            0,
        ),
    ],
)
def test_a_pause_says_its_state_until_when_it_waits_and_what_it_costs(
    fields, today, state, why, working_days
):
    verdict = clock(march(today), pauses=[pause(5, march(9), **fields)])
    assert row(verdict) == ("pause", 0, state, why, march(9), march(16), working_days)


def test_a_pause_asked_for_too_late_says_until_when_it_could_be():
    verdict = clock(march(12), pauses=[pause(5, march(9), asked_on=march(10), **confirmed(10))])
    assert row(verdict)[2:4] == (State.IGNORED, "Asked for after 2026-03-09, the last day for asking.")


def test_a_pause_asked_for_after_the_due_day_says_which_it_was():
    verdict = clock(march(17), pauses=[pause(17)])
    assert row(verdict)[2:4] == (State.IGNORED, "Asked for after the due day of then, 2026-03-16.")


def test_an_overlapping_pause_costs_what_lies_in_it():
    both = [pause(5, march(9), **confirmed(5)), pause(9, march(10), **confirmed(9))]
    verdict = clock(march(11), pauses=both)
    assert [one.working_days for one in verdict.requests] == [3, 2]
    assert sum(day.is_paused and day.is_workday for day in verdict.days) == 4


def test_an_open_pause_that_has_not_begun_costs_nothing():
    verdict = clock(march(9), pauses=[pause(11, asked_on=march(9), **confirmed(9))])
    assert row(verdict)[2:] == (State.COUNTS, "Confirmed on 2026-03-09.", march(11), march(16), 0)
    assert verdict.due == march(16)
    assert verdict.next_look_on == march(11)


@pytest.mark.parametrize(
    ("extension", "today", "state", "why", "working_days"),
    [
        (Extension(2, march(4)), 6, State.WAITING, "To be answered by 2026-03-06.", 0),
        (Extension(2, march(4)), 7, State.REFUSED_BY_SILENCE, "Not answered by 2026-03-06: refused.", 0),
        (Extension(2, march(4), march(5)), 5, State.COUNTS, "Agreed on 2026-03-05.", 2),
        (Extension(2, march(4), None, march(5)), 5, State.REFUSED, "Refused on 2026-03-05.", 0),
        (Extension(2, march(4), None, march(9)), 9, State.REFUSED_BY_SILENCE, "Not answered by", 0),
        (Extension(2, march(4), march(9)), 9, State.IGNORED, "Agreed after 2026-03-06, the last day", 0),
        (Extension(2, march(17), march(17)), 17, State.IGNORED, "Asked for after the due day of then,", 0),
        (Extension(6, march(4)), 4, State.IGNORED, "Beyond what may be extended: at most 2 times and 5", 0),
    ],
)
def test_an_extension_says_its_state_and_what_it_adds(extension, today, state, why, working_days):
    what, index, found, said, _, due_then, days = row(clock(march(today), extensions=[extension]))
    assert (what, index, found, due_then, days) == ("extension", 0, state, march(16), working_days)
    assert said.startswith(why)


def test_an_extension_that_finds_no_room_waits_no_longer():
    asked = [Extension(3, march(3)), Extension(3, march(4), march(4))]
    assert clock(march(3), extensions=asked).requests[0].state is State.WAITING
    assert clock(march(4), extensions=asked).requests[0].state is State.IGNORED


def test_room_taken_after_an_extension_was_refused_does_not_make_it_break_the_rule():
    asked = [Extension(3, march(3), None, march(3)), Extension(3, march(3)), Extension(3, march(9), march(9))]
    states = [one.state for one in clock(march(10), extensions=asked).requests]
    assert states == [State.REFUSED, State.REFUSED_BY_SILENCE, State.COUNTS]


def test_a_delivery_says_until_when_the_next_one_must_act():
    rejected = Delivery(march(10), rejected_on=march(12), contested_on=march(16))
    found = [clock(march(day), deliveries=[rejected]).deliveries[0] for day in (10, 12, 16)]
    assert [one.fate for one in found] == [Fate.DELIVERED, Fate.REJECTED, Fate.CONTESTED]
    assert found[0].accept_by.day == march(17)
    assert found[1].contest_by.day == march(16)
    assert found[2].decide_by.day == march(23)


def test_silence_is_told_from_an_acceptance():
    fates = [
        clock(march(day), deliveries=[Delivery(march(10), accepted_on=march(17))]).deliveries[0].fate
        for day in (17, 18)
    ]
    assert fates == [Fate.ACCEPTED, Fate.ACCEPTED]
    assert clock(march(18), deliveries=[Delivery(march(10))]).deliveries[0].fate is Fate.ACCEPTED_BY_SILENCE


@pytest.mark.parametrize(
    ("today", "look"),
    [(march(2), march(11)), (march(11), march(16)), (march(16), march(17)), (march(17), None)],
)
def test_a_running_clock_is_looked_at_when_its_light_may_change(today, look):
    assert clock(today).next_look_on == look


def test_a_waiting_request_is_looked_at_when_silence_answers():
    assert clock(march(9), pauses=[pause(9)]).next_look_on == march(11)
    assert clock(march(5), extensions=[Extension(1, march(3))]).next_look_on == march(6)


def test_a_pause_is_looked_at_on_its_first_day_and_after_its_last():
    planned = [pause(12, march(13), asked_on=march(4), **confirmed(4))]
    looks = [clock(march(day), promise=20, pauses=planned).next_look_on for day in (4, 12)]
    assert looks == [march(12), march(14)]


def test_a_pause_and_a_contest_without_an_end_are_looked_at_every_day():
    assert clock(march(9), pauses=[pause(5, **confirmed(5))]).next_look_on == march(10)
    contested = Delivery(march(10), rejected_on=march(11), contested_on=march(12))
    assert clock(march(12), deliveries=[contested]).next_look_on == march(13)


def test_a_delivery_is_looked_at_when_silence_accepts_it_and_then_no_more():
    assert clock(march(10), deliveries=[Delivery(march(10))]).next_look_on == march(18)
    assert clock(march(18), deliveries=[Delivery(march(10))]).next_look_on is None


def test_a_clock_that_starts_later_is_looked_at_on_its_start_day():
    assert clock(march(2), start=march(6)).next_look_on == march(6)
    unknown = Commitment(10, march(2))
    assert reckon(unknown, Events(), workdays.shipped(), rulebook.shipped(), march(3)).next_look_on is None


@pytest.mark.parametrize(
    ("events", "is_certain"),
    [
        ({}, True),
        ({"pauses": [Pause(date(2026, 12, 30), Cause.ORDER, date(2026, 12, 30))]}, False),
        ({"pauses": [Pause(date(2026, 12, 22), Cause.ORDER, date(2026, 12, 22))]}, True),
        ({"extensions": [Extension(1, date(2026, 12, 30))]}, False),
        ({"deliveries": [Delivery(date(2026, 12, 28))]}, False),
        ({"deliveries": [Delivery(date(2026, 12, 21))]}, True),
        ({"deliveries": [Delivery(date(2026, 12, 24), rejected_on=date(2026, 12, 30))]}, False),
    ],
)
def test_no_case_is_opened_on_a_limit_in_an_unannounced_year(events, is_certain):
    verdict = clock(date(2026, 12, 31), promise=8, start=date(2026, 12, 21), **events)
    assert verdict.due == date(2026, 12, 31) or events.get("deliveries")
    assert verdict.is_certain is is_certain


def test_a_provisional_due_day_is_not_certain():
    verdict = clock(date(2026, 12, 31), promise=9, start=date(2026, 12, 21))
    assert (verdict.provisional, verdict.is_certain, verdict.has_provisional_limits) == (True, False, False)


def test_of_two_last_days_the_earlier_one_holds():
    assert last_day([Ending(march(12)), Ending(march(9))]) == march(9)


def test_a_last_day_to_which_the_other_side_objects_does_not_hold():
    assert last_day([Ending(march(12)), Ending(march(9), is_objected=True)]) == march(12)
    assert last_day([Ending(march(9), is_objected=True)]) is None


def test_a_pause_without_any_last_day_is_open():
    assert last_day([]) is None


def test_the_owner_answers_two_causes_and_the_authority_the_others():
    found = [answerer(cause, MONDAY, rulebook.shipped()) for cause in Cause]
    assert found == [Answerer.OWNER] * 2 + [Answerer.AUTHORITY] * 4


def test_a_cause_that_nobody_answers_is_an_error_of_the_rulebook():
    book = rulebook.shipped()
    orphaned = {key: figure for key, figure in book.figures.items() if key != "C3.causes_of_authority"}
    nobody = replace(
        book.figures["C3.causes_of_authority"], values=(rulebook.Dated(date(2000, 1, 1), (3, 4, 5)),)
    )
    other = rulebook.Rulebook(book.edition, orphaned | {"C3.causes_of_authority": nobody})
    with pytest.raises(LookupError, match="nobody answers cause 6 on 2026-03-02"):
        answerer(Cause.SEASON_OR_WEATHER, MONDAY, other)
