"""The town lives: two years of orders, laid in day by day through the platform's own verbs."""

import io
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from werkzeug.datastructures import FileStorage

from kernel import clock
from kernel.db import transaction
from kernel.workdays import ONE_DAY, Calendar
from marketplace.admission.catalogue import items
from marketplace.cli.town import people
from marketplace.cli.town.plots import CHECKLIST, HANDED, LATER, PLOTS, PROJECTS, Fate, Plot
from marketplace.cli.town.settling import Town
from marketplace.delivery import queries as orders
from marketplace.delivery.events import ExtensionAsked, PauseAsked, Rejected
from marketplace.delivery.kinds import Reason, Side
from marketplace.delivery.models import Order
from marketplace.delivery.operations import contracts, deliveries, endings, extensions, materials, pauses
from marketplace.delivery.operations.desk import Desk
from marketplace.delivery.rules.history import Answer, Cause
from marketplace.evaluation import operations as evaluation
from marketplace.evaluation.rules import ASPECTS, Marks
from marketplace.projects import operations as projects
from marketplace.projects.models import Need, Project
from marketplace.selection import operations as selection
from marketplace.selection import queries as chosen
from marketplace.selection.models import Award, Notice

PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
BEFORE = 7  # working days from the invitation to the contract
EARLY = (Fate.NEEDED, Fate.INVITED, Fate.OFFERED, Fate.CHOSEN)
Step = tuple[date, Callable[[], None]]


@dataclass
class Story:
    """One order as it is being laid in."""

    town: Town
    calendar: Calendar
    plot: Plot
    need: Need | None = None
    notice: Notice | None = None
    award: Award | None = None
    order: Order | None = None
    seen: dict[str, int] = field(default_factory=dict)

    def day(self, ago: int) -> date:
        """Return the working day that lies a number of working days before today."""
        return back(self.town.today, ago, self.calendar)

    def desk(self, side: Side) -> Desk:
        """Return who acts for a side today."""
        key = self.plot.owner if side is Side.OWNER else self.plot.agency
        return Desk(self.town.id_of(key), side, clock.today(), self.calendar, self.town.book)

    def last(self, kind: str) -> int:
        """Return the id of the last event of a kind on the order."""
        course = orders.clock_of(self.the_order, self.calendar, self.town.book, clock.today())
        return int(getattr(course.story, kind)[-1].event.id)

    @property
    def the_order(self) -> Order:
        """Return the order, which its contract opened."""
        if self.order is None:
            raise LookupError("the contract has not been filed yet")
        return self.order


def back(today: date, ago: int, calendar: Calendar) -> date:
    """Return the working day that lies `ago` working days before a day; the day itself or the last one for 0."""
    day = today
    while not calendar.is_workday(day):
        day -= ONE_DAY
    for _ in range(ago):
        day -= ONE_DAY
        while not calendar.is_workday(day):
            day -= ONE_DAY
    return day


def live(town: Town, calendar: Calendar) -> None:
    """Lay in every order's steps, the earliest day first, each in a transaction of its own day."""
    owned = _projects(town)
    stories = [(Story(town, calendar, plot), owned[plot.owner][i % 2]) for i, plot in enumerate(PLOTS)]
    steps = sorted(
        (step for story, project in stories for step in _steps(story, project)), key=lambda step: step[0]
    )
    for day, act in steps:
        town.at(day)
        with transaction():
            act()


def _projects(town: Town) -> dict[str, list[Project]]:
    numbers = itertools.count(512_760)
    found: dict[str, list[Project]] = {}
    for owner, names in PROJECTS.items():
        body = town.bodies[owner]
        for name, stage in names:
            values: dict[str, object] = {
                "name": name, "code": f"{town.today.year % 100 - 2:02d}03-330881-04-01-{next(numbers)}",
                "area": body.area, "address": body.address, "summary": f"{name}，建设地点{body.area}。",
                "public_money": owner in people.PUBLIC, "stage": stage,
            }  # fmt: skip
            with transaction():
                row = projects.create_project(body.id, values, actor_id=town.id_of(owner))
            found.setdefault(owner, []).append(row)
    return found


