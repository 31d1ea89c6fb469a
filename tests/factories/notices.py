"""Open notices for tests, drafted and published by the operations themselves."""

import itertools
from datetime import timedelta

from kernel import clock, law
from kernel.db import transaction
from kernel.sealing import sealer
from marketplace.selection import (
    amending,
    catalogue,
    closing,
    concluding,
    contributing,
    contributions,
    drafting,
    draw,
    draws_made,
    keys,
    notices,
    opening,
    publishing,
    registering,
    release,
    windows,
)
from marketplace.selection.desk import Desk
from marketplace.selection.lines import sha256
from marketplace.selection.offers import Tender
from tests.factories import accounts, admission, projects
from tests.factories.selection import lock_out

HOUR = timedelta(hours=1)
CODES = {}  # the opening code of each sealed notice, by its number
_numbers = itertools.count(1)


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
        "lines": "figure",
    } | values
    with transaction():
        row = drafting.begin(need, method, desk=by)
    with transaction():
        return drafting.fill_in(row, terms, given or {}, [], desk=by)


def submitted(owner, **values):
    """Draft a notice and hand it to the operator."""
    row = draft(owner, **values)
    with transaction():
        if catalogue.method(row.method).seals:
            keys.make(row, desk=desk(owner))
        return drafting.submit(row, desk=desk(owner))


def notice(owner, method="random_draw", need=None, given=None, **values):
    """Publish an open notice of private money."""
    row = draft(owner, method, need, given, **values)
    with transaction():
        code = keys.make(row, desk=desk(owner)) if catalogue.method(method).seals else ""
        made = publishing.publish(row, desk=desk(owner))
    CODES[made.number] = code
    return made


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


def registered(row, *agencies, workdays=15, **offer):
    """Let agencies (their people) register for a notice."""
    for one in agencies:
        with transaction():
            registering.register(row, one.organisation, Tender(workdays, **offer), desk=desk(one))
    return [notices.entry_of(row.id, one.organisation_id) for one in agencies]


def bidders(many, item="B02"):
    """Return the heads of as many admitted agencies that list an item."""
    found = []
    for _ in range(many):
        body = admission.agency_with(item, name=f"衢州第{next(_numbers)}环境技术有限公司")
        found.append(accounts.user(body, name="余晓"))
    return found


def closed(row, clock):
    """Let a notice close and lay down who takes part; it is two minutes after the closing."""
    course = notices.course_of(row, law.book())
    clock.set(course.closing(course.closes_at) + timedelta(minutes=2))
    course = notices.course_of(row, law.book())
    clock.set(course.closing(clock.now()) + timedelta(minutes=2))
    with transaction():
        closing.close(row, desk=desk())
    return notices.chain_of(row.id)


def opened(row, clock, owner):
    """Let the opening come and the owner open the sealed offers; return the award where no draw is needed."""
    closed(row, clock)
    clock.set(notices.course_of(row, law.book()).opening(clock.now()))
    with transaction():
        return opening.open_offers(row, [CODES[row.number]], desk=desk(owner))


def drawn(row, clock, operator, value="308"):
    """Let the public figure of a notice appear and the operator draw."""
    due = coming(row, clock).due
    if due:
        clock.set(due.at + timedelta(minutes=5))
    with transaction():
        return concluding.conclude(row, value, desk=desk(operator))


def coming(row, clock):
    """Return the draw of a notice that comes next."""
    return draws_made.coming(row, notices.course_of(row, law.book()), desk())


def contribution(row, line):
    """Return the contribution of a line of a notice."""
    return next(one for one in contributions.of_notice(row.id) if one.line == line)


def lodged(row, line, text):
    """Let the giver of a line lodge its text."""
    with transaction():
        return contributing.lodge(contribution(row, line), sha256(text), desk=desk())


def revealed(row, line, text):
    """Let the giver of a line reveal its text."""
    with transaction():
        return contributing.reveal(contribution(row, line), text, desk=desk())


def order_of(row, value, clock):
    """Return the order that a figure would give, as only a test can know it beforehand."""
    chain = notices.chain_of(row.id)
    secret = bytes.fromhex(sealer().open(chain.secret_sealed))
    name = coming(row, clock).due.name
    return draw.order(draw.code(secret, chain.chain, 1), f"{name}={value}", chain.labels.splitlines())


def withdrawn(row, agency):
    """Let an agency withdraw its registration."""
    with transaction():
        registering.withdraw(notices.entry_of(row.id, agency.organisation_id), desk=desk(agency))


def released(agency):
    """Remove an agency and void what it held open (P11)."""
    lock_out(agency)
    with transaction():
        release.void(agency.organisation, (), actor_id=None, today=clock.today(), book=law.book())
