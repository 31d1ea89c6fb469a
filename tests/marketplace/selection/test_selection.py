"""A direct choice, from the comparison to the published result."""

from datetime import date

import pytest

from accounts.queries import inbox
from kernel import clock, law
from kernel.db import transaction
from kernel.errors import Refused, WrongState
from marketplace.selection import operations, queries
from marketplace.selection.models import Award
from tests import personas
from tests.factories import projects
from tests.factories import selection as make
from tests.factories.selection import count, lock_out, ready

UNTIL = "2026-06-02"


def test_the_gate_is_asked_again_at_the_offer_and_at_the_choice(db_session, clock):
    owner, agency = personas.owner(), personas.agency()
    ready(agency)
    row = make.notice(owner, agency)
    entry = make.offer(row, agency)
    lock_out(agency)
    with pytest.raises(Refused) as refused:
        make.offer(row, agency, price_fen=1)
    assert (refused.value.rule, refused.value.try_from) == ("P4", date(2028, 5, 21))
    with pytest.raises(Refused), transaction():
        operations.choose(
            row,
            entry.id,
            "好",
            actor_id=owner.id,
            today=clock.today,
            calendar=law.calendar(),
            book=law.book(),
        )


@pytest.mark.parametrize("days", ["0", "10000", "abc", "1.5"])
def test_a_promise_that_is_none_is_said_beside_its_field(visit, days):
    agency = personas.agency()
    ready(agency)
    row = make.notice(personas.owner(), agency)
    visit.as_(agency)
    page = visit(f"/invitations/{make.entry_of(row, agency).id}")
    page = visit.submit(
        page, {"price_fen": "28000", "workdays": days, "remark": "记住我"}, form="/offer", status=422
    )
    assert "记住我" in page.html
    assert make.entry_of(row, agency).offered_at is None


def test_an_offer_can_be_changed_until_the_last_day_ends_and_not_after(db_session, clock):
    agency = personas.agency()
    ready(agency)
    row = make.notice(personas.owner(), agency, days=1)
    clock.set(date(2026, 5, 27))
    assert make.offer(row, agency, price_fen=100).price_fen == 100
    clock.set(date(2026, 5, 28))
    with pytest.raises(Refused) as refused:
        make.offer(row, agency, price_fen=200)
    assert refused.value.rule == "S4"


def test_an_agency_sees_its_own_invitation_alone_and_never_the_others_offers(visit):
    agency, second = ready(personas.agency(), personas.second_agency())
    row = make.notice(personas.owner(), agency, second)
    make.offer(row, second, price_fen=123_456_00)
    visit.as_(agency)
    visit(f"/invitations/{make.entry_of(row, second).id}", status=403)
    visit(f"/notices/{row.id}", status=403)
    assert "12.3" not in visit(f"/invitations/{make.entry_of(row, agency).id}").text


def test_an_agency_declines_and_may_still_offer(visit):
    agency = personas.agency()
    ready(agency)
    row = make.notice(personas.owner(), agency)
    visit.as_(agency)
    page = visit(f"/invitations/{make.entry_of(row, agency).id}")
    visit.submit(page, {}, form="/decline")
    assert make.entry_of(row, agency).declined_at is not None
    make.offer(row, agency)
    assert make.entry_of(row, agency).declined_at is None


def test_declining_twice_tells_to_reload(db_session):
    agency = personas.agency()
    ready(agency)
    entry = make.entry_of(make.notice(personas.owner(), agency), agency)
    with transaction():
        operations.decline(entry, actor_id=agency.id)
    with pytest.raises(WrongState), transaction():
        operations.decline(entry, actor_id=agency.id)


def test_a_notice_is_withdrawn_with_a_reason_and_the_need_can_be_published_anew(visit):
    owner, agency = personas.owner(), personas.agency()
    ready(agency)
    row = make.notice(owner, agency)
    visit.as_(owner)
    page = visit.submit(visit(f"/notices/{row.id}/withdraw"), {"reason": "项目推迟"})
    assert "项目推迟" in page.text
    assert make.notice(owner, agency, need=row.need).number != row.number
    with pytest.raises(WrongState):
        make.offer(row, agency)


