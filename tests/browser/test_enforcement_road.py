"""From a broken promise to the way back: charge, defence, decision, refusal at the gate, register, re-entry."""

from datetime import date

import pytest

from accounts.kinds import Role
from kernel import jobs, workdays
from kernel.db import db
from tests import personas
from tests.browser.person import Person
from tests.factories import accounts as make
from tests.factories import delivery, notices
from tests.factories.delivery import on

AGENCY = "江山市绿洲监测有限公司"
PROMISE = 10
CALENDAR = workdays.shipped()


@pytest.fixture
def walkers(people):
    """The agency, two officers of the item's authority, the operator and the managing office, each at a browser."""
    officer = personas.other_authority()
    second = make.user(officer.organisation, "second@example.cn", Role.OFFICER, name="祝平")
    users = personas.agency(), officer, second, personas.operator(), personas.managing_office()
    for user in users:
        db.session.refresh(user)
        db.session.expunge(
            user
        )  # who they are is asked again after days, when no session holds them any more
    return [Person(people(), user) for user in users]


@pytest.fixture
def order(site, clock):
    """Lay an order for which everything was agreed and handed over today."""
    return delivery.order("handed-over", start=clock.today, workdays=PROMISE)


def test_from_a_broken_promise_to_the_way_back(walkers, people, order, clock):
    agency, officer, second, operator, office = walkers
    due = CALENDAR.add(clock.today, PROMISE).day
    opened = CALENDAR.add(due, 1).day
    clock.set(opened)
    assert jobs.once("open-overdue-cases", opened).done == 1

    officer.comes_to("/cases")
    officer.follows("送达告知书")
    officer.reads("关于拟将江山市绿洲监测有限公司列入黑名单的告知书", order.number)
    officer.presses("送达告知书")
    officer.reads("告知书已发出", "江中介告字〔2026〕1号")
    case = officer.page.url.rpartition("/")[2]

    speaks(agency, case)
    clock.set(CALENDAR.add(opened, 6).day)  # five working days after the agency opened the charge are over
    proposes(officer, case)
    decided = clock.today
    decides(second, case, decided)
    with on(clock.moment):
        notice = notices.notice(personas.second_owner()).number
        db.session.remove()
    is_refused_everywhere(agency, notice, decided)

    clock.set(CALENDAR.add(decided, 3).day)  # its service is certain then, and it is public
    stands_in_the_register(Person(people()), decided)

    clock.set(date(decided.year + 2, decided.month, decided.day + 1))
    comes_back(agency, operator, office)
    anyone = Person(people())
    anyone.opens("/agencies")
    anyone.reads(AGENCY)


def speaks(agency, case):
    agency.comes_to(f"/cases/{case}")
    agency.reads_nowhere("江中介告字")
    agency.presses("签收并打开告知书")
    agency.is_headed("陈述申辩")
    agency.reads("江中介告字〔2026〕1号")
    agency.follows("陈述申辩")
    agency.fills({"陈述申辩": "业主资料迟交三日。"})
    agency.presses("陈述申辩")
    agency.reads("业主资料迟交三日。")


def proposes(officer, case):
    officer.comes_to(f"/cases/{case}")
    officer.follows("提出处理意见")
    officer.reads("业主资料迟交三日。")
    officer.picks("拟作何处理？", "成立")
    officer.fills({"理由": "资料齐备后起算，超期属实。"})
    officer.presses("提出处理意见")
    officer.is_headed("第二人")
    officer.reads_nowhere("确认决定")  # who gave the opinion does not decide


def decides(second, case, decided):
    second.comes_to(f"/cases/{case}")
    second.follows("确认决定")
    second.reads(f"{decided.year + 2}年{decided.month}月{decided.day}日")
    second.picks("决定", "成立")
    second.fills({"理由": "事实清楚，申辩不成立。"})
    second.presses("确认决定")
    second.reads("江中介决字〔2026〕1号")


def is_refused_everywhere(agency, notice, decided):
    last = f"{decided.year + 2}年{decided.month}月{decided.day}日"
    agency.comes_to(f"/notices/{notice}/register")
    agency.reads(last, "P4")
    agency.opens("/admission/reentry")
    agency.is_headed(f"{decided.year + 2}年{decided.month}月{decided.day + 1}日")


def stands_in_the_register(anyone, decided):
    anyone.opens("/register")
    anyone.reads("平台限制入驻名单（黑名单）", AGENCY, "江中介决字〔2026〕1号")
    anyone.opens("/agencies")
    anyone.reads_nowhere(AGENCY)


def comes_back(agency, operator, office):
    agency.comes_to("/admission/reentry")
    agency.is_headed("贵机构现在可以申请再次进入")
    agency.fills({"整改情况": "增配两名工程师，建立节点预警。"})
    agency.main.get_by_role("checkbox").check()
    agency.presses("申请再次进入")
    agency.is_headed("待形式审查")
    operator.comes_to("/admission/reentries")
    operator.page.locator('main a[href*="/admission/reentries/"]').first.click()
    operator.picks("答复", "形式审查通过")
    operator.fills({"理由": "证书与填报一致。"})
    operator.presses("答复")
    office.comes_to("/admission/reentries?for=decision")
    office.page.locator('main a[href*="/admission/reentries/"]').first.click()
    office.picks("您的决定", "准予再次进入")
    office.fills({"理由": "材料属实，整改到位。", "依据文件": "江审管入〔2028〕1号"})
    office.presses("作出决定")
    office.is_headed("已获准再次进入")
