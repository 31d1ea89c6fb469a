"""The verbs of random inspections: publish a plan, lay its list down, draw, enter what was found (G9, G2)."""

import json
import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from accounts.operations import tell
from blacklist.steps import Desk
from credit.evidence import Inspection as InspectionFact
from credit.operations import submit
from kernel import ledger
from kernel.clock import BEIJING
from kernel.db import db, lock
from kernel.errors import Refused, WrongState
from kernel.numbers import next_number
from kernel.rulebook import applies
from kernel.sealing import sealer
from kernel.sentences import say
from marketplace.oversight.inspections import queries, rules, sheet
from marketplace.oversight.inspections.models import Inspection, InspectionDraw, InspectionPlan, Inspector
from marketplace.oversight.inspections.queries import InspectionFile
from marketplace.oversight.inspections.sheet import Mark
from marketplace.selection import draw, outages
from marketplace.selection.figures import Due, figures
from marketplace.selection.record_form import Kind, digest, read

RULE = "G9"
AGENCIES, INSPECTORS = 1, 2  # the rounds of a plan's draw
PUBLIC_MONEY = True  # so that the record is sound with a public figure alone
PREFIX, WIDTH = "INSPECTOR", 9  # a label has the 18 signs of a credit code, and tells nobody's name


def publish(year: int, source: str, *, desk: Desk, now: datetime) -> InspectionPlan:
    """Publish the plan of a year with the commitment to its draw and the public figure that it waits for (G9, S2)."""
    body = desk.actor.organisation
    key = body.authority_key or ""
    if year != desk.today.year:
        raise Refused(
            RULE, say("A plan is made in its year, %(year)s.", year=str(desk.today.year)), field="year"
        )
    known = queries.plan_of(key, year)
    if known:
        following = date(year + 1, 1, 1)
        said = say(
            "There is one plan a year: %(number)s of %(year)s was published on %(day)s. The next may come from %(next)s.",
            number=known.number,
            year=str(year),
            day=_beijing(known.published_at).date(),
            next=following,
        )
        raise Refused(RULE, said, try_from=following, field="year")
    sizes = draw.sizes(desk.book, desk.today)
    secret = secrets.token_bytes(sizes.secret_bytes)
    row = InspectionPlan(
        number=next_number("SJ", year),
        authority_id=body.id,
        authority_key=key,
        year=year,
        secret_sealed=sealer().seal(secret.hex()),
        chain=sizes.chain,
        commitment=draw.new_chain(secret, sizes.chain).hex(),
        source=source,
        published_at=now,
        published_by=desk.actor.id,
    )
    details = {"number": row.number, "commitment": row.commitment, "source": source, "year": year}
    ledger.record(
        row, "oversight.inspection-plan.published", actor_id=desk.actor.id, rule=RULE, details=details
    )
    return row


def lay_down(row: InspectionPlan, *, desk: Desk, now: datetime) -> None:
    """Lay down and publish who is drawn among: the agencies with their grades, and the inspectors (G9, S2)."""
    lock(row)
    if row.listed_at:
        raise WrongState(say("The list has been published already."))
    if _beijing(now) <= _beijing(row.published_at):
        raise Refused(RULE, say("The list is published after the plan: try again in a moment."))
    grades = queries.to_be_drawn(row.authority_key, desk.today)
    people = [_label(person.id) for person in queries.may_inspect(row.authority_id)]
    if not grades:
        raise Refused(
            RULE, say("No agency on the platform lists an item of yours: there is nobody to inspect.")
        )
    least = desk.book.whole("G9.inspectors", desk.today)
    if len(people) < least:
        said = say(
            "An inspection is made by %(least)s: invite further officers of your authority.", least=least
        )
        raise Refused(RULE, said)
    row.grades, row.inspectors = json.dumps(grades, sort_keys=True), "\n".join(sorted(people))
    row.labels_sha256, row.inspectors_sha256 = draw.labels_digest(grades), draw.labels_digest(people)
    row.listed_at, row.listed_on = now, desk.today
    details = {
        "number": row.number,
        "grades": grades,
        "labels_sha256": row.labels_sha256,
        "inspectors": sorted(people),
        "inspectors_sha256": row.inspectors_sha256,
    }
    ledger.record(row, "oversight.inspection-plan.listed", actor_id=desk.actor.id, rule=RULE, details=details)


@applies("G9")
def due(row: InspectionPlan) -> Due | None:
    """Return the appearance of the public figure that the draw takes: the first after the list was published."""
    return outages.next_after(figures()[row.source], row.listed_at) if row.listed_at else None


def draw_now(row: InspectionPlan, value: str, *, desk: Desk, now: datetime) -> int:
    """Draw agencies and inspectors by the public figure, keep both records, and return how many are inspected (G9).

    Raises Refused before the figure has appeared, and for a value that is not written as it is.
    """
    lock(row)
    wanted, figure = due(row), figures()[row.source]
    if wanted is None or row.listed_on is None:
        raise Refused(
            RULE, say("The list is published first: the draw takes the figure that appears after it.")
        )
    _must_be_its_time(row, wanted, now)
    if not figure.fits(value):
        said = say("Enter it as it is published, for example %(form)s.", form=figure.hint)
        raise Refused("S2", said, field="value")
    source = draw.Source(wanted.name, Kind.FIGURE, figure.origin, _beijing(wanted.at), value)
    grades = queries.grades_of(row)
    rows = [
        _drawn(row, AGENCIES, grades, source, now),
        _drawn(row, INSPECTORS, row.inspectors.splitlines(), source, now),
    ]
    order, people = (tuple(read(one.record.encode())["order"]) for one in rows)
    agencies = rules.drawn(order, grades, row.listed_on, desk.book)
    row.drawn_at = now
    entered = _enter(row, agencies, grades)
    details = {"number": row.number, "sha256": [one.sha256 for one in rows], "drawn": list(agencies)}
    ledger.record(
        row,
        "oversight.inspection-plan.drawn",
        actor_id=desk.actor.id,
        rule=RULE,
        details=details,
        also=entered.values(),
        proves=rows,
    )
    _assign(entered, rules.assigned(agencies, people, row.listed_on, desk.book))
    return len(agencies)


