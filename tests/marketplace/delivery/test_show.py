"""The page of an order, in every state and for everyone who may see it."""

from datetime import date

import pytest

from marketplace.delivery.rules.lights import Light
from tests import personas
from tests.factories import delivery as make

LIGHTS = {
    "filed": Light.NOT_STARTED,
    "signed": Light.NOT_STARTED,
    "handed-over": Light.NOT_STARTED,
    "on-course": Light.ON_COURSE,
    "paused": Light.PAUSED,
    "due-soon": Light.DUE_SOON,
    "due-today": Light.DUE_TODAY,
    "overdue": Light.OVERDUE,
    "delivered": Light.DELIVERED,
    "accepted": Light.ACCEPTED,
    "accepted-by-silence": Light.ACCEPTED,
    "rejected": Light.ON_COURSE,
    "contested": Light.ON_COURSE,
    "late": Light.DELIVERED,
    "ended": Light.ENDED,
    "abandoned": Light.ON_COURSE,
}


@pytest.mark.parametrize("state", LIGHTS)
def test_an_order_in_every_state_has_its_light_and_its_page_in_both_languages(visit, state):
    order = make.order(state)
    assert make.standing(order).clock.light is LIGHTS[state]
    for person in (personas.owner(), personas.agency()):
        visit.as_(person)
        assert order.need.title in visit.chinese()(f"/orders/{order.number}").heading
        visit.english()(f"/orders/{order.number}")


def test_the_page_names_the_due_day_and_counts_the_days_with_their_reasons(visit):
    order = make.order("on-course", start=date(2026, 4, 30))
    visit.as_(personas.agency())
    text = visit(f"/orders/{order.number}").text
    assert "5月25日" in text
    assert "法定假日" in text
    assert "第 15 个工作日" in text


def test_the_page_is_open_to_both_sides_the_authority_and_those_who_watch_and_to_nobody_else(visit):
    order = make.order(agency=personas.agency())
    path = f"/orders/{order.number}"
    authority = personas.other_authority()  # 生态环境, the authority of B02
    for person in (
        personas.owner(),
        personas.agency(),
        authority,
        personas.supervisor(),
        personas.operator(),
    ):
        visit.as_(person)
        visit(path)
    for person in (personas.second_owner(), personas.second_agency(), personas.authority()):
        visit.as_(person)
        visit(path, status=403)
    visit.as_nobody()
    visit(path, status=303)


def test_today_is_marked_in_the_calendar_for_whoever_hears_it_too(visit):
    visit.as_(personas.owner())
    for state in ("on-course", "paused", "overdue"):
        page = visit(f"/orders/{make.order(state).number}")
        assert page.html.count('aria-current="date"') == 1


def test_a_number_that_nobody_has_is_not_found(visit):
    visit.as_(personas.owner())
    visit("/orders/JS-2026-9999", status=404)


def test_the_list_of_an_agency_shows_its_orders_and_what_waits(visit):
    make.order("due-soon")
    visit.as_(personas.agency())
    page = visit("/orders")
    assert "即将到期" in page.text
    assert any(link.endswith("/deliver") for link in page.links)
    visit.as_(personas.second_agency())
    assert "还没有" in visit("/orders").heading


def test_lists_and_pages_cost_the_same_with_more_orders(visit, count_statements):
    seen = []
    visit.as_(personas.agency())
    for many in (3, 15):
        for _ in range(many):
            make.order("on-course")
        with count_statements() as statements:
            visit("/orders")
        seen.append(len(statements))
    assert seen[0] == seen[1]
