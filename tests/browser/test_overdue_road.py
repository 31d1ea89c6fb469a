"""The overdue road: a promise is broken, the clock says so at once, and the job opens the case, once."""

import pytest
from sqlalchemy import func, select

from accounts.models import Message
from kernel import jobs, workdays
from kernel.db import db
from tests import personas
from tests.browser.person import Person
from tests.factories import delivery

PROMISE = 10
AGENCY = "江山市绿洲监测有限公司"
JOB = "open-overdue-cases"


@pytest.fixture
def walkers(people):
    """An owner, an agency and the authority of the item, each at a browser of their own."""
    users = personas.owner(), personas.agency(), personas.other_authority()
    return [Person(people(), user) for user in users]


@pytest.fixture
def order(site, clock):
    """Lay an order for which everything was agreed and handed over today."""
    return delivery.order("handed-over", start=clock.today, workdays=PROMISE)


def test_a_broken_promise_is_seen_at_once_and_its_case_is_opened_once(walkers, order, clock):
    owner, agency, authority = walkers
    number = order.number
    due = workdays.shipped().add(clock.today, PROMISE).day

    clock.set(due)
    owner.comes_to(f"/orders/{number}")
    owner.reads("今日到期")

    clock.ahead(days=1)
    for person in (owner, agency, authority):
        person.comes_to(f"/orders/{number}")
        person.reads("超期", "已过应交日")
    authority.opens("/cases")
    authority.is_headed("没有在办案件")

    assert jobs.once(JOB, clock.today).done == 1
    told = messages()
    assert jobs.once(JOB, clock.today).done == 0
    assert messages() == told
    authority.opens("/cases")
    authority.is_headed("有 1 件案件待您办理")
    case = authority.main.get_by_role("link", name="AJ-").first.inner_text()
    authority.follows(case)
    authority.is_headed(f"{AGENCY}：已立案")
    authority.reads("尚未作出任何决定", f"{due.year}年{due.month}月{due.day}日", number)

    agency.opens("/inbox")
    agency.reads(case)


def messages():
    """Count what was told; the answer leaves no transaction open."""
    count = db.session.scalar(select(func.count()).select_from(Message))
    db.session.remove()
    return count