def _steps(story: Story, project: Project) -> Iterator[Step]:
    plot = story.plot
    first = plot.ago + BEFORE if plot.fate not in EARLY else 3
    yield story.day(first), lambda: _need(story, project)
    if plot.fate is Fate.NEEDED:
        return
    yield story.day(first), lambda: _invite(story)
    if plot.fate is Fate.INVITED:
        return
    yield story.day(first - 1), lambda: _offer(story)
    if plot.fate is Fate.OFFERED:
        return
    yield story.day(first - 2), lambda: _choose(story)
    if plot.fate is Fate.CHOSEN:
        return
    yield story.day(plot.ago + 1), lambda: _file(story)
    if plot.fate is Fate.FILED:
        return
    yield story.day(plot.ago), lambda: _confirm(story)
    yield from _work(story)


def _work(story: Story) -> Iterator[Step]:
    """Yield what happened after the contract took effect."""
    plot, fate = story.plot, story.plot.fate
    if fate is Fate.UNHANDED:
        return
    yield story.day(plot.ago), lambda: _hand_over(story)
    delivered = max(plot.ago - plot.used, 0)
    happened: dict[Fate, tuple[tuple[int, Callable[[], None]], ...]] = {
        Fate.LISTED: ((plot.ago - 1, lambda: _list_missing(story)),),
        Fate.PAUSED: ((4, lambda: _ask_pause(story, Cause.MATERIALS)), (3, lambda: _answer_pause(story))),
        Fate.ASKED: ((1, lambda: _ask_pause(story, Cause.SEASON_OR_WEATHER)),),
        Fate.EXTENDED: ((3, lambda: _ask_extension(story)), (2, lambda: _agree(story))),
        Fate.ENDED: ((delivered, lambda: _end(story)),),
        Fate.ABANDONED: ((delivered, lambda: _abandon(story)),),
    }
    for ago, act in happened.get(fate, ()):
        yield story.day(ago), act
    if plot.used and fate not in happened:
        yield story.day(delivered), lambda: _deliver(story)
        yield from _afterwards(story, delivered)


def _afterwards(story: Story, delivered: int) -> Iterator[Step]:
    """Yield what the owner did with a delivery."""
    if story.plot.fate is Fate.REJECTED:
        yield story.day(delivered - 2), lambda: _reject(story)
    elif story.plot.fate in (Fate.ACCEPTED, Fate.LATE):
        yield story.day(delivered - 2), lambda: _accept(story)
        if story.plot.fate is Fate.ACCEPTED:
            yield story.day(delivered - 4), lambda: _evaluate(story)


def _paper(name: str) -> list[FileStorage]:
    return [FileStorage(io.BytesIO(PAPER), name)]


def _need(story: Story, project: Project) -> None:
    item = items()[story.plot.item]
    values: dict[str, object] = {
        "stage": LATER.get(item.code, "assessments"), "item_code": item.code, "title": item.name,
        "detail": f"完成{item.name}，提交成果纸质版和电子版，配合评审修改。", "wanted_workdays": item.usual_days,
    }  # fmt: skip
    story.need = projects.add_need(project, values, actor_id=story.town.id_of(story.plot.owner))


def _invite(story: Story) -> None:
    if story.need is None:
        raise LookupError("nothing is needed")
    keys = (story.plot.agency, *story.plot.rivals)
    today, me = clock.today(), story.town.id_of(story.plot.owner)
    invited = [story.town.bodies[key].id for key in keys]
    until = story.calendar.add(today, 5).day
    story.notice = selection.invite(
        story.need, invited, until, "", actor_id=me, today=today, book=story.town.book
    )


def _offer(story: Story) -> None:
    if story.notice is None:
        raise LookupError("nobody is invited")
    entered = {row.agency_id: row for row in chosen.registrations_of(story.notice.id)}
    for key in (story.plot.agency, *story.plot.rivals):
        listed = {code: (yuan, days) for code, yuan, days in _body(key).items}
        yuan, days = listed[story.plot.item]
        row, me, today = entered[story.town.bodies[key].id], story.town.id_of(key), clock.today()
        selection.offer(row, yuan * 100, days, "", actor_id=me, today=today, book=story.town.book)


