"""C6: delivery, acceptance, rejection, contest; and two who act at once."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from kernel.db import db, transaction
from kernel.errors import Refused, WrongState
from marketplace.delivery import queries
from marketplace.delivery.events import Rejected
from marketplace.delivery.models import OrderEvent
from marketplace.delivery.operations import deliveries
from marketplace.delivery.rules.deliveries import Fate
from marketplace.delivery.rules.history import Finding
from marketplace.delivery.rules.lights import Light
from marketplace.selection import queries as selection
from tests import personas
from tests.factories import delivery as make


def fate(order):
    return make.standing(order).examined()[-1][1].fate


def test_the_agency_delivers_and_the_owner_accepts(visit):
    order = make.order("due-soon")
    visit.as_(personas.agency())
    page = visit.submit(f"/orders/{order.number}/deliver", {"files": make.upload(), "note": "终稿"})
    assert "已交付" in page.text
    event = make.last(order, "deliveries")
    visit.as_(personas.owner())
    page = visit.submit(f"/orders/{order.number}/deliveries/{event}/accept", {"note": "合格"})
    assert "已验收" in page.text
    assert make.standing(order).clock.light is Light.ACCEPTED
    track = db.session.get(selection.TrackRecord, order.number)
    assert (track.completed_on, track.in_time, track.used_workdays) == (date(2026, 5, 26), True, 13)


def test_a_delivery_needs_a_file_that_is_what_it_claims(visit):
    order = make.order("on-course")
    visit.as_(personas.agency())
    path = f"/orders/{order.number}/deliver"
    assert "至少一个文件" in visit.submit(path, {"note": "终稿"}, status=422).text
    page = visit.submit(
        path, {"files": make.upload("成果.pdf", b"\x89PNG\r\n\x1a\n"), "note": "终稿"}, status=422
    )
    assert "PNG" in page.errors
    assert "终稿" in page.html
    assert fate_count(order) == 0


def fate_count(order):
    return len(make.standing(order).story.deliveries)


def test_the_owner_rejects_with_reasons_the_days_are_not_counted_and_the_agency_delivers_again(visit):
    order = make.order("delivered")
    event = make.last(order, "deliveries")
    before = make.standing(order).clock.due
    visit.as_(personas.owner())
    path = f"/orders/{order.number}/deliveries/{event}/reject"
    page = visit(path)
    assert "is_repeat" not in page.html
    visit.submit(page, {"defects": ""}, status=422)
    page = visit.submit(path, {"defects": "缺少噪声预测章节"})
    assert "缺少噪声预测章节" in page.text
    assert make.standing(order).clock.due > before
    visit.as_(personas.agency())
    visit.submit(f"/orders/{order.number}/deliver", {"files": make.upload()})
    assert fate(order) is Fate.DELIVERED
    visit.as_(personas.owner())
    assert (
        "is_repeat"
        in visit(f"/orders/{order.number}/deliveries/{make.last(order, 'deliveries')}/reject").html
    )


def test_a_repeated_defect_needs_an_earlier_rejection(db_session):
    order = make.order("delivered")
    with pytest.raises(Refused) as refused:
        make.rejected(order, personas.owner(), repeat=True)
    assert refused.value.rule == "C6"
    assert refused.value.field == "is_repeat"
    make.rejected(order, personas.owner())
    make.delivered(order, personas.agency())
    due = make.standing(order).clock.due
    make.rejected(order, personas.owner(), repeat=True)
    assert make.standing(order).clock.due == due


def test_after_five_working_days_silence_has_accepted_and_a_rejection_is_too_late(db_session, clock):
    order = make.order("delivered")
    clock.set(date(2026, 6, 1))  # the fifth working day after Monday 25 May
    assert fate(order) is Fate.DELIVERED
    track = db.session.get(selection.TrackRecord, order.number)
    assert track.completed_on == date(2026, 6, 2)  # laid ahead, no job needed
    clock.set(date(2026, 6, 2))
    assert fate(order) is Fate.ACCEPTED_BY_SILENCE
    with pytest.raises(WrongState):
        make.rejected(order, personas.owner())


def test_the_agency_contests_and_the_authority_finds_the_rejection_unfounded(visit):
    order = make.order("rejected")
    event = make.last(order, "deliveries")
    visit.as_(personas.agency())
    visit.submit(f"/orders/{order.number}/deliveries/{event}/contest", {"reason": "噪声章节在附件三"})
    assert fate(order) is Fate.CONTESTED
    path = f"/orders/{order.number}/deliveries/{event}/decide"
    for person in (personas.owner(), personas.agency(), personas.authority(), personas.supervisor()):
        visit.as_(person)
        visit(path, status=403)
    visit.as_(personas.other_authority())
    visit.submit(path, {"finding": "", "reason": "见附件"}, status=422)
    visit.submit(path, {"finding": "unfounded", "reason": "见附件三第 12 页"})
    assert fate(order) is Fate.ACCEPTED_ON_CONTEST
    assert make.standing(order).acceptance.as_of == date(2026, 5, 25)


def test_a_founded_rejection_stands_and_the_agency_goes_on(db_session):
    order = make.order("contested")
    with pytest.raises(WrongState):
        make.delivered(order, personas.agency())
    desk = make.desk(personas.other_authority())
    with transaction():
        deliveries.answer_contest(order, make.last(order, "deliveries"), Finding.FOUNDED, "确有缺项", desk)
    assert fate(order) is Fate.REJECTED
    make.delivered(order, personas.agency())


def test_a_rejection_can_be_contested_for_two_working_days(db_session, clock):
    order = make.order("rejected")
    clock.set(date(2026, 5, 29))
    with pytest.raises(Refused) as refused:
        make.contested(order, personas.agency())
    assert (refused.value.rule, str(refused.value.sentence)) == (
        "C6",
        "A rejection could be contested until 2026-05-28.",
    )


def test_the_last_minute_of_the_due_day_in_beijing_is_in_time_and_the_next_is_late(db_session, clock):
    for moment, late in (
        (datetime(2026, 5, 26, 15, 59, tzinfo=UTC), False),
        (datetime(2026, 5, 26, 16, 0, tzinfo=UTC), True),
    ):
        clock.set(date(2026, 5, 26))
        order = make.order("due-today")
        clock.set(moment)
        make.delivered(order, personas.agency())
        assert make.standing(order).clock.late is late


def test_of_two_answers_to_one_delivery_the_second_is_told_to_reload(visit):
    order = make.order("delivered")
    event = make.last(order, "deliveries")
    visit.as_(personas.owner())
    stale = visit(f"/orders/{order.number}/deliveries/{event}/reject")
    visit.submit(f"/orders/{order.number}/deliveries/{event}/accept")
    page = visit.submit(stale, {"defects": "缺页"}, status=409)
    assert "请刷新页面" in page.heading
    assert fate(order) is Fate.ACCEPTED


def test_a_second_click_accepts_once(visit):
    order = make.order("delivered")
    visit.as_(personas.owner())
    page = visit(f"/orders/{order.number}/deliveries/{make.last(order, 'deliveries')}/accept")
    visit.submit(page)
    visit.submit(page)
    kinds = select(func.count()).select_from(OrderEvent).where(OrderEvent.kind == "result.accepted")
    assert db.session.scalar(kinds) == 1


def test_somebody_elses_delivery_in_the_address_is_not_found(visit):
    mine = make.order("delivered")
    other = make.order("delivered", owner=personas.second_owner())
    visit.as_(personas.owner())
    visit(f"/orders/{mine.number}/deliveries/{make.last(other, 'deliveries')}/accept", status=404)
    visit(f"/orders/{other.number}/deliveries/{make.last(other, 'deliveries')}/accept", status=403)


def test_what_is_no_delivery_or_not_rejected_is_refused(db_session):
    order = make.order("delivered")
    with pytest.raises(WrongState):
        deliveries.accept(order, make.last(order, "contracts"), "", make.desk(personas.owner()))
    with pytest.raises(WrongState):
        make.contested(order, personas.agency())
    with pytest.raises(WrongState):
        make.delivered(order, personas.agency())
    desk = make.desk(personas.other_authority())
    with pytest.raises(WrongState):
        deliveries.answer_contest(order, make.last(order, "deliveries"), Finding.FOUNDED, "—", desk)
    with pytest.raises(Refused):
        deliveries.reject(
            order, make.last(order, "deliveries"), Rejected(""), (), make.desk(personas.owner())
        )
    assert queries.order("JS-2026-0404") is None


def test_a_reader_of_the_agency_reads_and_delivers_nothing(visit):
    order = make.order("on-course")
    visit.as_(personas.agency_reader())
    page = visit(f"/orders/{order.number}")
    assert not any(link.endswith("/deliver") for link in page.links)
    visit(f"/orders/{order.number}/deliver", status=403)
