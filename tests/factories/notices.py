"""Open notices for tests, drafted and published by the operations themselves."""

from datetime import timedelta

from kernel import clock, law
from kernel.db import transaction
from marketplace.selection import amending, drafting, notices, publishing, windows
from marketplace.selection.desk import Desk
from tests.factories import projects

HOUR = timedelta(hours=1)


def desk(user=None, now=None):
    """Return who acts, now unless told otherwise."""
    return Desk(user.id if user else None, now or clock.now(), law.calendar(), law.book())


def draft(owner, method="random_draw", need=None, given=None, **values):
    """Draft a notice of an owner with terms that may be published today."""
    need = need or projects.need(owner)
    by = desk(owner)
    public = need.project.public_money
    closes = windows.earliest_closing(by.today, by.calendar, by.book, public_money=public)
    terms = {
        "task": "编制环境影响报告表",
        "deliverable": "报告表纸质版三份、电子版一份",
        "requirements": "",
        "practitioner": "",
        "amount_fen": 3_000_000,
        "most_workdays": 20,
        "closes_at": closes,
        "opens_at": closes + HOUR,
        "urgent_reason": "",
        "avoidance": "",
        "contact": "周敏",
        "phone": "0570-4020001",
        "complaint_phone": "0570-4020002",
        "source": "fc3d",
    } | values
    with transaction():
        row = drafting.begin(need, method, desk=by)
    with transaction():
        return drafting.fill_in(row, terms, given or {}, [], desk=by)


def submitted(owner, **values):
    """Draft a notice and hand it to the operator."""
    row = draft(owner, **values)
    with transaction():
        return drafting.submit(row, desk=desk(owner))


def notice(owner, method="random_draw", need=None, given=None, **values):
    """Publish an open notice of private money."""
    row = draft(owner, method, need, given, **values)
    with transaction():
        return publishing.publish(row, desk=desk(owner))


def public_notice(owner, operator, **values):
    """Publish an open notice of public money, its form checked."""
    need = projects.need(owner, projects.project(owner, public_money=True))
    row = submitted(owner, need=need, **values)
    with transaction():
        return publishing.pass_check(row, desk=desk(operator))


def question(row, agency, text="是否包含监测费用？"):
    """Let an agency ask about a notice."""
    with transaction():
        return amending.ask(row, agency.organisation_id, text, desk=desk(agency))


def amendment(row, owner, **changes):
    """Amend a notice in some of its terms."""
    terms = notices.terms_of(row.id)
    values = {name: getattr(terms, name) for name in (*amending.MATTERS, *amending.BESIDES)} | changes
    with transaction():
        return amending.amend(row, values, "审批部门要求", desk=desk(owner))
