"""P11: a removal voids what is open, ends awards without a contract, and lets owners leave running contracts."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from accounts.models import Message
from accounts.queries import inbox
from kernel import jobs, law
from kernel.db import db, transaction
from kernel.errors import Refused
from kernel.ledger import Entry
from marketplace.delivery import waiting
from marketplace.delivery.operations import contracts
from marketplace.delivery.operations.release import release
from marketplace.delivery.rules.lights import Light
from marketplace.selection import operations as selection
from marketplace.selection import queries as choices
from tests import personas
from tests.factories import blacklist as decisions
from tests.factories import delivery as make
from tests.factories import selection as choice

TODAY = date(2026, 5, 26)


def removed(agency, on=TODAY):
    decisions.veto(agency.organisation, decided_on=on)


def released(agency, today=TODAY):
    officer = personas.managing_office()
    with transaction():
        release(agency.organisation, actor_id=officer.id, today=today, book=law.book())


def told(person):
    return [str(message.sentence) for message in inbox(person.organisation_id).rows]


def rows(table):
    return db.session.scalar(select(func.count()).select_from(table))


def chosen(row, person, owner):
    with transaction():
        return selection.choose(
            row,
            choice.entry_of(row, person).id,
            "次优",
            actor_id=owner.id,
            today=TODAY,
            calendar=law.calendar(),
            book=law.book(),
        )


def test_open_entries_fall_with_reason_and_rule_and_both_sides_see_it(visit):
    owner, agency, second = personas.owner(), *choice.ready(personas.agency(), personas.second_agency())
    row = choice.notice(owner, agency, second)
    choice.offer(row, agency)
    choice.offer(row, second)
    removed(agency)
    released(agency)
    entry = choice.entry_of(row, agency)
    assert (entry.ended_on, entry.ending.rule) == (TODAY, "P11")
    page = visit.as_(owner)(f"/notices/{row.id}")
    assert "因中介机构被清退或者列入黑名单而失效（P11）" in page.text
    assert [box.get("value") for box in page.root.every("input") if box.get("type") == "radio"] == [
        str(choice.entry_of(row, second).id)
    ]
    visit.as_(agency)
    assert "已失效" in visit(f"/invitations/{entry.id}").heading
    assert "失效（P11）" in visit("/invitations").text
    assert any("is void" in said for said in told(owner))
    assert chosen(row, second, owner).agency_id == second.organisation_id


def test_an_award_without_a_contract_ends_and_the_owner_chooses_again(visit):
    owner, agency, second = personas.owner(), *choice.ready(personas.agency(), personas.second_agency())
    row = choice.notice(owner, agency, second)
    choice.offer(row, second)
    award = choice.award(owner, agency, row)
    removed(agency)
    released(agency)
    assert award.ended_on == TODAY
    assert choices.award_of(row.id) is None
    assert len([said for said in told(owner) if "Choose again" in said]) == 1
    page = visit.as_(owner)(f"/notices/{row.id}")
    assert "重新选定" in page.text
    visit.submit(
        page, {"registration": str(choice.entry_of(row, second).id), "reason": "次优"}, form="/choose"
    )
    assert choices.award_of(row.id).agency_id == second.organisation_id
    visit.as_nobody()
    assert "失效" in visit(f"/results/{award.id}").text
    assert "失效" in visit("/results").text


def test_who_is_locked_out_as_well_falls_when_the_notice_opens_again(db_session):
    owner, agency, second = personas.owner(), *choice.ready(personas.agency(), personas.second_agency())
    row = choice.notice(owner, agency, second)
    choice.offer(row, second)
    choice.award(owner, agency, row)
    removed(second, date(2026, 5, 20))
    released(second)
    assert choice.entry_of(row, second).ended_on is None
    removed(agency)
    released(agency)
    assert choice.entry_of(row, second).ended_on == TODAY


def test_an_award_whose_contract_waits_for_the_other_side_ends_too(visit):
    order = make.order("filed")
    agency, owner = personas.agency(), personas.owner()
    removed(agency)
    released(agency)
    assert order.award.ended_on == TODAY
    assert make.standing(order).is_fallen
    page = visit.as_(owner)(f"/orders/{order.number}")
    assert "合同未成立" in page.text
    with pytest.raises(Refused), transaction():
        contracts.confirm_contract(order, make.last(order, "contracts"), make.desk(agency))
    assert not waiting.turns_of(owner.organisation, law.calendar(), law.book(), TODAY)


def test_a_running_contract_goes_on_and_the_owner_leaves_without_penalty(visit):
    order = make.order("on-course")
    agency, owner = personas.agency(), personas.owner()
    visit.as_(owner)
    assert "无责解除" not in visit(f"/orders/{order.number}").text
    removed(agency)
    released(agency)
    assert not order.award.ended_on
    assert make.standing(order).clock.light is Light.ON_COURSE
    assert any("without penalty" in said for said in told(owner))
    page = visit(f"/orders/{order.number}")
    assert f"/orders/{order.number}/end-by-owner" in page.links
    page = visit.submit(f"/orders/{order.number}/end-by-owner", {"reason": "对方被清退"})
    found = make.standing(order)
    assert found.clock.light is Light.ENDED
    assert found.story.ended.fact.ground == "P11"
    visit.as_(agency)
    assert f"/orders/{order.number}/end-by-owner" not in visit(f"/orders/{order.number}").links


def test_a_completed_order_keeps_its_award_and_nobody_is_told(db_session):
    order = make.order("accepted")
    agency = personas.agency()
    before = len(told(personas.owner()))
    removed(agency)
    released(agency)
    assert not order.award.ended_on
    assert len(told(personas.owner())) == before


def test_a_second_release_changes_nothing_and_tells_nobody_twice(db_session):
    owner, agency = personas.owner(), personas.agency()
    make.order("on-course")
    row = choice.notice(owner, agency)
    choice.offer(row, agency)
    choice.award(owner, agency)
    removed(agency)
    released(agency)
    seen = rows(Entry), rows(Message)
    released(agency)
    released(agency, TODAY + timedelta(days=3))
    assert (rows(Entry), rows(Message)) == seen


def test_who_is_not_locked_out_is_not_released(db_session):
    owner, agency, _officer = personas.owner(), personas.agency(), personas.managing_office()
    choice.ready(agency)
    row = choice.notice(owner, agency)
    decisions.rating(agency.organisation, 2025)
    seen = rows(Entry)
    released(agency)
    assert choice.entry_of(row, agency).ended_on is None
    assert rows(Entry) == seen


def test_a_fallen_entry_stays_fallen_after_re_entry(db_session, clock):
    owner, agency = personas.owner(), personas.agency()
    choice.ready(agency)
    row = choice.notice(owner, agency)
    removed(agency, date(2026, 5, 20))
    released(agency)
    clock.set(date(2028, 5, 21))
    decisions.readmission(agency.organisation, date(2028, 5, 21))
    entry = choice.entry_of(row, agency)
    with pytest.raises(Refused) as refused, transaction():
        selection.decline(entry, actor_id=agency.id)
    assert refused.value.rule == "P11"


@pytest.mark.parametrize("runs", [1, 2])
def test_a_release_that_was_missed_is_made_good_by_the_job_once(db_session, clock, runs):
    owner, agency = personas.owner(), personas.agency()
    make.order("on-course")
    row = choice.notice(owner, agency)
    award = choice.award(owner, agency)
    removed(agency)
    done = [jobs.once("release-locked-out", clock.today).done for _ in range(runs)]
    assert done == [1, 0][:runs]
    assert choice.entry_of(row, agency).ended_on == award.ended_on == TODAY


def test_the_job_passes_over_who_is_in_good_standing(db_session, clock):
    choice.notice(personas.owner(), *choice.ready(personas.agency()))
    assert jobs.once("release-locked-out", clock.today).done == 0
