"""The town is rated: the last year goes through the round itself, with checks, objection, second check and letters."""

import itertools
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TypeVar

from credit import checking, objections, procedure, round_queries, rounds, self_checking
from credit.checking import Finding
from credit.drafting import Desk
from credit.evidence import Checked, OrderCompleted, OwnersAnswers, Weight
from credit.models import Objection, Round
from credit.objections import Said
from credit.operations import submit
from credit.rules import Dimension
from credit.self_checking import Declared
from credit.vocabulary import Answer, Second
from kernel import ledger
from kernel.db import transaction
from kernel.workdays import ONE_DAY, Calendar
from marketplace.cli.town import people
from marketplace.cli.town.settling import Town
from marketplace.cli.town.settling import rounds as days_of_rounds
from marketplace.oversight import round_steps
from marketplace.oversight.penalties import operations as penalties
from marketplace.oversight.penalties.operations import Found
from marketplace.oversight.penalties.vocabulary import RecordKind

T = TypeVar("T")
OFFICE, SECOND, OBJECTING = "guanliban", "wangyang", "hongce"
CHECKERS = ("huanbao", "shuili", "zigui")
# Orders completed on paper before the supermarket opened to them, taken over from the archive; the owners' stars of each.
ON_PAPER = {
    "qingyu": (5, 5, 5, 4, 5, 5),
    "chengguan": (5, 4, 5, 5, 4, 5),
    "xujiang": (5, 5, 4, 5, 5, 5),
    "lvzhou": (4, 4),
}
RECORDS = {
    "hongce": (Weight.SERIOUS, Weight.SERIOUS), "wanli": (Weight.SERIOUS, Weight.SERIOUS),
    "qingyang": (Weight.SERIOUS,), "fangzheng": (Weight.SERIOUS,), "runze": (Weight.MINOR,),
}  # fmt: skip
POINTS = {"hongce": ("2", "3"), "wanli": ("3", "4"), "fangzheng": ("3", "5"), "qingyang": ("3", "4")}
IN_ORDER = ("6", "8")  # of licences and staff, of the archive
SOUND, SHORT = "现场核查，与档案一致。", "现场核查，部分人员证书过期，三份档案缺现场记录。"
CHECKED_ITSELF = "已按五个方面逐项自查，证照和人员在有效期内，合同均已备案，两项服务的材料清单已补充公布。"
SPOKEN, ANSWERED = (
    "处罚决定已提起行政复议，请暂缓计入。",
    "复议期间处罚决定不停止执行；复议撤销的，依 P13 更正。",
)


def rate(town: Town, calendar: Calendar) -> Round:
    """Take the last year through its round, each step on its day, up to the determination for all."""
    on = days_of_rounds(town)[-1]
    year, book = on.year - 1, town.book
    _evidence(town, year)

    def step(day: date, key: str, act: Callable[[Desk], T]) -> T:
        town.at(day)
        with transaction():
            return act(Desk(town.id_of(key), day, calendar, book))

    found = step(date(on.year, 1, 4), OFFICE, lambda desk: rounds.open_round(year, desk))
    step(date(on.year, 1, 15), OFFICE, lambda desk: round_steps.freeze(found, desk))
    # A preset may ask for it, as Putian's.
    if procedure.self_check_until(date(on.year, 1, 15), calendar, book):
        for key in [agency.key for agency in people.AGENCIES]:
            step(date(on.year, 1, 20), key, partial(_check_itself, town, found, key))
    for key in CHECKERS:
        step(date(on.year, 1, 22), key, partial(_check, town, found, key))
    step(date(on.year, 1, 26), OFFICE, lambda desk: round_steps.draw_up(found, desk))
    row = step(date(on.year, 1, 30), OBJECTING, lambda desk: _object(town, found, desk))
    step(date(on.year, 2, 3), OFFICE, lambda desk: objections.answer(row, Answer.REFUSED, ANSWERED, desk))
    closed = calendar.add(procedure.objections_until(date(on.year, 1, 26), calendar, book).day, 1).day
    step(closed, OFFICE, lambda desk: round_steps.close(found, desk))
    step(closed, SECOND, lambda desk: _confirm(found, desk))
    published = calendar.add(closed, 1).day
    step(published, OFFICE, lambda desk: round_steps.publish(found, desk))
    ends = procedure.public_until(published, calendar, book).day
    document = f"江中超评〔{on.year}〕3号"
    step(max(on, ends + ONE_DAY), OFFICE, lambda desk: round_steps.determine(found, document, desk))
    return found


def _evidence(town: Town, year: int) -> None:
    """Take over the orders that were completed on paper, and enter what public credit records say."""
    town.at(date(year, 12, 20))
    for key, stars in ON_PAPER.items():
        agency, details = town.bodies[key], {"orders": len(stars)}
        with transaction():
            entry = ledger.record(
                agency, "credit.evidence.taken-over", actor_id=town.id_of(OFFICE), rule="G3", details=details
            )
            for month, given in enumerate(stars, 3):
                done = date(year, month, 18)
                submit(
                    agency.id,
                    OrderCompleted(done, has_complete_archive=True, kept_without_extension=True),
                    entry=entry,
                )
                submit(
                    agency.id, OwnersAnswers(done, given, fee_as_offered=True, told_at_once=True), entry=entry
                )
    numbers = itertools.count(31)
    for key, weights in RECORDS.items():
        for month, weight in enumerate(weights, 5):
            number = f"江综执罚决〔{year}〕{next(numbers)}号"
            said = Found(RecordKind.PENALTY, weight, "信用中国（浙江江山）", number, date(year, month, 12))
            with transaction():
                penalties.enter(
                    town.bodies[key].name, said, actor=town.users[CHECKERS[0]], today=date(year, 12, 20)
                )


def _check_itself(town: Town, found: Round, key: str, desk: Desk) -> None:
    draft = round_queries.draft(found.year, town.bodies[key].id)
    if draft is not None:
        points = dict.fromkeys(Dimension, Decimal(18))
        self_checking.declare(draft, Declared(points, CHECKED_ITSELF), desk)


def _check(town: Town, found: Round, key: str, desk: Desk) -> None:
    """Let an authority give its points to each agency of its industry, with the reasons."""
    given = {town.bodies[agency].id: points for agency, points in POINTS.items()}
    of_authority = getattr(town.bodies[key], "authority_key", None)
    for draft in round_queries.all_drafts(found):
        points = dict(zip(Checked, given.get(draft.agency_id, IN_ORDER), strict=True))
        for row in round_queries.checks_of(draft.id, of_authority):
            full = points[Checked(row.of)] in IN_ORDER
            checking.answer_check(
                row, draft, Finding(Decimal(points[Checked(row.of)]), SOUND if full else SHORT), desk
            )


def _object(town: Town, found: Round, desk: Desk) -> Objection:
    draft = round_queries.draft(found.year, town.bodies[OBJECTING].id)
    if draft is None:
        raise LookupError("the agency is not in the round")
    return objections.make_objection(draft, Said(SPOKEN, about="penalties"), desk)


def _confirm(found: Round, desk: Desk) -> None:
    for draft in round_queries.all_drafts(found):
        if draft.second == Second.ASKED:
            checking.confirm(draft, desk)