def _choose(story: Story) -> None:
    if story.notice is None:
        raise LookupError("nobody is invited")
    wanted = story.town.bodies[story.plot.agency].id
    row = next(r for r in chosen.registrations_of(story.notice.id) if r.agency_id == wanted)
    reason = "承诺时限短，报价合理，以往项目按期办结。"
    me, today, law = story.town.id_of(story.plot.owner), clock.today(), story.town.book
    story.award = selection.choose(
        story.notice, row.id, reason, actor_id=me, today=today, calendar=story.calendar, book=law
    )


def _file(story: Story) -> None:
    if story.award is None:
        raise LookupError("nobody is chosen")
    papers, desk = _paper("服务合同.pdf"), story.desk(Side.OWNER)
    story.order = contracts.file_contract(story.award, None, papers, desk, CHECKLIST)


def _confirm(story: Story) -> None:
    contracts.confirm_contract(story.the_order, story.last("contracts"), story.desk(Side.AGENCY))


def _hand_over(story: Story) -> None:
    materials.hand_over(story.the_order, HANDED, _paper("项目资料.pdf"), story.desk(Side.OWNER))


def _list_missing(story: Story) -> None:
    materials.list_missing(story.the_order, HANDED[1:2], story.desk(Side.AGENCY))


def _ask_pause(story: Story, cause: Cause) -> None:
    why = "业主更换主要设备型号" if cause is Cause.MATERIALS else "连日强降雨，现场无法踏勘"
    fact = PauseAsked(cause, clock.today(), why)
    pauses.ask_pause(story.the_order, fact, _paper("来函.pdf"), story.desk(Side.AGENCY))


def _answer_pause(story: Story) -> None:
    desk = story.desk(Side.OWNER)
    pauses.answer_pause(story.the_order, story.last("pauses"), Answer.CONFIRMED, "情况属实", desk)


def _ask_extension(story: Story) -> None:
    fact = ExtensionAsked(5, Reason.OWNER, "业主补充监测点位")
    extensions.ask_extension(story.the_order, fact, _paper("延期说明.pdf"), story.desk(Side.AGENCY))


def _agree(story: Story) -> None:
    event, desk = story.last("extensions"), story.desk(Side.OWNER)
    extensions.answer_extension(story.the_order, event, "同意", desk, agreed=True)


def _deliver(story: Story) -> None:
    note = f"{items()[story.plot.item].name}（报批稿）"
    deliveries.deliver(story.the_order, note, _paper("成果.pdf"), story.desk(Side.AGENCY))


def _accept(story: Story) -> None:
    desk = story.desk(Side.OWNER)
    deliveries.accept(story.the_order, story.last("deliveries"), "符合合同要求", desk, CHECKLIST)


def _reject(story: Story) -> None:
    fact = Rejected("缺少一处监测点位的原始记录，请补充。", unmet=CHECKLIST[1:2])
    deliveries.reject(story.the_order, story.last("deliveries"), fact, (), story.desk(Side.OWNER))


def _end(story: Story) -> None:
    endings.propose_end(story.the_order, "项目用地调整，双方协商终止。", story.desk(Side.OWNER))
    event = story.last("ends")
    endings.answer_end(story.the_order, event, "同意", story.desk(Side.AGENCY), agreed=True)


def _abandon(story: Story) -> None:
    endings.abandon(story.the_order, "项目负责人离职，无力继续承担。", story.desk(Side.AGENCY))


def _evaluate(story: Story) -> None:
    stars = dict.fromkeys(ASPECTS, story.plot.stars)
    fine = story.plot.stars > 2
    marks = Marks(
        stars,
        fee_as_offered=fine,
        told_at_once=fine,
        reason="按期完成，沟通及时。" if fine else "修改多次才通过。",
    )
    me, today, law = story.town.id_of(story.plot.owner), clock.today(), story.town.book
    evaluation.evaluate(story.the_order, marks, actor_id=me, today=today, calendar=story.calendar, book=law)


def _body(key: str) -> people.Body:
    return next(body for body in people.AGENCIES if body.key == key)
