"""The invented town: believable, whole, sound in its ledger, and laid in once."""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import func, select

from blacklist import proceedings
from blacklist.models import Case
from blacklist.queries import standings
from kernel import clock as kernel_clock
from kernel import law, ledger
from kernel.db import db
from marketplace.cli.town import enforcing, living, people, rating, settling
from marketplace.delivery import queries
from marketplace.delivery.models import Order

WORKDAY, HOLIDAY, NEW_YEAR = date(2026, 5, 26), date(2026, 10, 4), date(2027, 1, 2)


def laid(day, clock):
    clock.set(day)
    town = settling.settle(day, law.book())
    settling.judge(town, law.calendar())
    living.live(town, law.calendar())
    rating.rate(town, law.calendar())
    enforcing.enforce(town, law.calendar())
    clock.set(day)
    kernel_clock.use(clock.now)
    return town


@pytest.mark.parametrize(
    "day",
    [WORKDAY, pytest.param(HOLIDAY, marks=pytest.mark.long), pytest.param(NEW_YEAR, marks=pytest.mark.long)],
)
def test_the_town_has_every_standing_grade_and_light(own_app, clock, day):
    town = laid(day, clock)
    rows = db.session.scalars(select(Order)).all()
    courses = queries.clocks(rows, law.calendar(), law.book(), day)
    lights = Counter(str(course.clock.light) for course in courses.values())
    assert {"accepted", "on-course", "not-started", "overdue", "ended", "paused", "delivered"} <= set(lights)
    assert len(rows) >= sum(plot.fate not in living.EARLY for plot in living.PLOTS) >= 38
    ids = [town.bodies[body.key].id for body in people.AGENCIES]
    assert {s.name for s in standings(ids, day, law.book()).values()} == {
        "good",
        "yellow-card",
        "removed",
        "blacklisted",
    }
    assert not list(ledger.unsound())


def test_a_second_start_keeps_the_town_as_it_is(own_app, clock):
    clock.set(WORKDAY)
    first = own_app.test_cli_runner().invoke(args=["demo"])
    assert first.exit_code == 0, first.output
    entries = db.session.scalar(select(func.count()).select_from(ledger.Entry))
    second = own_app.test_cli_runner().invoke(args=["demo"])
    assert second.output.splitlines() == first.output.splitlines()
    assert db.session.scalar(select(func.count()).select_from(ledger.Entry)) == entries
    assert all(body.email in first.output for body in people.TOWN)


def test_three_cases_of_the_town_stand_at_three_steps(own_app, clock):
    laid(WORKDAY, clock)
    cases = db.session.scalars(select(Case).where(Case.kind != "rating").order_by(Case.id)).all()
    seen = proceedings.seen(cases, law.calendar(), law.book(), WORKDAY)
    assert {str(one.course.state) for one in seen} == {"closed", "defence", "decision"}
