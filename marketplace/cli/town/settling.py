"""The town settles: bodies and people join, agencies are admitted with what they list, years are rated."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import update

from accounts import contacts, passwords
from accounts.dispatches import TRIED_FOR
from accounts.kinds import Channel
from accounts.models import (
    Agency,
    Authority,
    ManagingOffice,
    Message,
    Operator,
    Organisation,
    Owner,
    Role,
    ServiceCentre,
    Supervisor,
    User,
)
from blacklist import operations as blacklist
from blacklist.findings import Grade, Overdue, Rated, SeriousViolation, Violation
from credit import operations as credit
from kernel import clock, ledger
from kernel.db import db, transaction
from kernel.ledger import Audited
from kernel.rulebook import Rulebook
from kernel.workdays import Calendar
from marketplace.admission.catalogue import items
from marketplace.admission.models import Admission, Affiliation, ListedService, Practitioner, Qualification
from marketplace.admission.operations import index_agency
from marketplace.cli.town import people
from marketplace.cli.town.people import Body

KINDS: dict[str, type[Organisation]] = {
    "agency": Agency,
    "owner": Owner,
    "authority": Authority,
    "managing-office": ManagingOffice,
    "operator": Operator,
    "supervisor": Supervisor,
    "service-centre": ServiceCentre,
}
MORNING = time(9, 30)
LONG_AGO = timedelta(days=1200)
NEW_ARRIVAL = timedelta(days=3)
ROUND_MONTH, ROUND_DAY = 3, 12
RULE = "A1"
GRADES = {
    "qingyu": "AA", "chengguan": "BA", "xianxia": "BB", "qingyang": "BC", "wanli": "CB", "lvzhou": "BB",
    "runze": "AB", "xujiang": "AA", "fangzheng": "CC", "hongce": "CD", "heyuan": "BB", "tongxing": "C",
}  # fmt: skip
PROCESS = "接受委托、现场踏勘、编制成果、内部审核、提交成果、配合评审"
MATERIALS = "项目备案或核准文件、总平面图、主要设备清单"
NEWCOMER = "nianba"
RED_CAP = "fangzheng"


@dataclass
class Town:
    """The town as it is being laid in: its bodies and people by their keys, and the moment at which it is."""

    today: date
    book: Rulebook
    bodies: dict[str, Organisation]
    users: dict[str, User]
    now: datetime

    def id_of(self, key: str) -> int:
        """Return the id of the person who signs in under a key."""
        return self.users[key].id

    def at(self, day: date, hour: time = MORNING) -> None:
        """Set the clock to a morning of the town's past, so that what is laid in bears its own day."""
        self.when(datetime.combine(day, hour, clock.BEIJING))

    def when(self, moment: datetime) -> None:
        """Set the clock to a moment, but never ahead: at midnight the morning of today has not come."""
        past = min(moment.astimezone(UTC), self.now)
        clock.use(lambda: past)


def settle(today: date, book: Rulebook) -> Town:
    """Let bodies and people join, long ago but for one newcomer; nobody may be there yet."""
    town = Town(today, book, {}, {}, clock.now())
    secret = passwords.hashed(people.PASSWORD)
    for number, body in enumerate(people.TOWN):
        town.at(today - (NEW_ARRIVAL if body.key == NEWCOMER else LONG_AGO))
        with transaction():
            _join(town, body, number, secret)
    for key, name_key, name in people.SECOND_OFFICERS:
        with transaction():
            _enrol(town, name_key, name, town.bodies[key], secret)
    for body in people.AGENCIES:
        town.at(today - (NEW_ARRIVAL if body.key == NEWCOMER else LONG_AGO))
        with transaction():
            _admit(town, body)
    return town


def rounds(town: Town) -> list[date]:
    """Return the days of the last three yearly determinations, the latest last."""
    year = (
        town.today.year
        if (town.today.month, town.today.day) >= (ROUND_MONTH, ROUND_DAY)
        else town.today.year - 1
    )
    return [date(year - back, ROUND_MONTH, ROUND_DAY) for back in (2, 1, 0)]


def judge(town: Town, calendar: Calendar) -> None:
    """Take over what was determined and decided on paper: two yearly ratings and two vetoes."""
    office = town.id_of("guanliban")
    for round_number, on in enumerate(rounds(town)[:-1]):
        town.at(on)
        for key, grades in GRADES.items():
            if round_number < len(grades):
                grade = Grade(grades[round_number])
                document = f"江中超评〔{on.year}〕{round_number + 1}号"
                with transaction():
                    credit.take_over_rating(
                        town.bodies[key],
                        Rated(on.year - 1, grade, grade),
                        on,
                        document,
                        actor_id=office,
                        book=town.book,
                    )
    late = Overdue(order=0, due_on=_workday(town.today, 200, calendar), days=6)
    _veto(town, "heyuan", late, _workday(town.today, 180, calendar))
    lending = SeriousViolation(Violation.LENDING_QUALIFICATIONS, _workday(town.today, 800, calendar))
    _veto(town, "tongxing", lending, _workday(town.today, 770, calendar))


