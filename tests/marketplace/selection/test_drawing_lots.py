"""A random draw from the closing to the published result, watched by anybody and computed again from its record."""

import json
import subprocess
import sys
from datetime import datetime, timedelta

import pytest

from accounts.queries import inbox
from kernel import jobs, ledger
from kernel import rulebook as house
from kernel.clock import BEIJING, local_day
from kernel.db import transaction
from kernel.errors import Refused, WrongState
from marketplace.selection import closing, concluding, draw, explaining, notices, queries
from marketplace.selection.models import Award
from marketplace.selection.procedure import State
from tests import personas
from tests.factories import notices as make
from tests.factories import projects
from tests.factories.selection import count, lock_out

OPENED = datetime(2026, 5, 27, 18, tzinfo=BEIJING)
FIGURE = datetime(2026, 5, 27, 21, 15, tzinfo=BEIJING)
PROGRAM = house.FOLDER.parent / "tools" / "verify_draw.py"


def a_draw(many, clock, **values):
    row, people = make.notice(personas.owner(), **values), make.bidders(many)
    make.registered(row, *people)
    return row, people


def test_a_draw_from_the_closing_to_the_result(visit, clock):
    row, people = a_draw(4, clock)
    chain = make.closed(row, clock)
    labels = sorted(one.organisation.uscc for one in people)
    assert chain.labels.splitlines() == labels
    entry = next(e for e in ledger.entries(row) if e.act == "selection.notice.closed")
    assert chain.labels_sha256 in entry.details
    page = visit(f"/notices/{row.number}/draw")
    assert "4 家机构参加抽取" in page.heading
    assert "5月27日（周三）21:15" in page.text

    operator = personas.operator()
    clock.set(FIGURE + timedelta(minutes=1))
    visit.as_(operator)
    page = visit(f"/notices/{row.number}/draw")
    visit.submit(page, {"value": "12", "checked": "y"}, form="/figure", status=422)
    page = visit.submit(page, {"value": "308", "checked": "y"}, form="/figure")
    award = queries.award_of(row.id)
    assert page.path == f"/results/{award.id}"
    assert (award.price_fen, award.workdays) == (3_000_000, 15)
    for one in people:
        assert one.organisation.name in page.text
    record = visit.client.get(f"/notices/{row.number}/draws/1/record.json").data
    assert draw.replay(record).order[0] == award.agency.uscc
    assert visit(f"/notices/{row.number}/draws/2/record.json", status=404)
    assert "重新计算" in visit(f"/notices/{row.number}/draw").text
    assert {len(inbox(one.organisation_id).rows) for one in people} == {1}


def test_the_program_of_one_page_finds_the_same_order(visit, clock, tmp_path):
    row, _people = a_draw(3, clock)
    make.closed(row, clock)
    make.drawn(row, clock, personas.operator())
    path = tmp_path / "record.json"
    path.write_bytes(visit.client.get(f"/notices/{row.number}/draws/1/record.json").data)
    found = subprocess.run([sys.executable, PROGRAM, path], capture_output=True, check=False)
    assert found.returncode == 0, found.stdout
    fields = json.loads(path.read_bytes())
    assert fields["commitment"] == notices.chain_of(row.id).commitment


@pytest.mark.parametrize("many", [3, 4, 30])
def test_everyone_has_a_place_and_the_award_its_price_from_the_notice(db_session, clock, many):
    row, _people = a_draw(many, clock)
    make.closed(row, clock)
    award = make.drawn(row, clock, personas.operator())
    parts = explaining.explain(award).parts
    assert [part.place for part in parts] == list(range(1, many + 1))
    assert parts[0].agency.id == award.agency_id


def test_nobody_draws_before_the_figure_or_without_the_labels(db_session, clock):
    row, _people = a_draw(3, clock)
    operator = personas.operator()
    by = make.desk(operator, now=OPENED)
    with pytest.raises(WrongState), transaction():
        concluding.conclude(row, "308", desk=by)
    make.closed(row, clock)
    clock.set(FIGURE - timedelta(seconds=1))
    by = make.desk(operator)
    with pytest.raises(WrongState), transaction():
        concluding.conclude(row, "308", desk=by)
    assert count(Award) == 0


def test_a_figure_known_before_the_labels_were_laid_down_is_not_taken(db_session, clock):
    row, _people = a_draw(3, clock)
    clock.set(FIGURE + timedelta(hours=1))  # the job has not run
    with transaction():
        closing.close(row, desk=make.desk())
    assert make.coming(row, clock).due.at == FIGURE + timedelta(days=1)


def test_only_the_operator_enters_the_figure_and_lays_down_the_labels(visit, clock):
    row, _people = a_draw(3, clock)
    clock.set(FIGURE + timedelta(days=1))
    for user in (personas.owner(), personas.agency(), personas.supervisor()):
        visit.as_(user)
        assert not visit(f"/notices/{row.number}/draw").forms
    visit.as_(personas.operator())
    visit.submit(visit(f"/notices/{row.number}/draw"), form="/close")
    assert notices.chain_of(row.id).fixed_at is not None
    visit.as_nobody()
    assert visit.client.post(f"/notices/{row.number}/draw/figure").status_code in (302, 400, 401, 403)


def test_a_result_is_published_once(db_session, clock):
    row, _people = a_draw(3, clock)
    make.closed(row, clock)
    make.drawn(row, clock, personas.operator())
    with pytest.raises(WrongState):
        make.drawn(row, clock, personas.operator())
    assert count(Award) == 1


def test_who_is_locked_out_after_the_closing_is_passed_over(db_session, clock):
    row, people = a_draw(4, clock)
    make.closed(row, clock)
    first, second = make.order_of(row, "308", clock)[:2]
    loser = next(one for one in people if one.organisation.uscc == first)
    lock_out(loser)
    award = make.drawn(row, clock, personas.operator())
    assert award.agency.uscc == second
    assert [part.agency.uscc for part in explaining.explain(award).left_out] == [first]


