"""The clock of an order as plain text, and the sentence of every day on its page."""

from datetime import date

import pytest

from tests import personas
from tests.factories import delivery as make


def read(visit, order):
    return visit(f"/orders/{order.number}/clock.txt").answer.get_data(as_text=True)


def test_every_day_has_its_line_with_a_sign_and_a_sentence(visit):
    order = make.order("on-course", start=date(2026, 4, 30))
    visit.as_(personas.agency())
    lines = read(visit, order).splitlines()
    assert order.number in lines[0]
    for start in (
        "2026-05-01  周五  x",
        "2026-05-06  周三  +",
        "2026-05-09  周六  +",
        "2026-05-10  周日  -",
        "2026-04-30  周四   ",
    ):
        assert any(line.startswith(start) for line in lines), start
    days = [line for line in lines if line.startswith("2026-")]
    assert len(days) == 1 + len(make.standing(order).clock.days)
    assert all(line.split("  ")[-1].strip() for line in days)


def test_paused_days_and_days_to_come_have_signs_of_their_own(visit, clock):
    order = make.order("paused")
    visit.as_(personas.owner())
    text = read(visit.english(), order)
    assert f"{clock.today}  Tuesday  =" in text
    assert "  o  Working day" in text
    assert "Promised 15 · used " in text


@pytest.mark.parametrize("state", ["filed", "signed"])
def test_before_the_start_it_says_that_no_day_is_due(visit, state):
    order = make.order(state)
    visit.as_(personas.agency())
    assert "no day is due yet" in read(visit.english(), order)
    assert len(read(visit, order).splitlines()) == 4


def test_the_page_leads_to_it_and_says_the_sentence_of_each_day(visit):
    order = make.order("on-course")
    visit.as_(personas.agency())
    page = visit(f"/orders/{order.number}")
    assert f"/orders/{order.number}/clock.txt" in page.links
    assert 'title="第5个工作日' in page.html
    days = make.standing(order).clock.days
    assert page.html.count(' title="') >= len(days)


def test_who_may_not_see_the_order_does_not_see_its_clock(visit):
    path = f"/orders/{make.order().number}/clock.txt"
    visit.as_(personas.operator())
    visit(path)
    visit.as_(personas.second_agency())
    visit(path, status=403)
    visit.as_nobody()
    visit(path, status=303)
