"""After the result: publicity, objections, confirmation, give-up, silence, and who follows."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from accounts.queries import inbox
from credit.models import EvidenceRecord
from kernel import jobs, law
from kernel.db import db, transaction
from kernel.errors import Refused, WrongState
from marketplace.delivery.operations import contracts
from marketplace.selection import awards, draws_made, explaining, notices, objecting, queries, succeeding
from marketplace.selection.awarding import Stage
from marketplace.selection.models import Award
from marketplace.selection.procedure import State
from marketplace.selection.tables import ResultObjection
from tests import personas
from tests.factories import delivery as orders
from tests.factories import notices as make
from tests.factories.delivery import paper
from tests.factories.selection import award as direct_award
from tests.factories.selection import count, lock_out
from tests.marketplace.selection.conftest import PRICES


def stage(award, clock):
    return awards.stand_of(award, clock.today, law.calendar(), law.book()).stage


def test_both_sides_confirm_and_the_contract_follows(visit, won, clock):
    award, people = won
    owner = personas.owner()
    visit.as_(people[0])
    assert not [f for f in visit(f"/results/{award.id}").forms if f.get("action", "").endswith("/confirm")]
    clock.set(date(2026, 5, 29))
    visit.as_(people[0])
    page = visit(f"/results/{award.id}")
    assert "6月1日（周一）24:00" in page.text
    visit.submit(page, form="/confirm")
    with pytest.raises(Refused) as refused:
        orders.filed(award, owner)
    assert refused.value.rule == "S9"
    visit.as_(owner)
    visit.submit(visit(f"/results/{award.id}"), form="/confirm")
    assert stage(award, clock) is Stage.TO_CONTRACT
    assert "6月12日（周五）24:00" in visit(f"/results/{award.id}").text
    assert notices.state_of(award.notice, clock.now(), law.book()) is State.AWARDED
    order = orders.filed(award, owner)
    orders.confirmed(order, people[0])
    assert notices.state_of(award.notice, clock.now(), law.book()) is State.CONTRACTED
    assert stage(award, clock) is Stage.CONTRACTED
    with pytest.raises(WrongState), transaction():
        awards.give_up(award, "太忙", desk=make.desk(people[0]))


def test_a_stranger_confirms_nothing(visit, won, clock):
    award, people = won
    clock.set(date(2026, 5, 29))
    visit.as_(people[1])
    assert not [f for f in visit(f"/results/{award.id}").forms if f.get("action", "").endswith("/confirm")]
    visit(f"/results/{award.id}/give-up", status=403)
    visit.as_(people[0])
    page = visit(f"/results/{award.id}")
    visit.submit(page, form="/confirm")
    visit.submit(page, form="/confirm")
    assert award.agency_confirmed_on == date(2026, 5, 29)


def test_a_give_up_is_evidence_and_the_next_in_rank_takes_over(visit, won):
    award, people = won
    visit.as_(people[0])
    visit.submit(f"/results/{award.id}/give-up", {}, status=422)
    visit.submit(f"/results/{award.id}/give-up", {"reason": "人员不足"})
    following = queries.award_of(award.notice_id)
    assert (following.agency_id, following.price_fen) == (people[1].organisation_id, PRICES[1])
    assert _evidence(people[0]) == ["GiveUp"]
    page = visit(f"/results/{following.id}")
    assert "放弃" in page.text
    assert f"/results/{following.id}" in visit(f"/results/{award.id}").links
    visit.submit(f"/results/{award.id}/give-up", {"reason": "再"}, status=409)


def test_all_give_up_and_the_notice_fails(won, clock):
    award, people = won
    notice = award.notice
    for one in people:
        with transaction():
            current = queries.award_of(notice.id)
            awards.give_up(current, "人员不足", desk=make.desk(one))
            succeeding.after(current, desk=make.desk(one))
    assert notice.failed_because == "none-left"


@pytest.mark.parametrize("runs", [1, 2])
def test_silence_of_the_agency_is_a_give_up_from_the_day_after(won, clock, runs):
    award, people = won
    clock.set(date(2026, 6, 2))
    assert stage(award, clock) is Stage.AGENCY_SILENT
    clock.set(date(2026, 6, 5))
    for _ in range(runs):
        jobs.once("lapse-awards", clock.today)
    record = db.session.scalars(select(EvidenceRecord).where(EvidenceRecord.kind == "GiveUp")).one()
    assert (record.agency_id, record.fact_on) == (people[0].organisation_id, date(2026, 6, 2))
    assert queries.award_of(award.notice_id).agency_id == people[1].organisation_id


def test_silence_of_the_owner_releases_the_agency_without_harm(won, clock):
    award, people = won
    clock.set(date(2026, 5, 29))
    with transaction():
        awards.confirm(award, people[0].organisation_id, desk=make.desk(people[0]))
    clock.set(date(2026, 6, 2))
    assert stage(award, clock) is Stage.OWNER_SILENT
    jobs.once("lapse-awards", clock.today)
    assert (award.ended_because, award.notice.failed_because) == ("released", "owner-silent")
    assert _evidence(people[0]) == []


@pytest.mark.parametrize(("filer", "ended"), [("owner", "silent"), ("agency", "released"), ("", "released")])
def test_who_has_not_answered_the_contract_in_time_was_silent(won, clock, filer, ended):
    award, people = won
    owner = personas.owner()
    clock.set(date(2026, 5, 29))
    for one in (owner, people[0]):
        with transaction():
            awards.confirm(award, one.organisation_id, desk=make.desk(one))
    if filer:
        orders.filed(award, {"owner": owner, "agency": people[0]}[filer])
    jobs.once("lapse-awards", date(2026, 6, 12))
    assert award.ended_on is None
    jobs.once("lapse-awards", date(2026, 6, 15))
    assert award.ended_because == ended
    assert bool(_evidence(people[0])) == (ended == "silent")


def test_an_objection_stops_the_contract_until_its_answer(visit, won, clock):
    award, people = won
    visit.as_(people[1])
    visit.submit(f"/results/{award.id}/object", {}, status=422)
    given = {"text": "中选人资质存疑", "files": paper("证明.pdf")}
    page = visit.submit(f"/results/{award.id}/object", given)
    assert "中选人资质存疑" in page.text
    row = db.session.scalars(select(ResultObjection)).one()
    file_id = objecting.files_of(row.id)[0].id
    visit(f"/results/objections/{row.id}/files/{file_id}")
    clock.set(date(2026, 5, 29))
    assert stage(award, clock) is Stage.OBJECTED
    visit.as_(people[2])(f"/results/objections/{row.id}/files/{file_id}", status=403)
    visit.as_(personas.authority())(f"/results/objections/{row.id}", status=403)
    visit.as_(personas.other_authority())
    page = visit(f"/results/objections/{row.id}")
    assert "证明.pdf" in page.text
    visit.submit(page, {"decision": "dismissed"}, status=422)
    page = visit.submit(page, {"decision": "dismissed", "text": "资质有效，予以驳回"})
    assert "资质有效，予以驳回" in page.text
    assert not visit(f"/results/objections/{row.id}").forms
    assert stage(award, clock) is Stage.TO_CONFIRM
    by = awards.stand_of(award, clock.today, law.calendar(), law.book()).by
    assert by == date(2026, 6, 2)


def test_where_the_authority_has_not_joined_the_managing_office_answers(visit, won):
    award, people = won
    with transaction():
        row = objecting.object_to(award, people[1].organisation_id, "有误", [], desk=make.desk(people[1]))
    office = personas.managing_office()
    visit.as_(office)
    visit.submit(f"/results/objections/{row.id}", {"decision": "dismissed", "text": "不成立"})
    personas.other_authority()
    with transaction():
        row = objecting.object_to(award, people[2].organisation_id, "有误", [], desk=make.desk(people[2]))
    visit(f"/results/objections/{row.id}", status=403)


def test_an_upheld_objection_repeats_the_selection_without_who_is_excluded(visit, won, clock):
    award, people = won
    officer = personas.other_authority()
    with transaction():
        row = objecting.object_to(award, people[1].organisation_id, "串通", [], desk=make.desk(people[1]))
    excluded = notices.entry_of(award.notice_id, people[0].organisation_id)
    visit.as_(officer)
    given = {"decision": "upheld", "text": "属实", "excluded": [str(excluded.id)]}
    visit.submit(f"/results/objections/{row.id}", given)
    assert (award.ended_because, excluded.ended_because) == ("objection", "excluded")
    visit.as_(personas.owner())
    page = visit(f"/notices/{award.notice.number}")
    visit.submit(page, form="/result")
    following = queries.award_of(award.notice_id)
    assert following.agency_id == people[1].organisation_id
    left = explaining.explain(following).left_out
    assert [part.agency.id for part in left] == [people[0].organisation_id]
    visit.submit(page, form="/result")
    assert count(Award) == 2


def test_an_objection_comes_while_the_result_is_public_and_not_after(visit, won, clock):
    award, people = won
    clock.set(date(2026, 5, 29))
    visit.as_(people[1])
    visit.submit(f"/results/{award.id}/object", {"text": "有误"}, status=422)
    visit.as_(personas.supervisor())(f"/results/{award.id}/object", status=403)
    assert count(ResultObjection) == 0


def test_a_repeated_draw_takes_the_next_code_and_the_next_figure(db_session, clock):
    row, people = make.notice(personas.owner()), make.bidders(4)
    make.registered(row, *people)
    make.closed(row, clock)
    award = make.drawn(row, clock, personas.operator())
    with transaction():
        made = objecting.object_to(
            award, people[1].organisation_id, "录入有误", [], desk=make.desk(people[1])
        )
        objecting.answer(made, "公开数录入有误", [], is_upheld=True, desk=make.desk())
    again = make.drawn(row, clock, personas.operator(), "417")
    first, second = draws_made.records_of(row.id)
    assert (first.round, second.round) == (1, 2)
    assert again.published_on == award.published_on + timedelta(days=1)
    assert explaining.explain(again).records


def test_a_removal_after_the_award_lets_the_next_in_rank_take_over(won, clock):
    award, people = won
    make.released(people[0])
    assert queries.award_of(award.notice_id) is None
    for _ in range(2):
        jobs.once("pass-awards-on", clock.today)
    assert queries.award_of(award.notice_id).agency_id == people[1].organisation_id


def test_three_give_ups_within_a_year_are_put_before_the_authority(db_session, clock):
    officer, owner = personas.other_authority(), personas.owner()
    people = make.bidders(3)
    for _ in range(3):
        row = make.notice(owner, "lowest_price")
        for one, price in zip(people, PRICES, strict=False):
            make.registered(row, one, price_fen=price)
        award = make.opened(row, clock, owner)
        with transaction():
            awards.give_up(award, "人员不足", desk=make.desk(people[0]))
            succeeding.after(award, desk=make.desk(people[0]))
    told = [m for m in inbox(officer.organisation_id).rows if "give-ups" in (m.once or "")]
    assert len(told) == 1


def test_a_direct_choice_too_can_be_objected_to_and_given_up(visit, clock):
    owner, agency, other = personas.owner(), personas.agency(), personas.second_agency()
    orders.ready(agency)
    award = direct_award(owner, agency)
    visit.as_(other)
    visit.submit(f"/results/{award.id}/object", {"text": "业主与其有关联"})
    row = db.session.scalars(select(ResultObjection)).one()
    officer = personas.other_authority()
    visit.as_(officer)
    visit.submit(f"/results/objections/{row.id}", {"decision": "dismissed", "text": "无关联"})
    clock.set(date(2026, 5, 29))
    visit.as_(agency)
    visit.submit(f"/results/{award.id}/give-up", {"reason": "人员不足"})
    assert _evidence(agency) == ["GiveUp"]
    assert queries.waiting_for_choice(owner.organisation_id)
    with pytest.raises(Refused):
        contracts.file_contract(award, None, [paper()], orders.desk(owner))


def test_an_agency_locked_out_before_the_contract_signs_nothing(won, clock):
    award, people = won
    clock.set(date(2026, 5, 29))
    for one in (personas.owner(), people[0]):
        with transaction():
            awards.confirm(award, one.organisation_id, desk=make.desk(one))
    lock_out(people[0])
    with pytest.raises(Refused) as refused:
        orders.filed(award, personas.owner())
    assert refused.value.rule == "P4"


def _evidence(person):
    chosen = select(EvidenceRecord.kind).where(
        EvidenceRecord.agency_id == person.organisation_id, EvidenceRecord.kind == "GiveUp"
    )
    return list(db.session.scalars(chosen))