def enter_result(file: InspectionFile, marks: Sequence[Mark], on: date, remark: str, *, desk: Desk) -> None:
    """Enter what an inspection found, point by point; it is told to the agency and counts at once (G2, G9)."""
    row = lock(file.row)
    if row.entered_on:
        raise WrongState(say("The result was entered already."))
    _must_be_a_day(row, on, desk.today)
    _must_be_marks(marks)
    total = sum((mark.points for mark in marks), Decimal())
    row.inspected_on, row.entered_on, row.entered_by = on, desk.today, desk.actor.id
    row.points, row.remark = str(total), remark
    row.marks = json.dumps([[m.key, str(m.points), m.reason] for m in marks], ensure_ascii=False)
    details = {
        "agency": row.agency_id,
        "points": row.points,
        "on": on,
        "marks": [[m.key, str(m.points)] for m in marks],
    }
    entry = ledger.record(
        row, "oversight.inspection.entered", actor_id=desk.actor.id, rule="G2", details=details
    )
    submit(row.agency_id, InspectionFact(on, total), entry=entry, about=f"inspection:{row.id}")
    said = say(
        "You were inspected on %(day)s: %(points)s of %(whole)s points. What was found stands on its page.",
        day=on,
        points=row.points,
        whole=sheet.whole(),
    )
    tell(row.agency_id, said, link=f"/inspections/{row.plan.number}/agencies/{row.agency_id}")


def marks_of(row: Inspection) -> list[Mark]:
    """Return what was found, item by item."""
    return [Mark(key, Decimal(points), reason) for key, points, reason in json.loads(row.marks)]


def _must_be_its_time(row: InspectionPlan, wanted: Due, now: datetime) -> None:
    if row.drawn_at:
        raise WrongState(say("The draw has been made already."))
    if now < wanted.at:
        said = say("The public figure appears at %(moment)s: the draw is made after it.", moment=wanted.at)
        raise Refused("S2", said, try_from=_beijing(wanted.at).date())


def _drawn(
    row: InspectionPlan, round_: int, labels: Iterable[str], source: draw.Source, now: datetime
) -> InspectionDraw:
    if row.listed_at is None:
        raise WrongState(say("The list has not been published yet."))
    secret = bytes.fromhex(sealer().open(row.secret_sealed))
    figure = figures()[row.source].name
    announced = draw.Announced(
        row.number,
        PUBLIC_MONEY,
        row.chain,
        bytes.fromhex(row.commitment),
        _beijing(row.published_at),
        named=[draw.Named(Kind.FIGURE, figure)],
        repeat=figure,
    )
    earlier = [draw.code(secret, row.chain, before) for before in range(1, round_)]
    made = draw.Drawn(round_, earlier, draw.code(secret, row.chain, round_), [source], _beijing(now))
    written = draw.record(announced, labels, _beijing(row.listed_at), made)
    return InspectionDraw(plan_id=row.id, round=round_, record=written.decode(), sha256=digest(read(written)))


def _enter(row: InspectionPlan, agencies: Sequence[str], grades: dict[str, str]) -> dict[str, Inspection]:
    ids = queries.ids_by_code(agencies)
    return {
        code: Inspection(plan_id=row.id, agency_id=ids[code], place=place, grade=grades[code])
        for place, code in enumerate(agencies, 1)
    }


def _assign(entered: dict[str, Inspection], people: dict[str, tuple[str, ...]]) -> None:
    for code, row in entered.items():
        ids = {int(label.removeprefix(PREFIX)) for label in people[code]}
        db.session.add_all(Inspector(inspection_id=row.id, user_id=user_id) for user_id in ids)


def _must_be_a_day(row: Inspection, on: date, today: date) -> None:
    drawn_on = _beijing(row.plan.drawn_at).date() if row.plan.drawn_at else today
    if not drawn_on <= on <= today:
        said = say("An inspection lies between its draw on %(day)s and today.", day=drawn_on)
        raise Refused("G3", said, field="on")


def _must_be_marks(marks: Sequence[Mark]) -> None:
    most = {item.key: item.points for item in sheet.items()}
    for mark in marks:
        if not 0 <= mark.points <= most[mark.key]:
            said = say("This item has 0 to %(most)s points.", most=most[mark.key])
            raise Refused("G2", said, field=f"points_{mark.key}")
        if mark.points < most[mark.key] and not mark.reason.strip():
            raise Refused("G2", say("Say why points are lost."), field=f"reason_{mark.key}")


def _label(user_id: int) -> str:
    return f"{PREFIX}{user_id:0{WIDTH}d}"


def _beijing(moment: datetime) -> datetime:
    return moment.astimezone(BEIJING).replace(microsecond=0)
