"""A hearing: announced seven working days ahead, led by one who did not handle the case, its record entered by them."""

from datetime import date

import pytest

from blacklist import proceedings
from blacklist.vocabulary import Act, State
from kernel import issued, law
from tests import personas
from tests.factories import cases as walk

FIRST = date(2026, 6, 8)  # a Monday: the seventh working day after 27 May is Friday 5 June
WHERE = "上午9时30分，市水利局三楼会议室"


@pytest.fixture
def row(clock):
    found = walk.at(State.DEFENCE)
    walk.take(found, Act.ASK_HEARING, personas.agency(), walk.RECEIVED)
    personas.managing_office()
    clock.set(walk.RECEIVED)
    return found


def announced(**said):
    return {"day": FIRST.isoformat(), "text": WHERE, "person": str(personas.second_officer().id)} | said


def test_it_is_announced_by_a_letter(visit, row):
    visit.as_(personas.authority())
    page = visit.submit(f"/cases/{row.id}/announce-hearing", announced())
    assert "江中介听字〔2026〕1号" in page.text
    letter = issued.of(row)[-1]
    assert WHERE in visit(f"/cases/{row.id}/letters/{letter.id}").text
    assert "听证" in visit.as_(personas.agency())("/inbox").text


def test_a_day_too_near_is_refused_with_the_first_one(visit, row):
    visit.as_(personas.authority())
    page = visit.submit(f"/cases/{row.id}/announce-hearing", announced(day="2026-06-05"), status=422)
    assert "2026年6月8日（周一）" in page.errors  # the first working day after the seven
    assert len(issued.of(row)) == 1


def test_who_handled_the_case_cannot_lead(visit, row):
    page = visit.as_(personas.authority())(f"/cases/{row.id}/announce-hearing")
    offered = [option.get("value") for option in page.root.every("option")]
    assert str(personas.authority().id) not in offered
    assert str(personas.managing_office().id) in offered


def test_its_leader_enters_the_record_on_its_day(visit, row, clock):
    visit.submit(visit.as_(personas.authority())(f"/cases/{row.id}/announce-hearing"), announced())
    visit.as_(personas.second_officer())(f"/cases/{row.id}/hold-hearing", status=422)
    clock.set(FIRST)
    visit.as_(personas.authority())(f"/cases/{row.id}/hold-hearing", status=422)
    visit.as_(personas.second_officer())
    page = visit.submit(f"/cases/{row.id}/hold-hearing", {"text": "机构陈述：资料迟交。"})
    assert "机构陈述" in page.text
    assert proceedings.course_of(row, law.calendar(), law.book(), FIRST).state is State.OPINION
