"""The town chooses in the open: notices at each step, from the form check to a draw and an opening that are over."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial

from sqlalchemy import select

from kernel import clock
from kernel.db import db, transaction
from kernel.workdays import Calendar
from marketplace.admission.catalogue import items
from marketplace.cli.town.living import back
from marketplace.cli.town.settling import Town
from marketplace.projects import operations as projects
from marketplace.projects.models import Need, Project
from marketplace.selection import (
    amending,
    closing,
    concluding,
    contributing,
    contributions,
    drafting,
    draws_made,
    keys,
    notices,
    opening,
    publishing,
    refusals,
    registering,
    windows,
)
from marketplace.selection.catalogue import method
from marketplace.selection.desk import Desk
from marketplace.selection.lines import sha256
from marketplace.selection.models import Notice
from marketplace.selection.offers import Tender
from marketplace.selection.tables import Terms

LATE_MORNING = time(10, 40)
MINUTES = timedelta(minutes=2)
HOUR = timedelta(hours=1)
FIGURE = "308"


@dataclass(frozen=True)
class Plan:
    """One notice of the town: whose, what, how, published how many working days ago, who offers what."""

    owner: str
    item: str
    way: str
    ago: int
    yuan: int
    bids: tuple[tuple[str, int, int], ...] = ()  # agency, price in yuan, promised working days
    stays_open: int = 0
    asked: tuple[tuple[str, str, str], ...] = ()  # agency, question, answer
    given: dict[str, int] = field(default_factory=dict)
    lines: str = "figure"
    text: str = ""  # what the owner adds to the randomness
    refused: tuple[str, ...] = ()  # agencies that ask to register and may not


WEIGHTS = {
    "weight_price": 40, "weight_workdays": 25, "weight_grade": 15, "weight_on_time": 10, "weight_experience": 10,
}  # fmt: skip
PLANS = (
    Plan(
        "xinneng", "C01", "random_draw", 9, 40000, (("chengguan", 0, 15), ("xianxia", 0, 14), ("runze", 0, 15)),
        lines="figure owner", text="须江之水清 7f3a 0928",
    ),
    Plan(
        "xiali", "B02", "weighted_assessment", 7, 34000,
        (("qingyu", 28000, 15), ("chengguan", 31000, 12), ("xianxia", 26500, 18)), given=WEIGHTS,
        refused=("heyuan",),
    ),
    Plan(
        "hemu", "B02", "random_draw", 0, 29000, (("qingyu", 0, 15), ("chengguan", 0, 14)), stays_open=2,
        lines="figure owner witness", text="峡里风清 51c8 77d0",
    ),
    Plan(
        "zhuzao", "D03", "lowest_price", 0, 18000, (("xujiang", 15000, 7),), stays_open=4,
        asked=(("xujiang", "是否包含界桩埋设？", "包含，界桩由业主提供。"),),
    ),
)  # fmt: skip
PUBLIC_PLAN = Plan("jiaoyu", "D03", "lowest_price", 0, 16000)


def choose(town: Town, calendar: Calendar) -> None:
    """Publish the town's notices, let agencies register, and carry those that are over to their result."""
    for plan in PLANS:
        _Tale(town, calendar, plan).tell()
    tale = _Tale(town, calendar, PUBLIC_PLAN)
    town.at(back(town.today, 0, calendar), LATE_MORNING)
    row = tale.drafted()
    with transaction():
        keys.make(row, desk=tale.desk(PUBLIC_PLAN.owner))
        drafting.submit(row, desk=tale.desk(PUBLIC_PLAN.owner))