def test_who_is_locked_out_between_registration_and_closing_is_left_out(db_session, clock):
    row, people = a_draw(4, clock)
    lock_out(people[0])
    chain = make.closed(row, clock)
    assert people[0].organisation.uscc not in chain.labels
    assert people[0].organisation.uscc in chain.left_out


def test_who_has_withdrawn_takes_no_part(visit, clock):
    row, people = a_draw(4, clock)
    visit.as_(people[0])
    visit.submit(visit(f"/notices/{row.number}/register"), form="/unregister")
    assert people[0].organisation.uscc not in make.closed(row, clock).labels


def test_a_test_at_the_closing_that_leaves_too_few_opens_registration_once_more(db_session, clock):
    row, people = a_draw(3, clock)
    lock_out(people[0])
    clock.set(row.closes_at + timedelta(minutes=2))
    with transaction():
        closing.close(row, desk=make.desk())
    assert notices.state_of(row, clock.now(), make.desk().book) is State.PUBLISHED
    make.registered(row, *make.bidders(1, item="B02"))
    assert notices.chain_of(row.id).fixed_at is None
    assert len(make.closed(row, clock).labels.splitlines()) == 3


def test_an_extension_that_nobody_told_in_time_runs_from_then(db_session, clock):
    row, people = a_draw(3, clock)
    lock_out(people[0])
    clock.set(row.late_closes_at + timedelta(days=3))
    with transaction():
        closing.close(row, desk=make.desk())
    assert row.late_closes_at > clock.now()


@pytest.mark.parametrize("many", [1, 2])
def test_too_few_are_left_to_the_owner_who_says_why(visit, clock, many):
    row, people = a_draw(many, clock)
    make.closed(row, clock)
    clock.set(row.late_opens_at)
    owner = personas.owner()
    visit.as_(owner)
    page = visit(f"/notices/{row.number}")
    assert f"/notices/{row.number}/choose" in page.links
    page = visit(f"/notices/{row.number}/choose")
    entry = notices.entry_of(row.id, people[0].organisation_id)
    visit.submit(page, {"registration": str(entry.id)}, status=422)
    page = visit.submit(page, {"registration": str(entry.id), "reason": "仅有两家，时限短"})
    assert "仅有两家，时限短" in page.text
    visit.as_(personas.second_owner())(f"/notices/{row.number}/choose", status=403)


def test_the_owner_chooses_among_few_only_once_registration_has_closed(visit, clock):
    row, people = a_draw(1, clock)
    for moment in (row.published_at, row.closes_at, row.late_closes_at):
        clock.set(moment)
        page = visit.as_(personas.owner())(f"/notices/{row.number}/choose", status=422)
        assert "规则 S4" in page.text
        assert "起方可从已报名机构中选取" in page.text
        assert people[0].organisation.name not in page.text
    (entry,) = notices.entries_of([row.id])[row.id]
    with pytest.raises(Refused) as refused, transaction():
        concluding.choose_registered(row, entry.id, "熟悉", desk=make.desk(personas.owner()))
    assert refused.value.try_from == local_day(row.late_opens_at)


def test_enough_are_left_to_the_draw_and_not_to_the_owner(visit, clock):
    row, people = a_draw(3, clock)
    make.closed(row, clock)
    clock.set(OPENED)
    visit.as_(personas.owner())
    entry = notices.entry_of(row.id, people[0].organisation_id)
    with pytest.raises(WrongState), transaction():
        concluding.choose_registered(row, entry.id, "熟悉", desk=make.desk(personas.owner()))
    page = visit(f"/notices/{row.number}/choose", status=409)
    assert "报名数已足" in page.text
    assert "不足" not in page.text
    assert people[0].organisation.name not in page.text


def test_nobody_fails_the_notice(visit, clock):
    row = make.notice(personas.owner())
    clock.set(row.late_closes_at + timedelta(minutes=2))
    with transaction():
        closing.close(row, desk=make.desk())
    assert row.failed_because == "nobody"
    assert "公告失败" in visit(f"/notices/{row.number}").heading


def test_all_locked_out_fail_the_notice(db_session, clock):
    row, people = a_draw(3, clock)
    make.closed(row, clock)
    for one in people:
        lock_out(one)
    assert make.drawn(row, clock, personas.operator()) is None
    assert row.failed_because == "none-left"


def test_a_shared_place_is_drawn_by_another_figure_of_its_own_form(db_session, clock):
    row, _people = a_draw(3, clock, source="ssq")
    make.closed(row, clock)
    clock.set(datetime(2026, 5, 29, 12, tzinfo=BEIJING))
    with pytest.raises(Refused):
        make.drawn(row, clock, personas.operator(), "308")
    award = make.drawn(row, clock, personas.operator(), "03 08 14 17 25 31 09")
    assert award.published_on.isoformat() == "2026-05-28"


def test_the_job_lays_down_what_has_closed_and_does_nothing_twice(db_session, clock):
    row, _people = a_draw(3, clock)
    other = make.notice(personas.owner(), need=projects.need(personas.owner()))
    for _ in range(2):
        clock.set(row.closes_at + timedelta(minutes=5))
        jobs.once("close-notices", clock.today)
    assert notices.chain_of(row.id).fixed_at is not None
    assert notices.chain_of(other.id).fixed_at is None
    told = [m for m in inbox(personas.owner().organisation_id).rows if "extended" in (m.once or "")]
    assert len(told) == 1
    clock.set(other.late_closes_at + timedelta(days=4))
    jobs.once("close-notices", clock.today)
    assert other.failed_because == "nobody"
