"""The import of the calendar of 2027: the operator sees what it moves, confirms, and the parties are told."""

from datetime import date

import pytest

from tests import personas
from tests.browser.person import Person
from tests.factories import delivery

START, NOW = date(2026, 12, 21), date(2026, 12, 24)


@pytest.fixture
def order(site, clock):
    """Lay an order of 15 working days, the last of which lie in 2027."""
    clock.set(START)
    row = delivery.order("handed-over", start=START)
    clock.set(NOW)
    return row.number


@pytest.fixture
def walkers(people):
    """The operator and the agency, each at a browser of their own."""
    return [Person(people(), user) for user in (personas.operator(), personas.agency())]


def test_the_calendar_of_2027_is_imported(order, walkers):
    operator, agency = walkers
    operator.comes_to("/workbench")
    operator.follows("导入通知")
    operator.fills(
        {
            "年度": "2027",
            "文号": "国办发明电〔2026〕7号",
            "发文日期": "2026-11-04",
            "放假日期": "2027-01-01 至 2027-01-03",
            "调休上班日期": "2027-01-30",
        }
    )
    operator.presses("查看影响")
    operator.is_headed("2027年放假安排将改变 1 个订单的应交日")
    operator.reads(order, "2027年1月11日", "2027年1月12日", "已确定")
    operator.presses("导入通知")
    operator.is_headed("2004年至2027年放假安排")

    agency.comes_to("/inbox")
    agency.reads("2027年放假安排已公布", "2027年1月12日")
    agency.opens(f"/orders/{order}")
    agency.reads("1月12日")