def test_one_need_has_one_open_notice_and_one_award(db_session):
    owner, agency = personas.owner(), personas.agency()
    ready(agency)
    row = make.notice(owner, agency)
    with pytest.raises(WrongState):
        make.notice(owner, agency, need=row.need)
    make.award(owner, agency, row)
    with pytest.raises(WrongState):
        make.award(owner, agency, row)


def test_somebody_who_made_no_offer_cannot_be_chosen(visit):
    owner, agency, second = personas.owner(), *ready(personas.agency(), personas.second_agency())
    row = make.notice(owner, agency, second)
    make.offer(row, agency)
    visit.as_(owner)
    page = visit(f"/notices/{row.id}")
    given = {"registration": str(make.entry_of(row, second).id), "reason": "熟悉"}
    visit.submit(page, given, form="/choose", status=422)
    assert count(Award) == 0


def test_further_agencies_are_invited_and_nobody_twice(visit):
    owner, agency, second = personas.owner(), *ready(personas.agency(), personas.second_agency())
    row = make.notice(owner, agency)
    visit.as_(owner)
    page = visit(f"/needs/{row.need_id}/compare")
    visit.submit(page, {"agencies": [str(agency.organisation_id), str(second.organisation_id)]})
    assert len(queries.registrations_of(row.id)) == 2


def test_the_results_page_says_that_there_is_none_and_a_made_up_number_is_not_found(visit):
    assert "还没有" in visit("/results").heading
    visit("/results/999", status=404)


def test_lists_cost_the_same_with_more_rows(visit, count_statements):
    owner, agency = personas.owner(), personas.agency()
    ready(agency)
    seen = {"/results": [], "/invitations": []}
    visit.as_(agency)
    for many in (3, 15):
        for _ in range(many):
            make.award(owner, agency)
        for path, counts in seen.items():
            with count_statements() as statements:
                visit(path)
            counts.append(len(statements))
    assert all(len(set(counts)) == 1 for counts in seen.values()), seen


def test_publicity_is_three_working_days_with_public_money_and_one_with_private(db_session, clock):
    owner, agency = personas.owner(), personas.agency()
    ready(agency)
    clock.set(date(2026, 4, 30))  # before Labour Day
    ends = {}
    for public in (True, False):
        need = projects.need(owner, projects.project(owner, public_money=public))
        award = make.award(owner, agency, make.notice(owner, agency, need=need))
        ends[public] = queries.publicity_ends(award, law.calendar(), law.book()).day
    assert ends == {True: date(2026, 5, 8), False: date(2026, 5, 6)}


@pytest.mark.parametrize(("price_fen", "rule"), [(50_000_000, "S10"), (49_999_900, "")])
def test_public_money_from_the_limit_on_is_not_chosen_directly_either(db_session, price_fen, rule):
    owner, (agency,) = personas.owner(), ready(personas.agency())
    need = projects.need(owner, projects.project(owner, public_money=True))
    row = make.notice(owner, agency, need=need)
    if rule:
        with pytest.raises(Refused) as refused:
            make.award(owner, agency, row, price_fen=price_fen)
        assert refused.value.rule == rule
    else:
        assert make.award(owner, agency, row, price_fen=price_fen).price_fen == price_fen


def test_what_was_told_reaches_the_other_side(db_session):
    owner, agency = personas.owner(), personas.agency()
    ready(agency)
    make.award(owner, agency)
    assert len(inbox(agency.organisation_id).rows) == 2
    assert len(inbox(owner.organisation_id).rows) == 1
    assert clock.today() == date(2026, 5, 26)


def test_nobody_is_invited_to_a_notice_whose_last_day_is_over(db_session, clock):
    owner, agency, second = personas.owner(), *ready(personas.agency(), personas.second_agency())
    row = make.notice(owner, agency, days=1)
    clock.set(date(2026, 5, 28))
    with pytest.raises(Refused) as refused, transaction():
        operations.invite_more(
            row, [second.organisation_id], actor_id=owner.id, today=clock.today, book=law.book()
        )
    assert refused.value.rule == "S4"
