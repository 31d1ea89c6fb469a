"""C3, C4, C5, C7: pauses and extensions, asked for, answered and ended on their pages."""

from datetime import date, timedelta

import pytest

from kernel.db import transaction
from kernel.errors import Refused, WrongState
from marketplace.delivery.operations import pauses
from marketplace.delivery.rules.history import Answer, Cause
from marketplace.delivery.rules.lights import Light
from marketplace.delivery.rules.states import State
from tests import personas
from tests.factories import delivery as make

TODAY = "2026-05-26"
ASKED = {"cause": "1", "first_on": "2026-05-25", "last_on": "2026-05-27", "reason": "业主更换炉型"}


def state(order):
    return make.standing(order).pauses()[-1][1].state


def due(order):
    return make.standing(order).clock.due


def test_what_a_pause_would_do_is_shown_before_it_is_sent(visit):
    order = make.order("on-course")
    before = due(order)
    visit.as_(personas.agency())
    assert "下一步" in visit(f"/orders/{order.number}/pause").text
    shown = visit.submit(f"/orders/{order.number}/pause", ASKED, status=200)
    assert "应交日将由" in shown.text
    assert not make.standing(order).story.pauses
    assert due(order) == before
    visit.submit(shown, {}, status=422)  # the evidence is missing
    assert not make.standing(order).story.pauses
    visit.submit(shown, {"files": make.upload("来函.pdf")})
    assert state(order) is State.WAITING


def test_another_day_is_shown_anew_before_it_is_sent(visit):
    order = make.order("on-course")
    visit.as_(personas.agency())
    shown = visit.submit(f"/orders/{order.number}/pause", ASKED, status=200)
    again = visit.submit(shown, {"last_on": "2026-05-28", "files": make.upload()}, status=200)
    assert "应交日将由" in again.text
    assert not make.standing(order).story.pauses


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"last_on": "2026-05-20"}, "首日"),
        ({"first_on": ""}, "请"),
        ({"cause": "9"}, "请"),
        ({"first_on": "昨天"}, "请填真实的日期"),
    ],
)
def test_days_that_contradict_themselves_are_refused_beside_the_field(visit, changed, words):
    order = make.order("on-course")
    visit.as_(personas.agency())
    page = visit.submit(f"/orders/{order.number}/pause", ASKED | changed, status=None)
    assert page.status == 422  # at once, before any evidence is chosen
    assert "应交日" not in page.heading
    assert words in page.errors
    assert "业主更换炉型" in page.html
    assert not make.standing(order).story.pauses


def test_a_pause_asked_too_late_is_said_not_to_count_and_stays_on_record(visit):
    order = make.order("on-course")
    visit.as_(personas.agency())
    late = ASKED | {"first_on": "2026-05-20", "last_on": "2026-05-21"}
    shown = visit.submit(f"/orders/{order.number}/pause", late, status=200)
    assert "不会计入" in shown.text
    assert "申辩" in shown.text
    before = due(order)
    page = visit.submit(shown, {"files": make.upload()})
    assert state(order) is State.IGNORED
    assert due(order) == before
    assert "申辩" in page.text


def test_the_owner_answers_the_owners_causes(visit):
    order = make.order("on-course")
    make.pause_asked(order, personas.agency(), Cause.MATERIALS)
    event = make.last(order, "pauses")
    path = f"/orders/{order.number}/pauses/{event}/answer"
    visit.as_(personas.owner())
    waiting = visit(path)
    assert "应交日将由" in waiting.text
    visit.submit(path, {"answer": "refused"}, status=422)
    visit.submit(path, {"answer": "confirmed"})
    assert state(order) is State.COUNTS
    visit.submit(waiting, {"answer": "refused", "reason": "不属实"}, status=409)
    assert_no_question_left(visit(path))
    visit.as_(personas.agency())
    visit(path, status=403)


