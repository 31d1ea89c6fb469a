"""G7: an agency checks itself before its draft where the rulebook has that step, as Putian's preset has it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from flask import current_app

from accounts.queries import inbox
from credit import presets, procedure, round_queries, self_checking
from credit.rules import Dimension
from credit.self_checking import Declared
from kernel import law, rulebook, workdays
from kernel.errors import Refused, WrongState
from kernel.ledger import entries
from tests import personas
from tests.factories import rounds as round_of

FROZEN = round_of.FROZEN
UNTIL = workdays.shipped().add(FROZEN, 10).day
POINTS = {dimension: Decimal("18.5") for dimension in Dimension}


@pytest.fixture
def putian(db_session, monkeypatch):
    """Put the town under Putian's preset."""
    book = presets.live("putian", rulebook.shipped(), workdays.shipped())
    monkeypatch.setitem(current_app.extensions, "kernel.rulebook", book)
    return book


def frozen():
    return round_of.frozen(round_of.entrant(personas.agency().organisation, "A", ("水利",)))


def declare(draft, on=FROZEN, points=POINTS, statement="已逐项自查，合同均已备案。"):
    with round_of.acting(on, personas.agency()) as desk:
        self_checking.declare(draft, Declared(points, statement), desk)


def test_the_round_as_shipped_has_no_such_step(db_session):
    found = frozen()
    (draft,) = round_queries.all_drafts(found)
    assert procedure.self_check_until(FROZEN, law.calendar(), law.book()) is None
    with pytest.raises(Refused, match="do not check themselves"):
        declare(draft)
    round_of.drawn_up(round_of.checked(found) or found)


def test_with_putian_s_preset_the_agencies_are_asked_at_the_freeze(putian):
    frozen()
    said = [str(m.sentence) for m in inbox(personas.agency().organisation_id).rows]
    assert any(f"check yourself until {UNTIL}" in one for one in said)


def test_the_drafts_wait_for_the_self_checks_until_their_day(putian):
    found = frozen()
    round_of.checked(found, today=UNTIL)
    with pytest.raises(Refused, match="1 agencies have not checked themselves") as refused:
        round_of.drawn_up(found, today=UNTIL)
    assert refused.value.try_from == UNTIL + timedelta(days=1)
    round_of.drawn_up(found, today=UNTIL + timedelta(days=1))


def test_once_every_agency_has_checked_itself_the_drafts_are_drawn_up(putian):
    found = frozen()
    (draft,) = round_queries.all_drafts(found)
    declare(draft)
    assert draft.declared == {"statement": "已逐项自查，合同均已备案。"} | {
        d.value: "18.5" for d in Dimension
    }
    assert [entry.act for entry in entries(draft)][-1] == "credit.draft.self-checked"
    round_of.checked(found, today=date(2026, 1, 20))
    round_of.drawn_up(found, today=date(2026, 1, 21))
    with pytest.raises(WrongState):
        declare(draft, on=date(2026, 1, 21))


def test_what_was_declared_may_be_put_right_until_the_day(putian):
    (draft,) = round_queries.all_drafts(frozen())
    declare(draft)
    declare(draft, on=UNTIL, statement="更正：有一份合同逾期备案。")
    assert draft.declared["statement"].startswith("更正")
    with pytest.raises(Refused, match=f"until {UNTIL}"):
        declare(draft, on=UNTIL + timedelta(days=1))


@pytest.mark.parametrize(
    ("points", "statement", "field"),
    [
        (POINTS | {Dimension.ETHICS: Decimal("20.5")}, "是", "ethics"),
        (POINTS | {Dimension.ETHICS: Decimal(-1)}, "是", "ethics"),
        (POINTS, "  ", "statement"),
    ],
)
def test_a_self_check_has_points_within_each_dimension_and_a_word(putian, points, statement, field):
    (draft,) = round_queries.all_drafts(frozen())
    with pytest.raises(Refused) as refused:
        declare(draft, points=points, statement=statement)
    assert refused.value.field == field


def test_before_the_freeze_nobody_checks_itself(putian):
    found = round_of.opened()
    assert round_queries.progress(found, law.calendar(), law.book(), FROZEN).self_check_until is None
