"""The town makes its rules with the authorities: one edition in force, one that is out for comment (G10)."""

from datetime import date

from accounts.models import User
from kernel import editions
from kernel.db import db, transaction
from kernel.workdays import Calendar
from marketplace.cli.town.living import back
from marketplace.cli.town.settling import Town
from marketplace.oversight.editions import operations, queries, rules
from marketplace.oversight.editions.models import EditionDraft
from marketplace.oversight.editions.operations import Desk
from marketplace.oversight.editions.vocabulary import Answer, Stance

SHORTER = """\
edition = "{name}"
title = "关于压缩投诉办理时限的决定"
takes_effect = {day}

[[change]]
id = "K1.answer"
from = {day}
value = 15
basis = "default: 江中介办〔{year}〕9号第二条"
"""
STRICTER = """\
edition = "{name}"
title = "关于提高信用评级分档线的决定（征求意见稿）"
takes_effect = {day}

[[change]]
id = "G2.c"
from = {day}
value = 72
basis = "default: 征求意见稿第一条，参照海口市2021年办法"

[[change]]
id = "G9.share_c"
from = {day}
value = 40
basis = "default: 征求意见稿第二条"
"""
WISH = "水工程类投诉多需现场核查，15个工作日偏紧，建议明确核查时间可以扣除。"
REPLY = "现场核查由主管部门自行安排，不宜扣除；确需延长的，应当在期限内说明理由。"
DOUBT = "C级分档线提高后，预计新增信用缺失机构两家，建议先用本年度数据测算再定。"


def legislate(town: Town, calendar: Calendar) -> None:
    """Adopt one edition some weeks ago, and send the next one out for comment."""
    _adopted(town, calendar)
    _out_for_comment(town, calendar)


def _adopted(town: Town, calendar: Calendar) -> None:
    days = [back(town.today, ago, calendar) for ago in (45, 30, 29, 28, 26)]
    effect = back(town.today, 15, calendar)
    text = SHORTER.format(name=f"{effect.year}-2", day=effect, year=effect.year)
    row = _drafted(town, text, days[0], days[1], calendar)
    with transaction():
        operations.comment(row, Stance.AGREES, "", _desk(town, "zigui", days[0], calendar))
    with transaction():
        found = operations.comment(row, Stance.SUGGESTS, WISH, _desk(town, "shuili", days[0], calendar))
    town.at(days[2])
    with transaction():
        operations.answer(found, Answer.NOT_TAKEN, REPLY, _desk(town, "guanliban", days[2], calendar))
    with transaction():
        agreed = queries.comments_on(row.id)[0]
        operations.answer(agreed, Answer.TAKEN, "收悉。", _desk(town, "guanliban", days[2], calendar))
    town.at(days[3])
    with transaction():
        document = f"江中介办〔{effect.year}〕9号"
        operations.propose(row, document, days[3], _desk(town, "guanliban", days[3], calendar))
    town.at(days[4])
    with transaction():
        operations.confirm(row, _desk(town, "wangyang", days[4], calendar))


def _out_for_comment(town: Town, calendar: Calendar) -> None:
    sent_on = back(town.today, 3, calendar)
    until = rules.comment_until(sent_on, calendar, town.book).day
    effect = date(until.year + 1, 1, 1)
    row = _drafted(town, STRICTER.format(name=f"{effect.year}-1", day=effect), sent_on, until, calendar)
    day = back(town.today, 1, calendar)
    town.at(day)
    with transaction():
        operations.comment(row, Stance.SUGGESTS, DOUBT, _desk(town, "huanbao", day, calendar))


def _drafted(town: Town, text: str, day: date, until: date, calendar: Calendar) -> EditionDraft:
    town.at(day)
    desk = _desk(town, "guanliban", day, calendar)
    with transaction():
        row = operations.draft(text, desk)
    with transaction():
        operations.send(row, until, desk)
    return row


def _desk(town: Town, key: str, day: date, calendar: Calendar) -> Desk:
    book = editions.book_in_force(db.session(), town.book)
    return Desk(db.session.get_one(User, town.id_of(key)), day, calendar, book)
