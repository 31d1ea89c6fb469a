"""The town sees a site: one joint survey day was held lately, another is being arranged."""

from datetime import time, timedelta

from kernel import clock
from kernel.db import transaction
from kernel.workdays import Calendar
from marketplace.cli.town.settling import Town
from marketplace.projects import queries as projects
from marketplace.surveys import operations, queries, rules
from marketplace.surveys.models import SurveyDay, SurveySeat
from marketplace.surveys.operations import Desk, Thought, Wish
from marketplace.surveys.vocabulary import Coming, Part, View

AGO = timedelta(days=21)
ON_THE_SITE = time(10, 20)
FIRST_LOOK = "进场踏勘"


def survey(town: Town, calendar: Calendar) -> None:
    """Hold a survey day some weeks ago, and ask for one today."""
    asked_on = town.today - AGO
    town.at(asked_on)
    row = _asked(town, calendar, "zhuzao", "用地选址和噪声敏感点需现场核对")
    town.at(calendar.add(asked_on, 1).day)
    for seat in _seats(row, calendar, town):
        with transaction():
            operations.answer(
                seat, Coming.YES, "", "", _desk(town, calendar, _key(town, seat.organisation_id))
            )
    day = rules.propose(asked_on, calendar, town.book).day
    town.at(day, ON_THE_SITE)
    for seat in _seats(row, calendar, town):
        _think(seat, _desk(town, calendar, _key(town, seat.organisation_id)))
    town.at(town.today)
    _asked(town, calendar, "hemu", "厂区排水口和周边水系需现场核对")


def _asked(town: Town, calendar: Calendar, owner: str, why: str) -> SurveyDay:
    project = projects.projects_named(town.bodies[owner].id)[-1]
    site = queries.site(project.id, clock.today())
    if site is None:
        raise LookupError("the project has just been entered")
    with transaction():
        return operations.ask(site, Wish(why, "09:00", "项目用地东门"), _desk(town, calendar, owner))


def _seats(row: SurveyDay, calendar: Calendar, town: Town) -> list[SurveySeat]:
    found = queries.found_day(row, calendar, town.book, clock.today())
    return [line.row for line in found.lines if line.seat.part is not Part.ASSISTANT]


def _think(seat: SurveySeat, desk: Desk) -> None:
    if seat.part == Part.OWNER:
        return
    what = tuple(queries.subjects(seat, clock.today())) or (FIRST_LOOK,)
    thought = Thought(View.AGREE, "现场情况与资料一致。", what)
    if seat.part == Part.AUTHORITY:
        text = "北侧距居民点约80米，须在报告中补充噪声预测并优化设备布置。"
        thought = Thought(View.CONDITIONS, text, what)
    with transaction():
        operations.give_opinion(seat, thought, desk)


def _desk(town: Town, calendar: Calendar, key: str) -> Desk:
    return Desk(town.users[key], clock.today(), calendar, town.book)


def _key(town: Town, body_id: int) -> str:
    return next(key for key, body in town.bodies.items() if body.id == body_id)