@dataclass
class _Tale:
    """One notice as it is being laid in."""

    town: Town
    calendar: Calendar
    plan: Plan
    code: str = ""

    def desk(self, key: str) -> Desk:
        """Return who acts now."""
        return Desk(self.town.id_of(key), clock.now(), self.calendar, self.town.book)

    def tell(self) -> None:
        """Lay the notice in, step by step."""
        day = back(self.town.today, self.plan.ago, self.calendar)
        self.town.at(day, LATE_MORNING)
        row = self.drafted()
        with transaction():
            if method(self.plan.way).seals:
                self.code = keys.make(row, desk=self.desk(self.plan.owner))
            notice = publishing.publish(row, desk=self.desk(self.plan.owner))
        self.register(notice)
        self.lodge(notice)
        if not self.plan.stays_open:
            self.conclude(notice)

    def drafted(self) -> Terms:
        """Draft the terms."""
        plan, by = self.plan, self.desk(self.plan.owner)
        need = self.need()
        closes = windows.earliest_closing(
            by.today, self.calendar, self.town.book, public_money=need.project.public_money
        )
        if plan.stays_open:
            closes = windows.moved(closes, plan.stays_open, self.calendar)
        terms = {
            "task": f"按规范完成{need.title}，配合评审修改。",
            "deliverable": "成果纸质版三份、电子版一份",
            "requirements": "",
            "practitioner": "",
            "amount_fen": plan.yuan * 100,
            "most_workdays": 20,
            "closes_at": closes,
            "opens_at": closes + HOUR,
            "urgent_reason": "",
            "avoidance": "",
            "contact": self.town.users[plan.owner].name,
            "phone": "0570-4020001",
            "complaint_phone": "0570-4020002",
            "source": "fc3d",
            "lines": self.plan.lines,
        }
        with transaction():
            row = drafting.begin(need, plan.way, desk=by)
        with transaction():
            return drafting.fill_in(row, terms, plan.given, [], desk=by)

    def need(self) -> Need:
        """Say that the owner's second project needs the service."""
        owned = select(Project).where(Project.owner_id == self.town.bodies[self.plan.owner].id)
        project = db.session.scalars(owned.order_by(Project.id.desc())).first()
        if project is None:
            raise LookupError(f"{self.plan.owner} has no project")
        item = items()[self.plan.item]
        values: dict[str, object] = {
            "stage": project.stage, "item_code": item.code, "title": item.name, "wanted_workdays": item.usual_days,
            "detail": f"完成{item.name}，提交成果纸质版和电子版。",
        }  # fmt: skip
        with transaction():
            return projects.add_need(project, values, actor_id=self.town.id_of(self.plan.owner))

    def register(self, notice: Notice) -> None:
        """Let agencies ask and register."""
        for key, question, answer in self.plan.asked:
            with transaction():
                row = amending.ask(notice, self.town.bodies[key].id, question, desk=self.desk(key))
                amending.answer(row, answer, desk=self.desk(self.plan.owner))
        for key in self.plan.refused:
            with transaction():
                refusals.record(notice, self.town.bodies[key], desk=self.desk(key))
        for key, yuan, days in self.plan.bids:
            tender = Tender(days, yuan * 100 or None)
            with transaction():
                registering.register(notice, self.town.bodies[key], tender, desk=self.desk(key))

    def lodge(self, notice: Notice) -> None:
        """Let the owner lodge the SHA-256 of its text for the randomness."""
        for row in contributions.of_notice(notice.id):
            if row.organisation_id == notice.owner_id:
                with transaction():
                    contributing.lodge(row, sha256(self.plan.text), desk=self.desk(self.plan.owner))

    def reveal(self, notice: Notice) -> None:
        """Let the owner reveal its text once the labels are laid down."""
        by = self.desk(self.plan.owner)
        for row in contributions.of_notice(notice.id):
            self.later(notice.opens_at, partial(contributing.reveal, row, self.plan.text, desk=by))

    def conclude(self, notice: Notice) -> None:
        """Let the notice close, be opened, and come to its result."""
        course = notices.course_of(notice, self.town.book)
        self.later(course.closes_at, lambda: closing.close(notice, desk=self.desk("yunxing")))
        if method(notice.method).seals:
            owner = self.plan.owner
            self.later(
                course.opens_at, lambda: opening.open_offers(notice, [self.code], desk=self.desk(owner))
            )
        elif course.opens_at:
            self.reveal(notice)
            due = draws_made.coming(notice, course, self.desk("yunxing")).due
            self.later(
                due.at if due else None,
                lambda: concluding.conclude(notice, FIGURE, desk=self.desk("yunxing")),
            )

    def later(self, moment: datetime | None, act: Callable[[], object]) -> None:
        """Do something two minutes after a moment, if that has come."""
        if moment is None or moment + MINUTES > self.town.now:
            return
        self.town.when(moment + MINUTES)
        with transaction():
            act()