def _workday(today: date, ago: int, calendar: Calendar) -> date:
    """Return the first working day from a day that lies some days back: no office decides on a Sunday."""
    day = today - timedelta(days=ago)
    return day if calendar.is_workday(day) else calendar.add(day, 1).day


def _veto(town: Town, key: str, finding: Overdue | SeriousViolation, on: date) -> None:
    town.at(on)
    with transaction():
        blacklist.take_over_decision(
            town.bodies[key],
            finding,
            on,
            f"江中超处〔{on.year}〕7号",
            actor_id=town.id_of("guanliban"),
            book=town.book,
        )


def _join(town: Town, body: Body, number: int, secret: str) -> None:
    now = clock.now()
    row = KINDS[body.kind](
        name=body.name, uscc=people.credit_code(number), area=body.area, address=f"江山市{body.area}示范路 {number + 1} 号",
        phone=f"0570-000 {number:04d}", legal_representative=body.person, authority_key=body.authority or None,
        created_at=now, verified_at=now,
    )  # fmt: skip
    ledger.record(row, "accounts.organisation.entered", actor_id=None, rule=RULE)
    town.bodies[body.key] = row
    _enrol(town, body.key, body.person, row, secret, Role.HEAD)


def _enrol(
    town: Town, key: str, name: str, body: Organisation, secret: str, role: Role = Role.OFFICER
) -> None:
    user = User(
        email=people.address(key),
        name=name,
        password_hash=secret,
        organisation=body,
        role=role,
        created_at=clock.now(),
    )
    ledger.record(user, "accounts.user.entered", actor_id=None, rule=RULE)
    contacts.keep(user, Channel.EMAIL, user.email, now=user.created_at)
    town.users[key] = user


def _admit(town: Town, body: Body) -> None:
    row, today, me = town.bodies[body.key], clock.today(), town.id_of(body.key)
    admission = Admission(
        agency_id=row.id, state="accepted", introduction=f"{body.name}，服务江山投资项目。", letter_signed_at=clock.now(),
        letter_signed_by=me, submitted_on=today, answered_on=today, answered_by=town.id_of("yunxing"), accepted_on=today,
        untied_on=None if body.key == RED_CAP else today,
    )  # fmt: skip
    held: list[Audited] = [
        *_qualifications(body, row),
        *_practitioners(body, row),
        *_services(body, row, today),
    ]
    if body.key == RED_CAP:
        tie = {
            "kind": "retired-official",
            "authority_key": "自然资源",
            "note": "总工 2024 年自市自然资源局退休，已申报",
        }
        held.append(Affiliation(agency_id=row.id, since=town.today - timedelta(days=400), **tie))
    operator = town.id_of("yunxing")
    ledger.record(admission, "admission.agency.accepted", actor_id=operator, rule=RULE, also=held)
    index_agency(row)


def _qualifications(body: Body, row: Organisation) -> list[Qualification]:
    kinds = dict.fromkeys(items()[code].qualification_kind for code, _, _ in body.items)
    since = clock.today() - timedelta(days=300)
    return [
        Qualification(
            agency_id=row.id, kind=kind, grade="乙级", number=f"浙资{row.id:04d}-{place}", valid_from=since,
            valid_until=since + timedelta(days=365 * 5),
        )
        for place, kind in enumerate(filter(None, kinds), 1)
    ]  # fmt: skip


def _practitioners(body: Body, row: Organisation) -> list[Practitioner]:
    professions = ("注册环保工程师", "高级工程师")
    return [
        Practitioner(
            agency_id=row.id,
            name=f"{body.person[0]}工{place}",
            profession=what,
            certificate=f"ZC{row.id:03d}{place}",
        )
        for place, what in enumerate(professions, 1)
    ]


def _services(body: Body, row: Organisation, today: date) -> list[ListedService]:
    return [
        ListedService(
            agency_id=row.id, item_code=code, price_fen=yuan * 100, price_note="按项目规模协商", workdays=days,
            process=PROCESS, materials=MATERIALS,
            listed_on=today,
        )
        for code, yuan, days in body.items
    ]  # fmt: skip


def post(town: Town) -> None:
    """Take what was told long ago for handed on, as the jobs of those days did: it is no mail of today."""
    old = (Message.sent_at.is_(None), Message.created_at < town.now - TRIED_FOR)
    with transaction():
        db.session.execute(update(Message).where(*old).values(sent_at=Message.created_at))


def is_laid() -> bool:
    """Tell whether anybody lives here already."""
    return db.session.query(Organisation.id).limit(1).first() is not None
