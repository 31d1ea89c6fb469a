"""A pause is asked for and confirmed, and the due day moves; a delivery is rejected and the second one accepted."""

import pytest

from tests import personas
from tests.browser.person import Person
from tests.factories import delivery

LETTER = ("来函.pdf", "application/pdf", delivery.PDF)
MOVED = "应交日将由6月9日（周二）改为6月12日（周五）"
REPORT = ("报告表终稿.pdf", "application/pdf", delivery.PDF)


@pytest.fixture
def order(site, clock):
    """Lay an order on course: its due day lies ten working days ahead."""
    return delivery.order("on-course")


@pytest.fixture
def walkers(people):
    """The owner and the agency, each at a browser of their own."""
    return [Person(people(), user) for user in (personas.owner(), personas.agency())]


def test_a_pause_is_confirmed_and_moves_the_due_day_then_the_second_delivery_is_accepted(
    walkers, order, clock
):
    owner, agency = walkers
    place = f"/orders/{order.number}"
    agency.comes_to(f"{place}/pause")
    asks_for_a_pause(agency)
    agency.opens(place)
    agency.reads("6月9日")
    owner.comes_to(place)
    confirms_it(owner)
    owner.reads("6月12日")

    delivers(agency, place)
    owner.opens(place)
    rejects(owner)
    delivers(agency, place)
    owner.opens(place)
    owner.follows("验收")
    owner.presses("验收")
    owner.reads("已验收", "第 2 版")


def asks_for_a_pause(agency):
    agency.picks("事由", "业主材料在起算后变更或灭失")
    agency.fills({"暂停首日": "2026-05-26", "暂停末日": "2026-05-28", "情况说明": "更换炉型，材料待补"})
    agency.presses("查看效果")
    agency.reads(MOVED)
    agency.brings("证明材料", LETTER)
    agency.presses("提交申请")


def confirms_it(owner):
    owner.follows("答复暂停申请")
    owner.reads(MOVED)
    owner.picks("答复", "确认暂停")
    owner.presses("答复")


def delivers(agency, place):
    agency.opens(f"{place}/deliver")
    agency.brings("交付的成果", REPORT)
    agency.presses("提交")


def rejects(owner):
    owner.follows("说明理由退回")
    owner.fills({"逐条说明存在的问题": "缺少噪声预测章节"})
    owner.presses("以上述理由退回")
    owner.reads("缺少噪声预测章节")
