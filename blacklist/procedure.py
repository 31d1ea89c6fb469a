"""P5, P5a–P5c, P13: the steps of a case as one table, and who may take each.

What a case has gone through are its steps, which are stored; the state it is in follows from them and the day
(blacklist/course.py), so a period ends by itself and no step waits for a job (T6).
"""

from dataclasses import dataclass

from blacklist.vocabulary import Act, State, Who
from kernel.rulebook import applies
from kernel.sentences import Sentence, say


@dataclass(frozen=True)
class Move:
    """One step that a state allows: whose it is, under which rule, and the states that it can lead to."""

    who: Who
    rule: str
    leads_to: tuple[State, ...]


_S, _A = State, Act
_DEFENCE: dict[Act, tuple[Who, str]] = {
    _A.ASK_MORE: (Who.AGENCY, "P5"),
    _A.DEFEND: (Who.AGENCY, "P5"),
    _A.SAY_NO_MORE: (Who.AGENCY, "P5"),
}
_BINDING = (_S.DECIDED, _S.PUBLISHED, _S.REVIEW, _S.ENDED, _S.CLOSED)

MOVES: dict[tuple[State, Act], Move] = {
    (_S.OPENED, _A.CHARGE): Move(Who.OFFICER, "P5", (_S.CHARGED,)),
    (_S.CHARGED, _A.RECEIVE): Move(Who.AGENCY, "P5b", (_S.DEFENCE,)),
    **{(_S.DEFENCE, act): Move(who, rule, (_S.DEFENCE, _S.OPINION)) for act, (who, rule) in _DEFENCE.items()},
    **{(_S.HEARING, act): Move(who, rule, (_S.HEARING,)) for act, (who, rule) in _DEFENCE.items()},
    (_S.DEFENCE, _A.ASK_HEARING): Move(Who.AGENCY, "P5c", (_S.HEARING,)),
    (_S.HEARING, _A.DROP_HEARING): Move(Who.AGENCY, "P5c", (_S.DEFENCE, _S.OPINION)),
    (_S.HEARING, _A.ANNOUNCE_HEARING): Move(Who.OFFICER, "P5c", (_S.HEARING,)),
    (_S.HEARING, _A.HOLD_HEARING): Move(Who.LEADER, "P5c", (_S.DEFENCE, _S.OPINION)),
    (_S.OPINION, _A.OPINE): Move(Who.OFFICER, "P5", (_S.DECISION,)),
    (_S.DECISION, _A.SEND_BACK): Move(Who.SECOND, "P5", (_S.OPINION,)),
    (_S.DECISION, _A.DECIDE): Move(Who.SECOND, "P5", (_S.DECIDED, _S.CLOSED)),
    (_S.DECIDED, _A.RECEIVE_DECISION): Move(Who.AGENCY, "P5b", (_S.PUBLISHED,)),
    (_S.PUBLISHED, _A.ASK_REVIEW): Move(Who.AGENCY, "P13", (_S.REVIEW,)),
    (_S.REVIEW, _A.NAME_REVIEWER): Move(Who.OFFICE, "P13", (_S.REVIEW,)),
    (_S.REVIEW, _A.SUSPEND): Move(Who.REVIEWER, "P13", (_S.REVIEW,)),
    (_S.REVIEW, _A.DECIDE_REVIEW): Move(Who.REVIEWER, "P13", (_S.ENDED, _S.SET_ASIDE)),
    **{(state, _A.CORRECT): Move(Who.SECOND, "P5", (state,)) for state in _BINDING},
}
# What follows from the calendar alone, without anybody's step (T6).
BY_TIME: dict[State, tuple[State, ...]] = {
    _S.CHARGED: (_S.DEFENCE,),
    _S.DEFENCE: (_S.OPINION,),
    _S.DECIDED: (_S.PUBLISHED,),
    _S.PUBLISHED: (_S.ENDED,),
}


