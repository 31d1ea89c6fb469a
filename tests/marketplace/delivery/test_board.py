"""The board of running orders: what is overdue, what is due within days, who waits for whom; and the same in Excel."""

import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from kernel import law
from marketplace.delivery.board import Candidate, Group, Sought, _pressing, board, sheet
from tests import personas
from tests.factories import delivery as make


def parts(order, person, clock):
    """Return the parts of a person's board in which an order stands."""
    body = person.organisation
    found = board(body, Sought(), law.calendar(), law.book(), clock.today)
    return {group for group in Group for line in found.of(group) if line.order.id == order.id}


DUE = {"overdue": Group.OVERDUE, "due-today": Group.TODAY, "due-soon": Group.SOON}


@pytest.mark.parametrize("state", DUE)
def test_an_order_stands_where_its_due_day_puts_it_and_with_who_must_act(db_session, clock, state):
    order = make.order(state)
    assert parts(order, personas.agency(), clock) == {DUE[state], Group.MINE}
    assert parts(order, personas.owner(), clock) == {DUE[state], Group.OTHERS}
    assert parts(order, personas.other_authority(), clock) == {DUE[state], Group.OTHERS}
    assert parts(order, personas.operator(), clock) == {DUE[state], Group.OTHERS}
    assert parts(order, personas.second_agency(), clock) == set()
    assert parts(order, personas.authority(), clock) == set()


def test_an_order_due_in_seven_working_days_is_found_and_one_due_in_eight_is_not(db_session, clock):
    later = make.order("on-course", start=make.days_ago(8))
    beyond = make.order("on-course", start=make.days_ago(7))
    assert Group.LATER in parts(later, personas.agency(), clock)
    assert parts(beyond, personas.agency(), clock) == set()


def test_a_delivery_waits_for_the_owner_and_what_is_over_stands_nowhere(db_session, clock):
    order = make.order("delivered")
    assert parts(order, personas.owner(), clock) == {Group.MINE}
    assert parts(order, personas.agency(), clock) == {Group.OTHERS}
    for state in ("accepted", "accepted-by-silence", "ended"):
        assert parts(make.order(state), personas.owner(), clock) == set()


def test_what_waits_without_a_day_stays_on_the_board(db_session, clock):
    assert parts(make.order("signed"), personas.owner(), clock) == {Group.MINE}


def test_the_board_says_in_its_heading_what_is_worst_and_leads_to_the_orders(visit):
    order = make.order("overdue")
    visit.as_(personas.owner())
    assert "/orders/board" in visit("/orders").links
    page = visit("/orders/board")
    assert page.heading == "1 单超期"
    assert f"/orders/{order.number}" in page.links
    assert "part=others" in " ".join(page.links)
    assert order.need.title in visit.english()("/orders/board?part=others").text
    assert "No order stands in this part." in visit("/orders/board?part=today").text


def test_an_answer_that_ends_today_is_said_in_the_heading_and_stands_first(visit, clock):
    with make.on(date(2026, 5, 20)):  # the owner has until Tuesday the 26th
        order = make.order("delivered")
    make.order("delivered")
    assert make.standing(order).stood.accept_by.day == clock.today
    page = visit.as_(personas.owner())("/orders/board")
    assert page.heading == "1 单今天有待办事项到期，没有超期的订单"
    links = [link for link in page.links if link.startswith("/orders/JS")]
    assert links[0] == f"/orders/{order.number}"
    assert visit.english()("/orders/board").heading.startswith("On 1 order something ends today")


def test_a_board_without_orders_says_so_and_a_part_that_is_none_is_no_error(visit):
    visit.as_(personas.second_agency())
    assert (
        visit.english()("/orders/board?part=x&item=zz").heading == "Nothing is overdue, nothing is due today"
    )


def test_the_orders_are_filtered_by_item_authority_and_agency(visit):
    order = make.order("overdue")
    visit.as_(personas.operator())
    for fits in ("item=B02", f"authority={order.authority_key}", f"agency={order.agency_id}"):
        assert order.number in visit(f"/orders/board?{fits}").text
    for other in ("item=A01", "authority=x", "agency=0"):
        assert order.number not in visit(f"/orders/board?{other}").text


def rows_of(written):
    return CalamineWorkbook.from_filelike(io.BytesIO(written)).get_sheet_by_index(0).to_python()


def test_the_excel_file_holds_every_line_with_real_days(visit):
    order = make.order("due-soon")
    visit.as_(personas.agency())
    head, row = rows_of(visit("/orders/board.xlsx").answer.get_data())
    assert len(head) == len(row)
    assert row[0] == order.number
    assert row[8] == make.standing(order).clock.due
    assert isinstance(row[8], date)


def test_what_people_typed_is_no_formula_in_the_file(db_session, clock):
    order = make.order("due-soon")
    order.need.title = "=1+1"
    found = board(personas.agency().organisation, Sought(), law.calendar(), law.book(), clock.today)
    assert rows_of(sheet(found.lines))[1][1] == "=1+1"


def test_nobody_sees_a_board_without_signing_in(visit):
    for path in ("/orders/board", "/orders/board.xlsx"):
        visit.as_nobody()
        visit(path, status=303)


def test_a_board_costs_the_same_with_more_orders(visit, count_statements):
    seen = []
    visit.as_(personas.agency())
    for many in (2, 6):
        for _ in range(many):
            make.order("due-soon")
        with count_statements() as statements:
            visit("/orders/board")
        seen.append(len(statements))
    assert seen[0] == seen[1]


def candidate(number, look_on, opened_on=date(2026, 5, 1)):
    return Candidate(number, "B02", "生态环境", 1, look_on, opened_on)


def test_neither_what_has_no_day_left_nor_what_changes_soon_crowds_out_the_other():
    open_ended = [candidate(n, None, date(2026, 1, n)) for n in range(1, 9)]
    dated = [candidate(n, date(2026, 5, n)) for n in range(11, 19)]
    assert _pressing([*reversed(open_ended), *reversed(dated)], 6) == [1, 2, 3, 11, 12, 13]
    assert _pressing([*open_ended, *dated[:1]], 6) == [1, 2, 3, 4, 5, 11]
    assert _pressing([*open_ended[:1], *dated], 6) == [1, 11, 12, 13, 14, 15]
    assert _pressing(open_ended[:2], 6) == [1, 2]


def test_what_is_looked_for_is_chosen_before_the_board_is_cut(db_session, clock):
    orders = [make.order("due-soon") for _ in range(3)]
    body, law_ = personas.operator().organisation, (law.calendar(), law.book(), clock.today)
    cut = board(body, Sought(), *law_, most=2)
    assert (cut.looked_at, cut.found, cut.is_cut) == (2, 3, True)
    assert set(cut.items) == {"B02"}
    mine = board(body, Sought(agency=str(orders[0].agency_id)), *law_, most=3)
    assert not mine.is_cut
    assert board(body, Sought(item="A01"), *law_, most=2).found == 0