def test_the_authority_answers_the_others_and_the_owner_cannot(visit):
    order = make.order("on-course")
    make.pause_asked(order, personas.agency(), Cause.SEASON_OR_WEATHER)
    event = make.last(order, "pauses")
    path = f"/orders/{order.number}/pauses/{event}/answer"
    visit.as_(personas.owner())
    assert "C3" in visit.submit(path, {"answer": "confirmed"}, status=422).text
    visit.as_(personas.authority())
    visit(path, status=403)
    visit.as_(personas.other_authority())
    assert "答复暂停申请" in visit("/orders").text
    visit.submit(path, {"answer": "refused", "reason": "天气正常"})
    assert state(order) is State.REFUSED


@pytest.mark.parametrize(
    ("cause", "silence"),
    [(Cause.OWNER_STOPPED, State.COUNTS_BY_SILENCE), (Cause.FORCE_MAJEURE, State.REFUSED_BY_SILENCE)],
)
def test_silence_answers_after_two_working_days_finally(db_session, clock, cause, silence):
    order = make.order("on-course")
    make.pause_asked(order, personas.agency(), cause)
    clock.set(date(2026, 5, 28))
    assert state(order) is State.WAITING
    clock.set(date(2026, 5, 29))
    assert state(order) is silence
    person = personas.owner() if cause is Cause.OWNER_STOPPED else personas.other_authority()
    with pytest.raises(Refused) as refused:
        make.pause_answered(order, person)
    assert refused.value.rule == "C4"


def test_either_side_enters_the_last_day_the_earlier_holds_and_the_other_may_object(visit, clock):
    order = make.order("paused")
    event = make.last(order, "pauses")
    clock.set(date(2026, 5, 28))
    visit.as_(personas.agency())
    path = f"/orders/{order.number}/pauses/{event}/last-day"
    assert "早于首日" in visit.submit(path, {"last_on": "2026-05-20"}, status=422).text
    shown = visit.submit(path, {"last_on": "2026-06-05"})
    assert "应交日将由6月12日（周五）改为6月23日（周二）" in shown.text
    visit.submit(shown)
    assert make.standing(order).clock.light is Light.PAUSED
    visit.as_(personas.owner())
    visit.submit(path, {"last_on": "2026-06-08"}, status=422)
    visit.submit(visit.submit(path, {"last_on": "2026-05-27"}))
    assert make.standing(order).clock.light is not Light.PAUSED
    assert "暂停并未在该日结束的，可以提出异议" in visit.as_(personas.agency())("/inbox").text
    visit.as_(personas.agency())
    (objecting,) = {link for link in visit(f"/orders/{order.number}").links if link.endswith("/object")}
    ending = int(objecting.split("/")[-2])
    visit.submit(f"/orders/{order.number}/last-days/{ending}/object", {"reason": "仍在等材料"})
    assert make.standing(order).clock.light is Light.PAUSED
    visit.submit(f"/orders/{order.number}/last-days/{ending}/object", {"reason": "仍在等材料"}, status=409)


def test_nobody_objects_to_a_day_of_the_own_side_or_to_none(db_session):
    order = make.order("paused")
    event = make.last(order, "pauses")
    with transaction():
        entered = pauses.enter_last_day(order, event, date(2026, 6, 5), make.desk(personas.agency()))
    with pytest.raises(Refused):
        pauses.object_last_day(order, event, entered.id, "—", make.desk(personas.agency()))
    with pytest.raises(WrongState):
        pauses.object_last_day(order, event, event, "—", make.desk(personas.owner()))
    with pytest.raises(WrongState):
        pauses.answer_pause(order, 999, Answer.CONFIRMED, "", make.desk(personas.owner()))


def test_an_extension_is_asked_for_and_agreed(visit):
    order = make.order("due-soon")
    before = due(order)
    visit.as_(personas.agency())
    path = f"/orders/{order.number}/extension"
    assert "8" in visit(path).text
    shown = visit.submit(path, {"days": "3", "whose": "own", "reason": "监测数据复核"}, status=200)
    assert "应交日将由5月28日（周四）改为6月2日（周二）" in shown.text
    assert due(order) == before
    assert not make.standing(order).story.extensions
    visit.submit(shown, {})
    event = make.last(order, "extensions")
    visit.as_(personas.owner())
    answer = f"/orders/{order.number}/extensions/{event}/answer"
    waiting = visit(answer)
    assert "应交日将由5月28日（周四）改为6月2日（周二）" in waiting.text
    visit.submit(answer, {"answer": "decline"}, status=422)
    visit.submit(f"/orders/{order.number}/extensions/{event}/answer", {"answer": "agree"})
    assert due(order) > before
    assert make.standing(order).clock.extended == 3
    assert make.standing(order).has_own_extension
    visit.submit(waiting, {"answer": "agree"}, status=409)
    assert_no_question_left(visit(answer))


