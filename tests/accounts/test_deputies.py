"""A deputy by a dated, recorded act: named for oneself or by the head, ended early, refused where it cannot be."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from accounts import deputies
from accounts.deputies import Deputation
from kernel import ledger
from kernel.db import db
from tests import personas
from tests.factories import deputies as make


def named(person, deputy, first="2026-05-26", last="2026-06-05"):
    return {
        "person": str(person.id),
        "deputy": str(deputy.id),
        "from_on": first,
        "until_on": last,
        "reason": "外出培训",
    }


def rows():
    return db.session.scalars(select(Deputation)).all()


def test_a_head_names_a_deputy_for_an_officer_and_both_bodies_are_told(visit):
    head, officer, deputy = personas.authority(), personas.second_officer(), personas.managing_office()
    visit.as_(head)
    assert "无人代理" in visit("/organisation/deputies").heading
    assert "/organisation/deputies" in visit("/organisation").links
    page = visit.submit("/organisation/deputies/new", named(officer, deputy))
    assert officer.name in page.text
    assert "今天有 1 人代理" in page.heading
    for who in (head, deputy):
        assert officer.name in visit.as_(who)("/inbox").text
    (row,) = rows()
    (entry,) = ledger.entries(row)
    assert entry.actor_id == head.id


def test_an_officer_names_one_for_oneself_alone(visit):
    officer = personas.second_officer()
    page = visit.as_(officer)("/organisation/deputies/new")
    offered = [option.get("value") for option in page.root.first("select").every("option")]
    assert offered == [str(officer.id)]


@pytest.mark.parametrize(
    ("first", "last"), [("2026-05-25", "2026-06-01"), ("2026-06-05", "2026-06-01"), ("", "2026-06-01")]
)
def test_days_behind_or_upside_down_are_refused(visit, first, last):
    deputy = personas.managing_office()
    visit.as_(personas.authority())
    sent = named(personas.authority(), deputy, first, last)
    assert visit.submit("/organisation/deputies/new", sent, status=422).errors
    assert rows() == []


def test_a_second_deputy_for_the_same_days_is_refused(visit):
    head = personas.authority()
    make.deputation(head, personas.managing_office())
    visit.as_(head)
    sent = named(head, personas.second_officer(), last="2026-05-27")
    assert "已有日期" in visit.submit("/organisation/deputies/new", sent, status=422).text
    assert len(rows()) == 1


def test_nobody_stands_in_for_oneself(visit):
    head = personas.authority()
    visit.as_(head)
    assert visit.submit("/organisation/deputies/new", named(head, head), status=422).errors


def test_it_is_ended_early_and_counts_no_more_from_that_day(visit, clock):
    head, deputy = personas.authority(), personas.managing_office()
    row = make.deputation(head, deputy)
    clock.ahead(days=3)
    assert [one.id for one in deputies.stood_for(deputy.id, clock.today)] == [head.id]
    page = visit.as_(head)("/organisation/deputies")
    page = visit.submit(page, form=f"/organisation/deputies/{row.id}/end")
    assert "结束" in page.text
    assert deputies.stood_for(deputy.id, clock.today) == []
    assert [one.id for one in deputies.stood_for(deputy.id, clock.today - timedelta(days=1))] == [head.id]


def test_the_day_before_the_first_and_the_day_after_the_last_do_not_count(db_session):
    head, deputy = personas.authority(), personas.managing_office()
    make.deputation(head, deputy, date(2026, 5, 27), date(2026, 5, 29))
    counts = [bool(deputies.stood_for(deputy.id, date(2026, 5, day))) for day in (26, 27, 29, 30)]
    assert counts == [False, True, True, False]


def test_who_has_no_deputies_has_no_such_page(visit):
    row = make.deputation(personas.authority(), personas.managing_office())
    for who in (personas.owner(), personas.agency(), personas.operator(), personas.supervisor()):
        visit.as_(who)
        visit("/organisation/deputies", status=403)
        visit("/organisation/deputies/new", status=403)
    visit.as_(personas.other_authority())
    page = visit("/organisation/deputies")
    assert f"/organisation/deputies/{row.id}/end" not in [form.get("action") for form in page.forms]
