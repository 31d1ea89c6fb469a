"""The invented town: believable, whole, sound in its ledger, and laid in once."""

from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select

from accounts.models import Message, Organisation
from blacklist import proceedings
from blacklist.models import Case
from blacklist.queries import standings
from credit.models import EvidenceRecord
from kernel import clock as kernel_clock
from kernel import law, ledger
from kernel.db import db
from marketplace.cli.town import enforcing, legislating, living, overseeing, paying, people, rating, settling
from marketplace.delivery import queries
from marketplace.delivery.models import Order
from marketplace.oversight.complaints.models import Complaint
from marketplace.oversight.inspections import queries as inspected
from marketplace.oversight.inspections.models import InspectionPlan
from marketplace.selection import draw
from marketplace.surveys.models import SurveyRequest, SurveySeat

WORKDAY, HOLIDAY, NEW_YEAR = date(2026, 5, 26), date(2026, 10, 4), date(2027, 1, 2)


def laid(day, clock):
    clock.set(day)
    town = settling.settle(day, law.book())
    settling.judge(town, law.calendar())
    living.live(town, law.calendar())
    rating.rate(town, law.calendar())
    paying.pay(town, law.calendar())
    enforcing.enforce(town, law.calendar())
    legislating.legislate(town, law.calendar())
    overseeing.oversee(town, law.calendar())
    clock.set(day)
    kernel_clock.use(clock.now)
    return town


@pytest.mark.long
@pytest.mark.parametrize("day", [HOLIDAY, NEW_YEAR])
def test_the_town_has_every_standing_grade_and_light_on_a_day_off(own_app, clock, day):
    is_whole(laid(day, clock).bodies, day)


def test_the_town_is_whole_and_a_second_start_keeps_it_as_it_is(own_app, clock):
    """One town for all of it: it takes seconds to lay. Laid shortly after midnight, none of it lies ahead."""
    clock.set(datetime.combine(WORKDAY, time(0, 5), kernel_clock.BEIJING))
    first = own_app.test_cli_runner().invoke(args=["demo"])
    assert first.exit_code == 0, first.output
    assert all(body.email in first.output for body in people.TOWN)
    kernel_clock.use(clock.now)
    is_whole({body.key: body_called(body.name) for body in people.TOWN}, WORKDAY)
    has_three_cases_at_three_steps()
    has_inspections_and_complaints()
    has_nothing_ahead(clock.now())
    entries = db.session.scalar(select(func.count()).select_from(ledger.Entry))
    second = own_app.test_cli_runner().invoke(args=["demo"])
    assert second.output.splitlines() == first.output.splitlines()
    assert db.session.scalar(select(func.count()).select_from(ledger.Entry)) == entries


def has_nothing_ahead(now):
    """Nothing was told, entered or done later than now, and what was told long ago is no mail of today."""
    for table in (ledger.Entry.at, Message.created_at, SurveyRequest.at, SurveySeat.answered_at):
        assert db.session.scalar(select(func.max(table))) <= now, table
    waiting = db.session.scalars(select(Message.created_at).where(Message.sent_at.is_(None))).all()
    assert waiting
    assert min(waiting) > now - timedelta(days=8)


def body_called(name):
    return db.session.scalars(select(Organisation).where(Organisation.name == name)).one()


def is_whole(bodies, day):
    """Every standing, grade and light is there, and the ledger is sound."""
    rows = db.session.scalars(select(Order)).all()
    courses = queries.clocks(rows, law.calendar(), law.book(), day)
    lights = Counter(str(course.clock.light) for course in courses.values())
    assert {"accepted", "on-course", "not-started", "overdue", "ended", "paused", "delivered"} <= set(lights)
    assert len(rows) >= sum(plot.fate not in living.EARLY for plot in living.PLOTS) >= 38
    ids = [bodies[body.key].id for body in people.AGENCIES]
    assert {s.name for s in standings(ids, day, law.book()).values()} == {
        "good",
        "yellow-card",
        "removed",
        "blacklisted",
    }
    assert not list(ledger.unsound())


def has_three_cases_at_three_steps():
    cases = db.session.scalars(select(Case).where(Case.kind != "rating").order_by(Case.id)).all()
    seen = proceedings.seen(cases, law.calendar(), law.book(), WORKDAY)
    assert {str(one.course.state) for one in seen} == {"closed", "defence", "decision"}


def has_inspections_and_complaints():
    """A draw that anyone can replay, one inspection of it entered; a complaint upheld, one and a tip that wait."""
    plan = db.session.scalars(select(InspectionPlan)).one()
    assert all(draw.replay(made.record.encode()).valid for made in inspected.draws_of(plan.id))
    rows = inspected.inspections_of(plan.id).rows
    assert [row.points for row in rows if row.entered_on] == ["9"]
    assert len(rows) > 1
    found = db.session.scalars(select(Complaint).order_by(Complaint.id)).all()
    assert [(row.office, str(row.state)) for row in found] == [
        ("authority", "answered"),
        ("managing-office", "received"),
        ("supervisor", "received"),
    ]
    kinds = Counter(row.kind for row in db.session.scalars(select(EvidenceRecord)))
    assert (kinds["Inspection"], kinds["UpheldComplaint"]) == (1, 1)
