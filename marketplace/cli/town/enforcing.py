"""The town keeps its word: three cases, each at another step, taken through the platform's own verbs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from blacklist import queries as cases
from blacklist.findings import SeriousViolation, Violation
from blacklist.models import Case
from blacklist.steps import Desk, Said
from blacklist.vocabulary import Act, Excuse, Outcome
from kernel.db import db, transaction
from kernel.workdays import Calendar
from marketplace.cli.town.living import back
from marketplace.cli.town.settling import Town
from marketplace.delivery import queries as orders
from marketplace.delivery.models import Order
from marketplace.delivery.operations import overdue
from marketplace.oversight import operations as oversight

LATE, RUNNING_OUT = ("runze", "C06"), ("qingyang", "B02")  # whose order the plots let run over
DEFENCE = "承诺期内遇业主两次调整取水口位置，成果须重新复核，附业主来函。"
OPINION = "经核实业主来函，迟延系业主调整所致，建议依 C9 予以免责。"
RULING = "同意承办人意见。业主来函和会议纪要相互印证，属于业主原因，予以免责。"
FALSE_DATA = "抽查发现报告所附 2 份检测记录与检测单位存档不一致，检测单位书面确认未出具。"
SORRY = "记录系外协单位提供，我司未尽核实义务，已更换外协单位并重新检测。"
FORGED = "检测单位已书面确认未出具该记录，事实清楚，建议认定成立。"


NOTHING = Said()


@dataclass(frozen=True)
class Turn:
    """One step of a case: on which day, by whom, and what was said."""

    day: date
    act: Act
    person: str
    said: Said = NOTHING


def enforce(town: Town, calendar: Calendar) -> None:
    """Take a late order's case to its end, leave one in its defence and one before the second person."""
    late, running_out = _overdue(town, *LATE, calendar), _overdue(town, *RUNNING_OUT, calendar)
    if late:
        _go(town, late, _excused(late.opened_on, calendar), calendar)
    if running_out:
        _go(
            town,
            running_out,
            _charged(town, running_out.opened_on, "huanbao", "qingyang", calendar),
            calendar,
        )
    _go(town, _found_by_hand(town, calendar), _before_the_second(town, calendar), calendar)


def _overdue(town: Town, agency: str, item: str, calendar: Calendar) -> Case | None:
    """Open the case of the agency's order that ran over, on the first working day on which anybody could see it."""
    chosen = db.select(Order).where(Order.agency_id == town.bodies[agency].id, Order.item_code == item)
    for order in db.session.scalars(chosen.order_by(Order.id)):
        found = orders.clock_of(order, calendar, town.book, town.today)
        first = found.clock.overrun_on
        if first is not None and first <= town.today:
            town.at(first)
            with transaction():
                overdue.look_at(order, calendar, town.book, first)
            return cases.case_of(f"order:{order.id}")
    return None


def _found_by_hand(town: Town, calendar: Calendar) -> Case:
    day = back(town.today, 16, calendar)
    finding = SeriousViolation(Violation.FALSE_DOCUMENTS, back(town.today, 30, calendar))
    town.at(day)
    with transaction():
        return oversight.open_by_hand(
            town.bodies["nianba"], finding, Said(FALSE_DATA), _desk(town, "huanbao", day, calendar)
        )


def _excused(first: date, calendar: Calendar) -> list[Turn]:
    excused = Said(OPINION, Outcome.EXCUSED, Excuse.OTHERS)
    ruling = Said(RULING, Outcome.EXCUSED, Excuse.OTHERS)
    days = [calendar.add(first, ahead).day for ahead in (1, 2, 4, 9, 10)]
    return [
        Turn(days[0], Act.CHARGE, "shuili"),
        Turn(days[1], Act.RECEIVE, "runze"),
        Turn(days[2], Act.DEFEND, "runze", Said(DEFENCE)),
        Turn(days[3], Act.OPINE, "shuili", excused),
        Turn(days[4], Act.DECIDE, "maoning", ruling),
    ]


def _charged(town: Town, first: date, officer: str, agency: str, calendar: Calendar) -> list[Turn]:
    charged = min(calendar.add(first, 1).day, town.today)
    received = min(calendar.add(charged, 1).day, town.today)
    return [Turn(charged, Act.CHARGE, officer), Turn(received, Act.RECEIVE, agency)]


def _before_the_second(town: Town, calendar: Calendar) -> list[Turn]:
    days = [back(town.today, ago, calendar) for ago in (16, 15, 12, 2)]
    return [
        Turn(days[0], Act.CHARGE, "huanbao"),
        Turn(days[1], Act.RECEIVE, "nianba"),
        Turn(days[2], Act.DEFEND, "nianba", Said(SORRY)),
        Turn(days[3], Act.OPINE, "huanbao", Said(FORGED, Outcome.UPHELD)),
    ]


def _go(town: Town, case: Case, turns: Sequence[Turn], calendar: Calendar) -> None:
    for turn in turns:
        if turn.day <= town.today:
            town.at(turn.day)
            with transaction():
                oversight.take(case, turn.act, turn.said, _desk(town, turn.person, turn.day, calendar))


def _desk(town: Town, key: str, day: date, calendar: Calendar) -> Desk:
    return Desk(db.session.get_one(User, town.id_of(key)), day, calendar, town.book)