def test_an_extension_that_silence_refused_asks_nothing_any_more(visit, clock):
    order = make.order("due-soon")
    make.extension_asked(order, personas.agency())
    path = f"/orders/{order.number}/extensions/{make.last(order, 'extensions')}/answer"
    clock.set(date(2026, 6, 10))
    page = visit.as_(personas.owner())(path)
    assert "逾期未答复" in page.text
    assert_no_question_left(page)


def assert_no_question_left(page):
    assert 'name="answer"' not in page.html
    assert "应交日不变" not in page.text
    assert "返回订单" in page.text


def test_other_days_of_an_extension_are_shown_anew_before_it_is_sent(visit):
    order = make.order("due-soon")
    visit.as_(personas.agency())
    given = {"days": "3", "whose": "own", "reason": "监测数据复核"}
    shown = visit.submit(f"/orders/{order.number}/extension", given, status=200)
    visit.submit(shown, {"days": "9"}, status=422)
    again = visit.submit(shown, {"days": "4"}, status=200)
    assert "改为6月3日（周三）" in again.text
    assert not make.standing(order).story.extensions
    visit.submit(again, {})
    assert make.standing(order).extensions()[-1][1].state is State.WAITING


@pytest.mark.parametrize("days", ["0", "10000", "9", "三", "-1"])
def test_an_extension_beyond_what_may_be_extended_is_refused(visit, days):
    order = make.order("due-soon")
    visit.as_(personas.agency())
    given = {"days": days, "whose": "own", "reason": "监测数据复核"}
    page = visit.submit(f"/orders/{order.number}/extension", given, status=422)
    assert page.errors
    assert "监测数据复核" in page.html
    assert not make.standing(order).story.extensions


def test_after_the_due_day_no_extension_is_asked_for_or_agreed(db_session, clock):
    order = make.order("due-today")
    make.extension_asked(order, personas.agency())
    clock.ahead(days=1)
    with pytest.raises(Refused) as refused:
        make.extension_answered(order, personas.owner())
    assert refused.value.rule == "C7"
    with pytest.raises(Refused):
        make.extension_asked(order, personas.agency(), days=1)
    clock.ahead(days=2)
    with pytest.raises(Refused):
        make.extension_answered(order, personas.owner(), agreed=False)
    assert make.standing(order).clock.light is Light.OVERDUE


def test_an_owner_may_refuse_an_extension_with_a_reason(db_session):
    order = make.order("due-soon")
    before = due(order)
    make.extension_asked(order, personas.agency())
    make.extension_answered(order, personas.owner(), agreed=False)
    assert due(order) == before
    assert before - date(2026, 5, 26) == timedelta(days=2)


@pytest.mark.parametrize("days", [0, -1, 9])
def test_the_verb_itself_refuses_an_extension_that_cannot_be(db_session, days):
    order = make.order("due-soon")
    with pytest.raises(Refused) as refused:
        make.extension_asked(order, personas.agency(), days=days)
    assert (refused.value.rule, refused.value.field) == ("C7", "days")


def test_an_answer_without_its_choice_is_asked_for_again(visit):
    order = make.order("due-soon")
    make.extension_asked(order, personas.agency())
    make.pause_asked(order, personas.agency())
    visit.as_(personas.owner())
    for path in (
        f"/orders/{order.number}/extensions/{make.last(order, 'extensions')}/answer",
        f"/orders/{order.number}/pauses/{make.last(order, 'pauses')}/answer",
    ):
        assert visit.submit(path, {}, status=422).errors
