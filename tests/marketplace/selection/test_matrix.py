"""Every method against nobody, few and many, ties, a lock-out between registration and selection, a withdrawal."""

from decimal import Decimal

import pytest

from kernel.db import transaction
from marketplace.selection import (
    awards,
    closing,
    concluding,
    draws_made,
    explaining,
    notices,
    queries,
    succeeding,
)
from marketplace.selection.catalogue import methods
from marketplace.selection.procedure import State
from tests import personas
from tests.factories import notices as make
from tests.factories.selection import lock_out

PARTS = ("price", "workdays", "grade", "on_time", "experience")
WITH_PRICE = dict(zip((f"weight_{part}" for part in PARTS), (40, 30, 10, 10, 10), strict=True))
WITHOUT = dict(zip((f"weight_{part}" for part in PARTS[1:]), (70, 10, 10, 10), strict=True))
GIVEN = {"weighted_assessment": WITH_PRICE, "shortlist_then_draw": WITHOUT, "shortlist_then_price": WITHOUT}
OPEN = [one for one in methods() if one.key != "direct_choice"]
DRAWN = {"random_draw", "shortlist_then_draw"}


@pytest.fixture(params=OPEN, ids=lambda one: one.key)
def way(request):
    return request.param


def entered(way, many, *, tie=False):
    """Publish a notice by a method and let agencies register: the first is the best by days, the dearer the later."""
    row, people = make.notice(personas.owner(), way.key, given=GIVEN.get(way.key, {})), make.bidders(many)
    for rank, one in enumerate(people):
        make.registered(row, one, workdays=10 if tie else 10 + rank % 10, **offer(way, 0 if tie else rank))
    return row, people


def offer(way, rank):
    asked = {one.name for one in way.inputs}
    found = {"price_fen": 2_000_000 + 10_000 * rank} if "price_fen" in asked else {}
    return found | ({"discount": Decimal("20") - rank / Decimal(2)} if "discount" in asked else {})


def concluded(way, row, clock):
    """Close, open and, where it is needed, draw."""
    if way.seals:
        award = make.opened(row, clock, personas.owner())
        if award:
            return award
    else:
        make.closed(row, clock)
    return make.drawn(row, clock, personas.operator())


def test_nobody(way, db_session, clock):
    row, _people = entered(way, 0)
    clock.set(row.late_closes_at)
    assert notices.state_of(row, clock.now(), make.desk().book) is State.FAILED


@pytest.mark.parametrize("many", [1, 2])
def test_too_few_are_extended_once_and_then_the_owners_choice(way, db_session, clock, many):
    row, people = entered(way, many)
    clock.set(row.closes_at)
    assert notices.state_of(row, clock.now(), make.desk().book) is State.PUBLISHED
    if way.seals:
        assert make.opened(row, clock, personas.owner()) is None
    else:
        make.closed(row, clock)
        clock.set(row.late_opens_at)
    entry = notices.entry_of(row.id, people[-1].organisation_id)
    with transaction():
        award = concluding.choose_registered(row, entry.id, "仅此数家", desk=make.desk(personas.owner()))
    assert award.agency_id == people[-1].organisation_id
    assert award.price_fen > 0


@pytest.mark.parametrize("many", [3, 12])
def test_enough_are_chosen_from_by_the_method_with_a_sentence_for_each(way, db_session, clock, many):
    row, people = entered(way, many)
    award = concluded(way, row, clock)
    found = explaining.explain(award)
    assert {part.agency.id for part in found.parts} == {one.organisation_id for one in people}
    assert all(part.because for part in found.parts)
    assert found.parts[0].agency.id == award.agency_id
    assert bool(found.records) == (way.key in DRAWN)
    if way.key in ("lowest_price", "highest_discount", "weighted_assessment", "shortlist_then_price"):
        assert award.agency_id == people[0].organisation_id


def test_a_tie_is_drawn(way, db_session, clock):
    row, people = entered(way, 4, tie=True)
    award = concluded(way, row, clock)
    assert draws_made.records_of(row.id)
    assert award.agency_id in {one.organisation_id for one in people}
    assert len(explaining.explain(award).parts) == 4


def test_who_is_locked_out_between_registration_and_selection_is_left_out(way, db_session, clock):
    row, people = entered(way, 4)
    lock_out(people[0])
    award = concluded(way, row, clock)
    assert award.agency_id != people[0].organisation_id
    assert [part.agency.id for part in explaining.explain(award).left_out] == [people[0].organisation_id]


def test_who_has_withdrawn_takes_no_part(way, db_session, clock):
    row, people = entered(way, 4)
    make.withdrawn(row, people[0])
    award = concluded(way, row, clock)
    assert people[0].organisation_id not in {part.agency.id for part in explaining.explain(award).parts}


def test_a_winner_who_gives_up_is_followed_by_the_next_in_rank(way, db_session, clock):
    row, people = entered(way, 4)
    first = concluded(way, row, clock)
    second = [part.agency.id for part in explaining.explain(first).parts if part.place == 2]
    who = next(one for one in people if one.organisation_id == first.agency_id)
    with transaction():
        awards.give_up(first, "人员不足", desk=make.desk(who))
        award = succeeding.after(first, desk=make.desk(who))
    assert [award.agency_id] == second
    gone = [part for part in explaining.explain(award).parts if part.agency.id == first.agency_id]
    assert [part.place for part in gone] == [None]
    assert len(gone[0].because) > 1


def test_the_result_page_shows_it_in_both_languages(way, visit, clock):
    row, people = entered(way, 4, tie=True)
    award = concluded(way, row, clock)
    page = visit(f"/results/{award.id}")
    for one in people:
        assert one.organisation.name in page.text
    visit.english()
    assert "agency by agency" in visit(f"/results/{award.id}").html


def test_a_closing_can_be_laid_down_again_without_effect(way, db_session, clock):
    row, _people = entered(way, 3)
    before = make.closed(row, clock).fixed_at
    clock.ahead(hours=1)
    with transaction():
        closing.close(row, desk=make.desk())
    assert notices.chain_of(row.id).fixed_at == before
    assert queries.award_of(row.id) is None
