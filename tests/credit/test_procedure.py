"""G7: the table of the round, branch by branch: what each state allows, and what holds a step back."""

from datetime import date, timedelta
from itertools import product

import pytest

from blacklist.findings import Grade
from credit import procedure
from credit.procedure import MOVES, SECOND_MOVES, Progress, Told, refusal
from credit.vocabulary import Act, Answer, Second, State, Who
from kernel import rulebook, workdays

DAYS = procedure.deadlines(2025, workdays.shipped(), rulebook.shipped())
DAY = timedelta(days=1)
MARCH = date(2026, 3, 10)
EXPECTED = {
    State.OPENED: {Act.FREEZE},
    State.FROZEN: {Act.SELF_CHECK, Act.CHECK, Act.RULE_ON_EVIDENCE, Act.DRAW_UP},
    State.OBJECTIONS: {
        Act.OBJECT,
        Act.ANNOUNCE_HEARING,
        Act.HOLD_HEARING,
        Act.ANSWER,
        Act.RULE_ON_EVIDENCE,
        Act.CLOSE_OBJECTIONS,
    },
    State.DETERMINED: set(),
}
EXPECTED[State.SECOND] = (EXPECTED[State.OBJECTIONS] - {Act.CLOSE_OBJECTIONS}) | {
    Act.CONFIRM,
    Act.SEND_BACK,
    Act.RESUBMIT,
    Act.PUBLISH,
}
EXPECTED[State.PUBLICITY] = (EXPECTED[State.SECOND] - {Act.PUBLISH}) | {Act.DETERMINE}


@pytest.mark.parametrize(("state", "act"), list(product(State, Act)), ids=str)
def test_the_table_opens_what_the_rule_says_and_nothing_else(state, act):
    assert ((state, act) in MOVES) == (act in EXPECTED[state])


def test_the_states_follow_one_another_by_a_step_of_the_managing_office_alone():
    forward = {(state, move.to): move.who for (state, _), move in MOVES.items() if state is not move.to}
    assert list(forward) == list(zip(list(State), list(State)[1:], strict=False))
    assert set(forward.values()) == {Who.OFFICE}


def test_an_authority_checks_an_agency_objects_and_a_second_person_confirms():
    assert {move.who for (_, act), move in MOVES.items() if act is Act.CHECK} == {Who.AUTHORITY}
    assert {move.who for (_, act), move in MOVES.items() if act is Act.OBJECT} == {Who.AGENCY}
    seconds = {move.who for (_, act), move in MOVES.items() if act in (Act.CONFIRM, Act.SEND_BACK)}
    assert seconds == {Who.SECOND}


def test_the_second_check_is_asked_confirmed_or_sent_back_and_asked_again():
    assert SECOND_MOVES == {
        (Second.ASKED, Act.CONFIRM): Second.CONFIRMED,
        (Second.ASKED, Act.SEND_BACK): Second.SENT_BACK,
        (Second.SENT_BACK, Act.RESUBMIT): Second.ASKED,
    }


def test_every_state_answer_and_check_has_a_sentence():
    for words in (State, Second, Answer):
        assert all(str(word.sentence) for word in words)


@pytest.mark.parametrize(
    ("act", "progress", "today", "try_from"),
    [
        (Act.FREEZE, Progress(), date(2026, 1, 14), date(2026, 1, 15)),
        (Act.DRAW_UP, Progress(checks_open=1), DAYS.check_by, DAYS.check_by + DAY),
        (Act.CLOSE_OBJECTIONS, Progress(may_object_until=MARCH), MARCH, MARCH + DAY),
        (Act.CLOSE_OBJECTIONS, Progress(objections_open=1), MARCH, None),
        (Act.PUBLISH, Progress(may_object_until=MARCH), MARCH, MARCH + DAY),
        (Act.PUBLISH, Progress(objections_open=1), MARCH, None),
        (Act.PUBLISH, Progress(unchecked=1), MARCH, None),
        (Act.PUBLISH, Progress(out_of_date=1), MARCH, None),
        (Act.DETERMINE, Progress(objections_open=1), MARCH, None),
        (Act.DETERMINE, Progress(may_object_until=MARCH), MARCH, MARCH + DAY),
        (Act.DETERMINE, Progress(unchecked=1), MARCH, None),
        (Act.DETERMINE, Progress(out_of_date=1), MARCH, None),
        (Act.DETERMINE, Progress(public_until=MARCH), MARCH, MARCH + DAY),
    ],
)
def test_a_step_is_held_back_with_the_day_from_which_it_may_be_taken(act, progress, today, try_from):
    refused = refusal(act, progress, DAYS, today)
    assert refused is not None
    assert refused.try_from == try_from
    assert refused.rule in ("G7", "G6")


