"""The town is overseen: an authority inspects whom a draw named; complaints are made, answered and wait (G9, K1, K2)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal

from accounts import tokens
from accounts.models import User
from blacklist.steps import Desk
from kernel import clock, editions
from kernel.db import db, transaction
from kernel.workdays import Calendar
from marketplace.admission.catalogue import items
from marketplace.cli.town.living import back
from marketplace.cli.town.settling import Town
from marketplace.oversight.complaints import operations as complaints
from marketplace.oversight.complaints.models import Complaint
from marketplace.oversight.complaints.operations import Finding, Told
from marketplace.oversight.complaints.vocabulary import About, Outcome, Topic
from marketplace.oversight.inspections import operations as inspections
from marketplace.oversight.inspections import queries, sheet
from marketplace.oversight.inspections.sheet import Mark

AUTHORITY, OWNER, ACCUSED, NEAR = "huanbao", "hemu", "wanli", "xianxia"
SOURCE, FIGURE = "fc3d", "308"  # a public figure of this invented town
SHORT, EXPIRED = "staff", "一名执业人员的证书已过期，已要求三个月内换证。"
PLANNED, LISTED, DRAWN, INSPECTED = 40, 39, 38, 34  # working days ago
MADE, TAKEN, COMMENTED, ANSWERED, LATEST = 25, 24, 22, 18, 2
SPOKEN = "报告表交付后两次要求补充噪声监测数据，对方未回应，影响我单位报批。"
RETOLD = "反映报告表交付后未按要求补充监测数据。"
DEFENCE = "监测仪器送检，已于补测后提交，造成不便致歉。"
FOUND = "经核查，要求补充数据的函件送达后十二个工作日未答复，投诉属实，责令整改。"
ASKED = "公示的收费项目与报价单不一致，请核实。"
TIP = "该事项窗口人员口头要求找指定的一家机构办理。"


def oversee(town: Town, calendar: Calendar) -> None:
    """Draw and inspect some weeks ago; answer one complaint, and let one about an agency and one tip wait."""
    _inspect(town, calendar)
    _complain(town, calendar)


def _inspect(town: Town, calendar: Calendar) -> None:
    with _acting(town, AUTHORITY, back(town.today, PLANNED, calendar), calendar) as desk:
        plan = inspections.publish(desk.today.year, SOURCE, desk=desk, now=clock.now())
    with _acting(town, AUTHORITY, back(town.today, LISTED, calendar), calendar) as desk:
        inspections.lay_down(plan, desk=desk, now=clock.now())
    with _acting(town, AUTHORITY, back(town.today, DRAWN, calendar), calendar) as desk:
        inspections.draw_now(plan, FIGURE, desk=desk, now=clock.now())
    row = queries.inspections_of(plan.id).rows[0]
    file = queries.inspection_file(plan.number, row.agency_id)
    if file is None:
        raise LookupError("nobody was drawn")
    marks = [
        Mark(one.key, Decimal(one.points - (one.key == SHORT)), EXPIRED if one.key == SHORT else "")
        for one in sheet.items()
    ]
    with _acting(town, AUTHORITY, back(town.today, INSPECTED, calendar), calendar) as desk:
        by = replace(desk, actor=file.people[0])
        inspections.enter_result(file, marks, desk.today, "现场检查，当场告知结果。", desk=by)


def _complain(town: Town, calendar: Calendar) -> None:
    made = back(town.today, MADE, calendar)
    item = next(code for code, one in items().items() if one.authority == "生态环境" and one.offered)
    told = Told(About.AGENCY, town.bodies[ACCUSED].name, Topic.SERVICE, item, made, SPOKEN)
    row = _made(town, made, told, town.id_of(OWNER))
    with _acting(town, AUTHORITY, back(town.today, TAKEN, calendar), calendar) as desk:
        complaints.take_up(row, RETOLD, desk)
    with _acting(town, ACCUSED, back(town.today, COMMENTED, calendar), calendar) as desk:
        complaints.comment(row, DEFENCE, actor_id=desk.actor.id, today=desk.today)
    with _acting(town, AUTHORITY, back(town.today, ANSWERED, calendar), calendar) as desk:
        complaints.answer(row, Finding(Outcome.UPHELD, made, FOUND), desk)
    latest = back(town.today, LATEST, calendar)
    _made(town, latest, Told(About.AGENCY, town.bodies[NEAR].name, Topic.FEE, "", latest, ASKED))
    _made(town, latest, Told(About.OFFICIAL, "某窗口工作人员", Topic.NAMING, "", latest, TIP))


def _made(town: Town, day: date, told: Told, made_by: int | None = None) -> Complaint:
    town.at(day)
    with transaction():
        return complaints.make(told, tokens.new(), made_by=made_by, now=clock.now())


@contextmanager
def _acting(town: Town, key: str, day: date, calendar: Calendar) -> Iterator[Desk]:
    """Let somebody act on a morning of the town's past, in one transaction."""
    town.at(day)
    with transaction():
        book = editions.book_in_force(db.session(), town.book)
        yield Desk(db.session.get_one(User, town.id_of(key)), day, calendar, book)
