"""What open notices ask of somebody stands on the workbench, in a fixed number of statements."""

from datetime import date, timedelta

import pytest

from kernel.db import transaction
from marketplace.selection import notices, objecting
from tests import personas
from tests.factories import notices as make

PRICES = (2_800_000, 2_850_000, 2_900_000)


def competition(clock, many=3):
    row, people = make.notice(personas.owner(), "lowest_price"), make.bidders(many)
    for one, price in zip(people, PRICES, strict=False):
        make.registered(row, one, price_fen=price)
    make.closed(row, clock)
    clock.set(notices.course_of(row, make.desk().book).opening(clock.now()))
    return row, people


def test_the_owner_opens_then_confirms(visit, clock):
    row, people = competition(clock)
    owner = personas.owner()
    visit.as_(owner)
    assert "开启报价" in visit("/workbench").text
    award = make.opened(row, clock, owner)
    clock.set(date(2026, 5, 29))
    for user in (owner, people[0]):
        visit.as_(user)
        page = visit("/workbench")
        assert f"/results/{award.id}" in page.links
        assert "确认中选" in page.text


def test_the_owner_chooses_among_few_and_the_operator_draws(visit, clock):
    few, draw = make.notice(personas.owner()), make.notice(personas.owner())
    people = make.bidders(3)
    make.registered(few, people[0])
    make.registered(draw, *people)
    make.closed(draw, clock)
    make.closed(few, clock)
    clock.set(few.late_opens_at)
    visit.as_(personas.owner())
    assert f"/notices/{few.number}/choose" in visit("/workbench").links
    visit.as_(personas.operator())
    page = visit("/workbench")
    assert f"/notices/{draw.number}/draw" in page.links
    assert f"/notices/{few.number}/draw" not in page.links


def drawing_task(visit):
    """Return what the operator's workbench says of the draw."""
    visit.as_(personas.operator())
    return visit("/workbench").text


def test_the_operator_draws_on_the_day_that_the_page_of_the_draw_names(visit, clock):
    row = make.notice(personas.owner(), lines="figure owner")
    make.registered(row, *make.bidders(3))
    make.lodged(row, "owner", "须江之水清")
    make.closed(row, clock)
    clock.set(row.opens_at)
    assert "5月28日" in drawing_task(visit)  # the figure of the 27th waits for the text until the 28th
    clock.set(date(2026, 5, 29))
    assert "5月29日" in drawing_task(visit)  # void, though no job has recorded it: the next figure
    assert "福彩3D 2026-05-29" in visit(f"/notices/{row.number}/draw").text


def test_the_operator_waits_for_no_figure_where_texts_decide_alone(visit, clock):
    row = make.notice(personas.owner(), lines="owner")
    make.registered(row, *make.bidders(3))
    make.lodged(row, "owner", "须江之水清")
    make.closed(row, clock)
    make.revealed(row, "owner", "须江之水清")
    clock.set(row.opens_at)
    assert "无需公开数" in drawing_task(visit)


@pytest.mark.parametrize("joined", [True, False])
def test_the_authority_answers_or_the_managing_office_in_its_place(visit, clock, joined):
    row, people = competition(clock)
    award = make.opened(row, clock, personas.owner())
    with transaction():
        made = objecting.object_to(award, people[1].organisation_id, "有误", [], desk=make.desk(people[1]))
    officer = personas.other_authority() if joined else personas.managing_office()
    visit.as_(officer)
    assert f"/results/objections/{made.id}" in visit("/workbench").links


@pytest.mark.parametrize("who", ["owner", "operator"])
def test_the_workbench_costs_the_same_with_more_notices(visit, clock, count_statements, who):
    seen = []
    for many in (2, 6):
        for _ in range(many):
            row = make.notice(personas.owner())
            make.registered(row, *make.bidders(3))
            make.closed(row, clock)
            clock.set(row.opens_at + timedelta(minutes=1))
        visit.as_(getattr(personas, who)())
        with count_statements() as statements:
            visit("/workbench")
        seen.append(len(statements))
    assert seen[0] == seen[1]
