"""The agency's steps before a decision: receiving the charge, its defence, more time, no more to say, a hearing."""

from datetime import date

import pytest

from blacklist import proceedings
from blacklist.vocabulary import State
from kernel import law
from tests import personas
from tests.factories import cases as walk
from tests.factories.delivery import upload


def stands(row, day):
    return proceedings.course_of(row, law.calendar(), law.book(), day)


@pytest.fixture
def row(clock):
    found = walk.at(State.DEFENCE)
    clock.set(walk.RECEIVED)
    return found


def test_the_charge_is_received_with_one_button(visit, clock):
    row = walk.at(State.CHARGED)
    clock.set(walk.RECEIVED)
    page = visit.submit(visit.as_(personas.agency())(f"/cases/{row.id}"), form="/receive")
    assert "陈述申辩" in page.heading
    assert stands(row, walk.RECEIVED).defence.served.day == walk.RECEIVED
    assert row.number in visit.as_(personas.authority())("/inbox").text


def test_the_defence_is_on_file_with_its_files(visit, row):
    visit.as_(personas.agency())
    said = {"text": "资料于5月18日才移交。", "files": upload("移交单.pdf")}
    page = visit.submit(f"/cases/{row.id}/defend", said)
    assert "资料于5月18日才移交" in page.text
    assert "移交单.pdf" in page.text
    officer = visit.as_(personas.authority())(f"/cases/{row.id}")
    assert "移交单.pdf" in officer.text


def test_an_empty_defence_is_refused_beside_its_field(visit, row):
    visit.as_(personas.agency())
    assert visit.submit(f"/cases/{row.id}/defend", {"text": " "}, status=422).errors
    assert "defend" not in {one.act for one in proceedings.steps_of([row.id])[row.id]}


def test_more_time_is_asked_for_once(visit, row):
    visit.as_(personas.agency())
    before = stands(row, walk.RECEIVED).defence.until.day
    visit.submit(f"/cases/{row.id}/ask-more")
    assert stands(row, walk.RECEIVED).defence.until.day > before
    assert "P5" in visit(f"/cases/{row.id}/ask-more", status=422).text


def test_who_has_no_more_to_say_closes_the_defence_early(visit, row):
    visit.as_(personas.agency())
    page = visit.submit(f"/cases/{row.id}/say-no-more", {"text": ""})
    assert stands(row, walk.RECEIVED).state is State.OPINION
    assert f"/cases/{row.id}/defend" not in page.links
    visit(f"/cases/{row.id}/defend", status=409)


def test_a_hearing_is_asked_for_and_dropped(visit, row):
    visit.as_(personas.agency())
    visit.submit(f"/cases/{row.id}/ask-hearing")
    assert stands(row, walk.RECEIVED).state is State.HEARING
    visit.submit(f"/cases/{row.id}/drop-hearing")
    assert stands(row, walk.RECEIVED).state is State.DEFENCE
    visit(f"/cases/{row.id}/ask-hearing", status=422)


def test_a_stale_page_says_to_reload(visit, row):
    page = visit.as_(personas.agency())(f"/cases/{row.id}/say-no-more")
    visit.submit(f"/cases/{row.id}/say-no-more")
    stale = visit.submit(page, {"act_key": "0" * 32}, status=409)
    assert stale.heading


def test_nobody_else_takes_the_agencys_steps(visit, row):
    for who in (personas.authority(), personas.managing_office()):
        visit.as_(who)(f"/cases/{row.id}/defend", status=422)
    for who in (personas.second_agency(), personas.owner(), personas.supervisor(), personas.agency_reader()):
        visit.as_(who)(f"/cases/{row.id}/defend", status=403)


def test_the_last_day_is_the_last(visit, row, clock):
    until = stands(row, walk.RECEIVED).defence.until.day
    assert until == date(2026, 6, 3)
    clock.set(until)
    visit.as_(personas.agency())(f"/cases/{row.id}/defend")
    clock.set(walk.OVER)
    visit.as_(personas.agency())(f"/cases/{row.id}/defend", status=409)