@pytest.mark.parametrize(
    ("act", "progress", "today"),
    [
        (Act.FREEZE, Progress(), date(2026, 1, 15)),
        (Act.DRAW_UP, Progress(), date(2026, 1, 16)),
        (Act.DRAW_UP, Progress(checks_open=3), DAYS.check_by + DAY),
        (Act.CLOSE_OBJECTIONS, Progress(may_object_until=MARCH), MARCH + DAY),
        (Act.PUBLISH, Progress(may_object_until=MARCH), MARCH + DAY),
        (Act.DETERMINE, Progress(public_until=MARCH, may_object_until=MARCH), MARCH + DAY),
        (Act.CHECK, Progress(checks_open=1), MARCH),
    ],
)
def test_a_step_may_be_taken_when_its_time_has_come_and_nothing_is_open(act, progress, today):
    assert refusal(act, progress, DAYS, today) is None


@pytest.mark.parametrize(
    ("grade", "wanted"), [("A", True), ("B", False), ("C", False), ("D", True), ("N", False)]
)
def test_every_a_and_every_d_is_checked_by_a_second_person(grade, wanted):
    assert procedure.needs_second(Grade(grade), MARCH, rulebook.shipped()) is wanted


def test_the_second_person_is_one_who_had_no_hand_in_the_draft():
    assert procedure.may_check_second(2, frozenset({1}))
    assert not procedure.may_check_second(1, frozenset({1, 3}))


@pytest.mark.parametrize(
    ("before", "after", "worse"),
    [
        (("B", "85.0", ""), ("C", "79.9", ""), True),
        (("C", "75.0", ""), ("C", "74.9", ""), True),
        (("C", "75.0", ""), ("B", "80.0", ""), False),
        (("B", "85.0", ""), ("N", "85.0", ""), True),
        (("D", "60.0", "yellow_card"), ("D", "60.0", "removal"), True),
        (("D", "60.0", "removal"), ("D", "61.0", "yellow_card"), False),
        (("D", "60.0", "removal"), ("C", "71.0", ""), False),
        (("B", "9.9", ""), ("B", "10.0", ""), False),
        (("D", "60.0", ""), ("D", "60.0", "removal"), True),
    ],
)
def test_a_draft_that_became_worse_may_be_objected_to_anew(before, after, worse):
    told = [Told(Grade(grade), Grade(grade), total, measure) for grade, total, measure in (before, after)]
    assert procedure.is_worse(*told) is worse


def test_the_d_that_a_veto_makes_opens_no_days_of_its_own():
    b, d = Grade.B, Grade.D
    assert not procedure.is_worse(Told(b, b, "85.0"), Told(d, b, "85.0"))
    assert not procedure.is_worse(Told(d, d, "60.0", "removal"), Told(d, d, "60.0"))


@pytest.mark.parametrize(
    ("left", "step"), [(9, None), (8, None), (7, 7), (2, 7), (1, 1), (0, 0), (-1, 0), (-30, 0)]
)
def test_a_deadline_is_reminded_of_before_it_and_when_it_has_passed(left, step):
    assert procedure.reminder(MARCH, MARCH - left * DAY, rulebook.shipped()) == step
