"""P5, P5c, P13: the table of a case has no dead end, and each step is only its own people's."""

import pytest

from blacklist.procedure import BY_TIME, MOVES, Hand, Parts, may_lead, why_not_theirs
from blacklist.vocabulary import FINAL, Act, Excuse, Outcome, State, Verdict, Who

OPENER, OPINER, OTHER, LEADER, REVIEWER = 1, 2, 3, 4, 5


def test_every_state_is_reached_and_only_the_final_ones_are_ends():
    reached = {state for move in MOVES.values() for state in move.leads_to}
    reached |= {state for states in BY_TIME.values() for state in states}
    assert reached | {State.OPENED} == set(State)
    left = {state for (state, act), _ in MOVES.items() if act is not Act.CORRECT} | set(BY_TIME)
    assert set(State) - left == FINAL
    assert all(state.is_final == (state in FINAL) for state in State)


def test_every_act_has_a_place_in_the_table():
    assert {act for _, act in MOVES} == set(Act)


def test_no_step_is_skipped_on_the_way_to_a_decision():
    deciding = [state for state, act in MOVES if act is Act.DECIDE]
    assert deciding == [State.DECISION]
    assert [state for state, act in MOVES if act is Act.OPINE] == [State.OPINION]
    assert [state for state, act in MOVES if act is Act.CHARGE] == [State.OPENED]


def test_all_of_it_can_be_said():
    for words in (State, Act, Outcome, Excuse, Verdict, Who):
        assert all(str(word.label) for word in words)


@pytest.mark.parametrize(
    ("who", "hand", "parts", "may"),
    [
        (Who.OFFICER, Hand(OTHER, of_authority=True), Parts(), True),
        (Who.OFFICER, Hand(OTHER, of_office=True), Parts(), False),
        (Who.AGENCY, Hand(OTHER, of_agency=True), Parts(), True),
        (Who.AGENCY, Hand(OTHER, of_authority=True), Parts(), False),
        (Who.LEADER, Hand(LEADER), Parts(leader=LEADER), True),
        (Who.LEADER, Hand(OTHER, of_authority=True), Parts(leader=LEADER), False),
        (Who.OFFICE, Hand(OTHER, of_office=True), Parts(), True),
        (Who.OFFICE, Hand(OTHER, of_authority=True), Parts(), False),
        (
            Who.SECOND,
            Hand(OTHER, of_authority=True),
            Parts(opened_by=OPENER, opined=frozenset({OPINER})),
            True,
        ),
        (
            Who.SECOND,
            Hand(OPENER, of_authority=True),
            Parts(opened_by=OPENER, opined=frozenset({OPINER})),
            False,
        ),
        (
            Who.SECOND,
            Hand(OPINER, of_authority=True),
            Parts(opened_by=OPENER, opined=frozenset({OPINER})),
            False,
        ),
        (Who.SECOND, Hand(OTHER, of_office=True), Parts(opined=frozenset({OPINER})), False),
        (
            Who.SECOND,
            Hand(OTHER, of_office=True),
            Parts(opined=frozenset({OPINER}), lone_authority=True),
            True,
        ),
        (Who.SECOND, Hand(OTHER, of_office=True), Parts(decided_by_office=True), True),
        (Who.REVIEWER, Hand(OTHER, of_office=True), Parts(took_part=frozenset({OPENER})), True),
        (Who.REVIEWER, Hand(OPENER, of_office=True), Parts(took_part=frozenset({OPENER})), False),
        (Who.REVIEWER, Hand(OTHER, of_authority=True), Parts(), False),
        (Who.REVIEWER, Hand(OTHER, of_office=True), Parts(decided_by_office=True), False),
        (Who.REVIEWER, Hand(REVIEWER), Parts(decided_by_office=True, reviewer=REVIEWER), True),
    ],
)
def test_a_step_is_only_for_its_own_people(who, hand, parts, may):
    assert (why_not_theirs(who, hand, parts) is None) == may


def test_who_handled_a_case_does_not_lead_its_hearing():
    parts = Parts(opened_by=OPENER, charged=frozenset({OTHER}), opined=frozenset({OPINER}))
    assert [person for person in range(1, 6) if may_lead(person, parts)] == [LEADER, REVIEWER]