@dataclass(frozen=True)
class Hand:
    """Who would take a step, as far as the table looks at it.

    `for_authority` and `for_office` are the officials for whom the person stands in as deputy, where it is not of that
    body itself.
    """

    person: int
    of_authority: bool = False
    of_office: bool = False
    of_agency: bool = False
    for_authority: int | None = None
    for_office: int | None = None


@dataclass(frozen=True)
class Parts:
    """Who has taken which part in a case so far; where a deputy took one, both it and whom it stood in for.

    `opined` are all who ever gave an opinion, also one that was sent back; `lone_authority`: none of its officers is
    left who could decide.
    """

    opened_by: int | None = None
    opened_for: int | None = None
    charged: frozenset[int] = frozenset()
    opined: frozenset[int] = frozenset()
    leader: int | None = None
    reviewer: int | None = None
    took_part: frozenset[int] = frozenset()
    decided_by_office: bool = False
    lone_authority: bool = False


@applies("P5", "P5c", "P13")
def why_not_theirs(who: Who, hand: Hand, parts: Parts) -> Sentence | None:
    """Say why a step is not this person's to take, or nothing where it is.

    P5: the one who opened the case or gave the opinion does not decide; the second person comes from the
    managing office where the authority has only one. P5c: the leader of the hearing alone enters its record.
    P13: a reviewer is of the managing office and took no part; of its own decisions, the one whom the city
    government names.
    """
    return {
        Who.OFFICER: _not_an_officer,
        Who.AGENCY: _not_the_agency,
        Who.LEADER: _not_the_leader,
        Who.SECOND: _not_a_second,
        Who.OFFICE: _not_the_office,
        Who.REVIEWER: _not_a_reviewer,
    }[who](hand, parts)


@applies("P5c")
def may_lead(person: int, parts: Parts) -> bool:
    """Tell whether a person may lead the hearing: P5c, one who did not handle the case."""
    return person not in {parts.opened_by, parts.opened_for} | parts.charged | parts.opined


def on_behalf(who: Who, hand: Hand) -> int | None:
    """Return for whom a deputy takes a step, or None where the person takes it in its own right."""
    if who is Who.OFFICER or (who is Who.SECOND and hand.of_authority):
        return hand.for_authority
    return hand.for_office if who in (Who.SECOND, Who.OFFICE, Who.REVIEWER) else None


def _not_an_officer(hand: Hand, _parts: Parts) -> Sentence | None:
    return None if hand.of_authority else say("This is for an officer of the item's authority.")


def _not_the_agency(hand: Hand, _parts: Parts) -> Sentence | None:
    return None if hand.of_agency else say("This is for the agency concerned.")


def _not_the_leader(hand: Hand, parts: Parts) -> Sentence | None:
    return None if hand.person == parts.leader else say("Who leads the hearing enters its record.")


def _not_the_office(hand: Hand, _parts: Parts) -> Sentence | None:
    return None if hand.of_office else say("This is for the managing office.")


def _not_a_second(hand: Hand, parts: Parts) -> Sentence | None:
    barred = ({parts.opened_by, parts.opened_for} | parts.opined) - {None}
    if {hand.person, on_behalf(Who.SECOND, hand)} & barred:
        return say("Who opened the case or gave the opinion does not decide it: another officer does.")
    if hand.of_authority or (hand.of_office and (parts.lone_authority or parts.decided_by_office)):
        return None
    return say("This is for a second officer of the item's authority.")


def _not_a_reviewer(hand: Hand, parts: Parts) -> Sentence | None:
    if {hand.person, on_behalf(Who.REVIEWER, hand)} & parts.took_part:
        return say("A review is decided by somebody who took no part in the case.")
    if parts.decided_by_office:
        named = say("The managing office decided: whom the city government names reviews it.")
        return None if hand.person == parts.reviewer else named
    return None if hand.of_office else say("A review is for a person of the managing office.")
