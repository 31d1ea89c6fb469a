"""Evidence is written as text and read back without loss, of every kind."""

import json
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credit.evidence import Checked, Enrolment, Evidence, Inspection, Penalty, Weight
from credit.records import KINDS, read_evidence, write_evidence

POINTS = st.decimals(0, 20, places=2) | st.sampled_from([Decimal("8.50"), Decimal("1E+1"), Decimal(0)])
OF = {
    date: st.dates(),
    date | None: st.none() | st.dates(),
    int: st.integers(0, 10_000),
    bool: st.booleans(),
    Decimal: POINTS,
    Checked: st.sampled_from(Checked),
    Weight: st.sampled_from(Weight),
}


def records(kind):
    return st.builds(kind, **{field.name: OF[field.type] for field in fields(kind)})


EVERY = st.sampled_from(get_args(Evidence)).flatmap(records)


def back(record):
    return read_evidence(type(record).__name__, json.loads(write_evidence(record)))


def test_every_kind_of_evidence_can_be_read():
    assert set(KINDS.values()) == set(get_args(Evidence))
    assert len(KINDS) == len(get_args(Evidence))


@settings(max_examples=400, deadline=None)
@given(EVERY)
def test_evidence_of_every_kind_comes_back_as_it_was_written(record):
    read = back(record)
    assert read == record
    assert [type(getattr(read, f.name)) for f in fields(read)] == [
        type(getattr(record, f.name)) for f in fields(record)
    ]


@settings(deadline=None)
@given(EVERY)
def test_the_same_evidence_is_always_the_same_text(record):
    assert write_evidence(back(record)) == write_evidence(record)


def test_the_text_is_what_a_person_can_read():
    text = write_evidence(Penalty(date(2025, 6, 1), Weight.SERIOUS))
    assert text == '{"on": "2025-06-01", "weight": "serious"}'


def test_points_keep_every_digit():
    assert (
        write_evidence(Inspection(date(2025, 6, 1), Decimal("8.50")))
        == '{"on": "2025-06-01", "points": "8.50"}'
    )


def test_a_stay_that_lasts_has_no_last_day():
    assert back(Enrolment(date(2025, 6, 1))).until is None


def test_a_kind_that_is_no_evidence_is_not_read():
    with pytest.raises(KeyError):
        read_evidence("Rumour", {"on": "2025-06-01"})


def test_what_cannot_be_read_back_is_not_written():
    @dataclass(frozen=True)
    class Odd:
        on: date
        who: complex

    with pytest.raises(TypeError, match="complex"):
        write_evidence(Odd(date(2025, 6, 1), 1j))
