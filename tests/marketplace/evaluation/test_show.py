"""Everyone reads what an owner said of an order, or why nothing is said yet."""

from datetime import date

import pytest

from tests import personas
from tests.conftest import TODAY
from tests.factories import evaluation as make


def shown(visit, order):
    return visit(f"/orders/{order.number}/evaluation")


def test_everyone_reads_the_marks_the_answers_and_the_reason(visit, order):
    make.evaluation(order, personas.owner(), overall=5, reason="提前三天交稿", told_at_once=False)
    page = shown(visit, order)
    assert "5 星" in page.heading
    assert "提前三天交稿" in page.text
    assert "2026年5月26日" in page.text
    assert page.forms == []


def test_before_the_last_day_the_page_says_until_when_the_owner_may_evaluate(visit, order):
    page = shown(visit, order)
    assert page.heading == "尚未评价"
    assert "6月16日" in page.text
    assert not [link for link in page.links if link.endswith("/give")]


def test_the_owner_finds_the_way_to_evaluate(visit, order):
    visit.as_(personas.owner())
    assert f"/orders/{order.number}/evaluation/give" in shown(visit, order).links


def test_after_the_last_day_no_evaluation_is_shown(visit, order, clock):
    clock.set(date(2026, 6, 17))
    visit.as_(personas.owner())
    page = shown(visit, order)
    assert page.heading == "未评价"
    assert "不计入评级" in page.text
    assert not [link for link in page.links if link.endswith("/give")]


@pytest.mark.parametrize("accepted_on", [None, date(2026, 5, 27)])
def test_while_an_order_runs_the_page_says_that_it_is_evaluated_after_acceptance(visit, order, accepted_on):
    running = make.order(personas.owner(), personas.agency(), accepted_on=accepted_on)
    visit.as_(personas.owner())
    page = shown(visit, running)
    assert page.heading == "尚未评价"
    assert "验收后方可评价" in page.text
    assert not [link for link in page.links if link.endswith("/give")]


def test_the_owner_finds_the_way_to_revise_for_three_working_days_and_once(visit, order, clock):
    row = make.evaluation(order, personas.owner())
    found = []
    for day in (TODAY, date(2026, 5, 29), date(2026, 6, 1)):
        clock.set(day)
        visit.as_(personas.owner())
        found.append(any(link.endswith("/give") for link in shown(visit, order).links))
    assert found == [True, True, False]
    clock.set(TODAY)
    make.revision(row, personas.owner())
    visit.as_(personas.owner())
    assert not any(link.endswith("/give") for link in shown(visit, order).links)


def test_the_page_reads_in_english(visit, order):
    make.evaluation(order, personas.owner(), overall=4)
    assert "4 of 5 stars" in visit.english()(f"/orders/{order.number}/evaluation").heading


def test_an_order_that_does_not_exist_has_no_page(visit):
    visit("/orders/JS-1999-0001/evaluation", status=404)
