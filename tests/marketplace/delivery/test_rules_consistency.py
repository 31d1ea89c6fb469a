"""What records cannot say without contradicting themselves, and what they can."""

from datetime import date

import pytest

from kernel import rulebook
from marketplace.delivery.rules.consistency import faults
from marketplace.delivery.rules.history import (
    Answer,
    Cause,
    Commitment,
    Delivery,
    Events,
    Extension,
    Finding,
    Pause,
)

MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (date(2026, 3, day) for day in (2, 3, 4, 5))
SOUND = Commitment(10, MONDAY, MONDAY)


def said(events=None, commitment=SOUND):
    return [str(fault) for fault in faults(commitment, events or Events(), rulebook.shipped())]


def paused(**fields):
    return Events(
        pauses=(Pause(**{"first_on": TUESDAY, "cause": Cause.ORDER, "asked_on": TUESDAY} | fields),)
    )


def extended(**fields):
    return Events(extensions=(Extension(**{"days": 1, "asked_on": TUESDAY} | fields),))


def delivered(**fields):
    return Events(deliveries=(Delivery(**{"on": TUESDAY} | fields),))


REJECTED = {"rejected_on": WEDNESDAY}
CONTESTED = REJECTED | {"contested_on": WEDNESDAY}


@pytest.mark.parametrize("promise", [0, -1, 1000, 10_000])
def test_a_promise_beyond_the_figures_is_named(promise):
    assert said(commitment=Commitment(promise, MONDAY)) == [
        f"The promise must be from 1 to 999 working days, not {promise}."
    ]


@pytest.mark.parametrize("promise", [1, 999])
def test_a_promise_at_the_edge_of_the_figures_is_sound(promise):
    assert said(commitment=Commitment(promise, MONDAY)) == []


@pytest.mark.parametrize(
    ("events", "sentence"),
    [
        (paused(last_on=MONDAY), "pauses[0]: The pause ends on 2026-03-02, before its first day."),
        (
            paused(answer=Answer.CONFIRMED),
            "pauses[0]: An answer to a pause needs its day, and a day of answering its answer.",
        ),
        (
            paused(answered_on=WEDNESDAY),
            "pauses[0]: An answer to a pause needs its day, and a day of answering its answer.",
        ),
        (
            paused(answer=Answer.REFUSED, answered_on=MONDAY),
            "pauses[0]: The pause was answered on 2026-03-02, before it was asked for.",
        ),
        (extended(days=0), "extensions[0]: An extension must be of at least one working day, not 0."),
        (extended(days=-3), "extensions[0]: An extension must be of at least one working day, not -3."),
        (
            extended(agreed_on=WEDNESDAY, refused_on=WEDNESDAY),
            "extensions[0]: An extension cannot be both agreed and refused.",
        ),
        (
            extended(agreed_on=MONDAY),
            "extensions[0]: The extension was answered on 2026-03-02, before it was asked for.",
        ),
        (
            extended(refused_on=MONDAY),
            "extensions[0]: The extension was answered on 2026-03-02, before it was asked for.",
        ),
        (
            delivered(accepted_on=WEDNESDAY, rejected_on=WEDNESDAY),
            "deliveries[0]: A delivery cannot be both accepted and rejected.",
        ),
        (
            delivered(accepted_on=MONDAY),
            "deliveries[0]: The delivery was decided on 2026-03-02, before it was made.",
        ),
        (
            delivered(rejected_on=MONDAY),
            "deliveries[0]: The delivery was decided on 2026-03-02, before it was made.",
        ),
        (
            delivered(contested_on=THURSDAY),
            "deliveries[0]: A rejection can only be contested once it was made.",
        ),
        (
            delivered(**REJECTED, contested_on=TUESDAY),
            "deliveries[0]: A rejection can only be contested once it was made.",
        ),
        (
            delivered(**CONTESTED, contest_answer=Finding.FOUNDED),
            "deliveries[0]: An answer to a contest needs its day, and a day of answering its answer.",
        ),
        (
            delivered(**CONTESTED, contest_answered_on=THURSDAY),
            "deliveries[0]: An answer to a contest needs its day, and a day of answering its answer.",
        ),
        (
            delivered(**CONTESTED, contest_answered_on=TUESDAY, contest_answer=Finding.FOUNDED),
            "deliveries[0]: A contest can only be answered once it was made.",
        ),
        (
            delivered(**REJECTED, contest_answered_on=THURSDAY, contest_answer=Finding.FOUNDED),
            "deliveries[0]: A contest can only be answered once it was made.",
        ),
        (
            Events(deliveries=(Delivery(WEDNESDAY), Delivery(TUESDAY))),
            "The deliveries must stand in the order of their days.",
        ),
    ],
)
def test_a_contradiction_is_named_with_its_place(events, sentence):
    assert said(events) == [sentence]


@pytest.mark.parametrize(
    "events",
    [
        paused(last_on=TUESDAY),
        paused(answer=Answer.REFUSED, answered_on=TUESDAY),
        extended(agreed_on=TUESDAY),
        extended(refused_on=TUESDAY),
        delivered(accepted_on=TUESDAY),
        delivered(rejected_on=TUESDAY),
        delivered(**CONTESTED, contest_answered_on=WEDNESDAY, contest_answer=Finding.UNFOUNDED),
        Events(deliveries=(Delivery(TUESDAY), Delivery(TUESDAY))),
    ],
)
def test_what_happens_on_one_day_is_no_contradiction(events):
    assert said(events) == []


def test_what_merely_breaks_a_rule_is_no_contradiction():
    late = date(2026, 12, 1)
    everything = Events(
        pauses=(Pause(TUESDAY, Cause.ORDER, late, answer=Answer.CONFIRMED, answered_on=late),),
        extensions=(Extension(500, late, late),),
        deliveries=(Delivery(TUESDAY, rejected_on=late), Delivery(late)),
    )
    assert said(everything) == []


def test_every_contradiction_is_named():
    assert len(said(Events(paused(last_on=MONDAY).pauses, extended(days=0).extensions))) == 2
