"""P5, P5a, P13: the procedure of a case as a list of steps: those done with their day, the present one, those to come."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from blacklist.course import Course
from blacklist.vocabulary import Outcome, State
from kernel.sentences import Sentence, say


class Mark(NamedTuple):
    """One step of the road: what it is, its day once it has one, and the state in which it is the present one."""

    text: Sentence
    day: date | None
    here: State | None


class Milestone(NamedTuple):
    """One step as it is drawn: done, here or next; the day it was done, or by which it ends."""

    state: str
    text: Sentence
    day: date | None


_ENDS = (State.ENDED, State.SET_ASIDE, State.CLOSED)


def road(opened_on: date, found: Course) -> list[Milestone]:
    """Return the steps of a case in their order; where its state has no step of its own, all are done."""
    marks = list(_marks(opened_on, found))
    at = next((i for i, mark in enumerate(marks) if mark.here is found.state), len(marks))
    states = ["done" if i < at else "here" if i == at else "next" for i in range(len(marks))]
    return [Milestone(state, mark.text, mark.day) for state, mark in zip(states, marks, strict=True)]


def _marks(opened_on: date, found: Course) -> Iterator[Mark]:
    yield Mark(say("Opened"), opened_on, None)
    if found.defence or not found.ruling:
        yield from _until_decided(found)
    yield Mark(say("Decision by another person"), found.ruling.on if found.ruling else None, State.DECISION)
    if found.ruling is None or found.ruling.outcome is Outcome.UPHELD:
        yield from _after_decision(found)
    yield Mark(say("End"), None, found.state if found.state in _ENDS else None)


def _until_decided(found: Course) -> Iterator[Mark]:
    defence = found.defence
    yield Mark(say("Charge to the agency"), None, State.OPENED)
    yield Mark(say("Service of the charge"), defence.served.day if defence else None, State.CHARGED)
    yield Mark(say("Defence of the agency"), defence.until.day if defence else None, State.DEFENCE)
    if defence and defence.hearing_asked:
        yield Mark(say("Oral hearing"), defence.hearing_on, State.HEARING)
    yield Mark(say("Opinion"), None, State.OPINION)


def _after_decision(found: Course) -> Iterator[Mark]:
    ruling, review = found.ruling, found.review
    yield Mark(say("Service and publication"), ruling.served.day if ruling else None, State.DECIDED)
    if review:
        yield Mark(say("Review"), review.decided_on or review.due.day, State.REVIEW)
    else:
        last = ruling.review_until.day if ruling else None
        yield Mark(say("Time to ask for a review"), last, State.PUBLISHED)
