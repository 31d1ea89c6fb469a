"""Who follows an award, since which day, and what the dates bring without any job (S8, S9, P11, T6)."""

from datetime import date, timedelta

import pytest

from kernel import jobs, law, ledger
from kernel.db import transaction
from kernel.errors import Refused
from marketplace.selection import (
    awards,
    choices,
    closing,
    concluding,
    draws_made,
    notices,
    objecting,
    queries,
    succeeding,
)
from marketplace.selection.awarding import Stage
from tests import personas
from tests.factories import notices as make
from tests.factories.selection import lock_out

SILENT_SINCE = date(2026, 6, 2)
PUBLIC_UNTIL = date(2026, 6, 3)  # one working day after, with private money


def standing(award, day):
    return awards.stand_of(award, day, law.calendar(), law.book())


@pytest.mark.parametrize("late", [0, 1, 3, 6])
def test_the_next_in_rank_is_public_from_the_day_that_counts_however_late_the_job(won, clock, late):
    award, people = won
    day = SILENT_SINCE + timedelta(days=late)
    clock.set(day)
    jobs.once("lapse-awards", day)
    following = queries.award_of(award.notice_id)
    assert following.agency_id == people[1].organisation_id
    assert following.published_on == SILENT_SINCE
    ends = queries.publicity_ends(following, law.calendar(), law.book())
    assert ends.day == PUBLIC_UNTIL


def test_nobody_is_silent_before_it_was_told(won, clock):
    award, _people = won
    clock.set(date(2026, 6, 9))
    jobs.once("lapse-awards", clock.today)
    following = queries.award_of(award.notice_id)
    assert (following.published_on, following.told_on) == (SILENT_SINCE, date(2026, 6, 9))
    for day in (date(2026, 6, 9), date(2026, 6, 11)):
        found = standing(following, day)
        assert (found.stage, found.by) == (Stage.TO_CONFIRM, date(2026, 6, 11))
    assert standing(following, date(2026, 6, 12)).stage is Stage.AGENCY_SILENT


def test_without_any_job_the_page_says_who_follows_and_whoever_may_object_records_it(visit, won, clock):
    award, people = won
    clock.set(PUBLIC_UNTIL)
    page = visit.as_nobody()(f"/results/{award.id}")
    name = people[1].organisation.name
    assert f"{name}递补" in page.text
    assert "6月3日（周三）24:00" in page.text
    assert not page.root.first("form", action=f"/notices/{award.notice.number}/result")
    visit.as_(people[2])
    page = visit.submit(f"/results/{award.id}", form="/result")
    following = queries.award_of(award.notice_id)
    assert following.published_on == SILENT_SINCE
    assert "结果已公示" in page.text
    page = visit(f"/results/{following.id}")
    assert f"/results/{following.id}/object" in page.links
    with transaction():
        objecting.object_to(following, people[2].organisation_id, "资质有误", [], desk=make.desk(people[2]))
    assert f"/results/{following.id}/object" in visit.as_(people[3])(f"/results/{following.id}").links


def test_what_is_due_is_recorded_once(visit, won, clock):
    award, people = won
    clock.set(SILENT_SINCE)
    visit.as_(people[2])
    page = visit(f"/results/{award.id}")
    visit.submit(page, form="/result")
    jobs.once("lapse-awards", clock.today)
    again = {"csrf_token": page.form("/result").first("input", name="csrf_token").get("value")}
    answer = visit.client.post(f"/notices/{award.notice.number}/result", data=again | {"act_key": "2" * 32})
    assert answer.status_code == 409
    assert succeeding.following(award, make.desk()) is None


def test_who_is_barred_on_the_day_that_counts_or_when_it_is_recorded_does_not_follow(won, clock):
    award, people = won
    lock_out(people[1], decided_on=date(2026, 6, 4))
    clock.set(date(2026, 6, 5))
    jobs.once("lapse-awards", clock.today)
    following = queries.award_of(award.notice_id)
    assert following.agency_id == people[2].organisation_id
    assert following.published_on == SILENT_SINCE


def test_a_removal_passes_the_award_on_as_of_its_day(won, clock):
    award, people = won
    make.released(people[0])
    day = clock.today
    clock.set(day + timedelta(days=2))
    jobs.once("pass-awards-on", clock.today)
    following = queries.award_of(award.notice_id)
    assert (following.agency_id, following.published_on) == (people[1].organisation_id, day)


def test_an_offer_beyond_what_an_amendment_left_takes_no_part(visit, db_session, clock):
    owner = personas.owner()
    row, people = make.notice(owner, "lowest_price"), make.bidders(5)
    for one, price in zip(people, (2_400_000, 2_450_000, 2_480_000, 2_900_000, 2_300_000), strict=True):
        make.registered(row, one, price_fen=price, workdays=20 if one is people[4] else 12)
    make.amendment(row, owner, amount_fen=2_500_000, most_workdays=15)
    award = make.opened(row, clock, owner)
    assert award.agency_id == people[0].organisation_id  # the cheapest promises too many days
    page = visit.as_nobody()(f"/results/{award.id}")
    assert "报价高于公告修改后的最高限价" in page.text
    assert "承诺时限超过公告修改后的上限" in page.text


def test_whoever_lays_the_closing_down_late_asks_what_held_at_the_closing(db_session, clock):
    row, people = make.notice(personas.owner()), make.bidders(3)
    make.registered(row, *people)
    lock_out(people[0], decided_on=date(2026, 5, 28))
    clock.set(date(2026, 5, 29))
    with transaction():
        closing.close(row, desk=make.desk())
    chain = notices.chain_of(row.id)
    assert len(closing.labels_of(chain)) == 3
    assert row.extended_at is None
    field = concluding.field_of(row, desk=make.desk())
    assert list(field.left_out) == [people[0].organisation.uscc]
    assert choices.read_reasons(chain.left_out) == {}


def test_a_notice_whose_codes_are_used_up_is_drawn_no_more(db_session, clock):
    row = make.notice(personas.owner())
    make.registered(row, *make.bidders(3))
    make.closed(row, clock)
    clock.set(make.coming(row, clock).due.at)
    with transaction():
        chain = notices.chain_of(row.id)
        chain.chain = 1
        ledger.record(row, "selection.chain.cut", actor_id=None, rule="S2", also=(chain,))
    by = make.desk(personas.operator())
    with pytest.raises(Refused) as refused, transaction():
        draws_made.draw_now(row, "308", desk=by)
    assert refused.value.rule == "S2"
