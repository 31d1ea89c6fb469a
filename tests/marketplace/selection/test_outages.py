"""A public figure that does not appear: declared, confirmed, and replaced by the next one that nobody knows yet (S2)."""

from datetime import date, datetime, timedelta

import pytest

from accounts.queries import inbox
from kernel import ledger
from kernel.clock import BEIJING
from kernel.db import transaction
from kernel.errors import Refused, WrongState
from marketplace.selection import outages
from marketplace.selection.draw_tables import FigureOutage
from marketplace.selection.figures import Outage, figures, next_appearance
from marketplace.selection.outages import Declared
from tests import personas
from tests.factories import notices as make
from tests.factories.selection import count

OPENED = datetime(2026, 5, 27, 18, tzinfo=BEIJING)
FIRST, LAST = date(2026, 5, 27), date(2026, 5, 29)
FILLED = {
    "source": "fc3d",
    "first_on": "2026-05-27",
    "last_on": "2026-05-29",
    "announcement": "中国福利彩票发行管理中心公告〔2026〕5号",
}
WORDS = "福利彩票公告，与原文一致"


def a_draw(clock):
    row = make.notice(personas.owner())
    make.registered(row, *make.bidders(3))
    make.closed(row, clock)
    clock.set(OPENED)
    return row


def declared(first=FIRST, last=LAST, source="fc3d"):
    by = make.desk(personas.operator())
    with transaction():
        return outages.declare(Declared(source, first, last, "公告"), desk=by)


def confirmed(row, *, is_confirmed=True):
    by = make.desk(personas.managing_office())
    with transaction():
        return outages.answer(row, WORDS, is_confirmed=is_confirmed, desk=by)


def at(day, hour, minute=0):
    return datetime.combine(day, datetime.min.time(), BEIJING) + timedelta(hours=hour, minutes=minute)


@pytest.mark.parametrize(
    ("known", "due"),
    [
        (at(date(2026, 5, 20), 9), at(date(2026, 5, 30), 21, 15)),  # announced beforehand
        (at(date(2026, 5, 28), 9), at(date(2026, 5, 30), 21, 15)),
        (at(date(2026, 5, 30), 22), at(date(2026, 5, 31), 21, 15)),  # nothing that has appeared by then
    ],
)
def test_the_first_figure_after_the_days_and_after_their_confirmation_takes_the_place(known, due):
    found = next_appearance(figures()["fc3d"], OPENED, [Outage(FIRST, LAST, known)])
    assert found.at == due
    assert found.name == f"福彩3D {due.date()}"


def test_outages_that_follow_one_another_are_all_passed_over_and_others_change_nothing():
    figure, known = figures()["fc3d"], at(date(2026, 5, 20), 9)
    rows = [Outage(LAST + timedelta(days=1), LAST + timedelta(days=2), known), Outage(FIRST, LAST, known)]
    assert next_appearance(figure, OPENED, rows).at.date() == date(2026, 6, 1)
    late = [Outage(date(2026, 7, 1), date(2026, 7, 3), known)]
    assert next_appearance(figure, OPENED, late) == figure.next_after(OPENED)
    beacon = figures()["drand"]
    assert next_appearance(beacon, OPENED, [Outage(FIRST, FIRST, known)]).at >= at(date(2026, 5, 28), 0)


def test_a_draw_waits_for_the_next_figure_once_two_offices_have_spoken(visit, clock):
    row, office = a_draw(clock), personas.managing_office()
    visit.as_(personas.operator()).submit("/draws/outages/new", FILLED)
    assert make.coming(row, clock).due.name == "福彩3D 2026-05-27"  # declared is not confirmed
    page = visit.as_nobody()(f"/notices/{row.number}/draw")
    assert "公开数停期已申报" in page.text
    (told,) = [m for m in inbox(office.organisation_id).rows if "/draws/outages/" in m.link]
    visit.as_(office)
    assert told.link in visit("/workbench").links
    visit.submit(told.link, {"decision": "confirmed", "text": WORDS})
    assert make.coming(row, clock).due.name == "福彩3D 2026-05-30"
    page = visit.as_nobody()(f"/notices/{row.number}/draw")
    assert "公告〔2026〕5号" in page.text
    assert "福彩3D 2026-05-30" in page.text
    assert WORDS in visit("/draws/outages").text
    award = make.drawn(row, clock, personas.operator())
    assert "福彩3D 2026-05-30" in visit(f"/notices/{row.number}/draw").text
    assert award


def test_a_refused_one_changes_nothing(db_session, clock):
    row = a_draw(clock)
    found = confirmed(declared(), is_confirmed=False)
    assert make.coming(row, clock).due.name == "福彩3D 2026-05-27"
    with pytest.raises(WrongState):
        confirmed(found)
    assert [e.act for e in ledger.entries(found)] == [
        "selection.outage.declared",
        "selection.outage.answered",
    ]


def test_another_source_is_not_concerned(db_session, clock):
    row = a_draw(clock)
    confirmed(declared(source="ssq"))
    assert make.coming(row, clock).due.name == "福彩3D 2026-05-27"


def test_a_figure_with_which_a_draw_was_made_did_appear(db_session, clock):
    row = a_draw(clock)
    found = declared()
    make.drawn(row, clock, personas.operator())
    with pytest.raises(Refused) as refused:
        confirmed(found)
    assert refused.value.rule == "S2"
    assert found.is_confirmed is None


@pytest.mark.parametrize(
    "wrong",
    [{"last_on": "2026-05-26"}, {"last_on": "2026-07-27"}, {"first_on": "2026-03-01"}, {"announcement": ""}],
)
def test_what_cannot_be_an_outage_is_said(visit, clock, wrong):
    page = visit.as_(personas.operator()).submit("/draws/outages/new", FILLED | wrong, status=422)
    assert page.errors or "S2" in page.text
    assert count(FigureOutage) == 0


def test_only_the_operator_declares_and_only_the_managing_office_answers(visit, clock):
    row = declared()
    for user in (personas.owner(), personas.authority(), personas.supervisor(), personas.managing_office()):
        visit.as_(user)("/draws/outages/new", status=403)
    for user in (personas.owner(), personas.operator(), personas.supervisor()):
        visit.as_(user)(f"/draws/outages/{row.id}", status=403)
    assert "公告依据" in visit.as_nobody()("/draws/outages").text
