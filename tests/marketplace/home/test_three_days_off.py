"""T6: a jobs process that was off for three days, then runs: the same states, the same pages, each message once.

One town is lived through twice, from Friday 29 May to Wednesday 3 June 2026: once with a jobs process that keeps its
timetable, once with one that was off from Sunday to Tuesday, then ran, and was made to run everything once more.
"""

from collections import Counter
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from accounts.dispatches import Dispatch
from accounts.kinds import Topic
from accounts.models import Message, Organisation
from blacklist.models import Case
from kernel import clock as kernel_clock
from kernel import jobs, law
from kernel.clock import local_day
from kernel.db import db, transaction
from marketplace.delivery import queries
from marketplace.delivery.models import Order
from marketplace.delivery.rules.history import Cause
from marketplace.delivery.rules.lights import Light
from marketplace.selection import awards, notices
from marketplace.selection.models import Award, Notice
from tests import personas
from tests.factories import admission, delivery
from tests.factories import notices as market

LAID, BACK = date(2026, 5, 29), date(2026, 6, 3)
OFF = {date(2026, 5, 31), date(2026, 6, 1), date(2026, 6, 2)}
LOOKED_AT = (
    time(0, 50),
    time(8, 5),
    time(17, 10),
)  # after the nightly jobs, in the morning, after the closings
PUBLIC = ("/", "/notices", "/results", "/agencies", "/register", "/notices/{few}", "/results/{award}")


def lay(clock):
    """Lay a town in which much comes to pass while the jobs are off; return the pages to look at."""
    owner, agency, second = personas.owner(), personas.agency(), personas.second_owner()
    personas.other_authority()
    personas.managing_office()
    clock.set(date(2026, 5, 26))
    admission.agency_with("B02", organisation=agency, qualification=date(2026, 7, 31))
    won, people = market.notice(owner, "lowest_price"), market.bidders(4)
    for one, price in zip(people, (2_800_000, 2_850_000, 2_900_000, 2_950_000), strict=True):
        market.registered(won, one, price_fen=price)
    award = market.opened(won, clock, owner)
    clock.set(LAID)
    with transaction():  # the owner has until Monday, and is silent
        awards.confirm(award, people[0].organisation_id, desk=market.desk(people[0]))
    for days in (14, 13):  # due on Monday and on Tuesday
        delivery.order(start=delivery.days_ago(days))
    delivered, asked = (delivery.order(owner=second, start=delivery.days_ago(10)) for _ in range(2))
    with delivery.on(date(2026, 5, 25)):
        delivery.delivered(delivered, agency)  # to be accepted by Monday
    with delivery.on(date(2026, 5, 28)):
        delivery.pause_asked(asked, agency, Cause.FORCE_MAJEURE)  # to be answered by Monday
    few = market.notice(
        second, "lowest_price"
    )  # too few have registered by Monday: it is extended to Tuesday
    for one in market.bidders(2):
        market.registered(few, one, price_fen=2_800_000)
    return {"award": award.id, "few": few.number}


def live(app, clock, off):
    """Let the days pass with a jobs process that is off on some of them, and then runs all once more."""
    for ahead in range((BACK - LAID).days + 1):
        day = LAID + timedelta(days=ahead)
        for moment in LOOKED_AT:
            clock.set(datetime.combine(day, moment, kernel_clock.BEIJING))
            if day not in off:
                jobs.look_again(app)
    for name in (*(jobs.JOBS if off else ()), "deliver-messages", "deliver-texts"):
        assert jobs.once(name, clock.today).failed == 0


def seen(app, shown):
    """Return what there is to see when the days have passed: states, pages, messages, what is still to be sent."""
    calendar, book, today = law.calendar(), law.book(), kernel_clock.today()
    orders = db.session.scalars(select(Order).order_by(Order.number)).all()
    courses = queries.clocks(orders, calendar, book, today)
    rows, open_notices = (
        db.session.scalars(select(Award).order_by(Award.id)).all(),
        Notice.closes_at.is_not(None),
    )
    client, names = (
        app.test_client(),
        dict(db.session.execute(select(Organisation.id, Organisation.name)).all()),
    )
    told = db.session.scalars(select(Message).order_by(Message.id)).all()
    return {
        "lights": [(courses[row.id].clock.light, courses[row.id].clock.due) for row in orders],
        "cases": sorted((row.commitment, row.fact_on) for row in db.session.scalars(select(Case))),
        "awards": [
            (awards.stand_of(row, today, calendar, book), row.ended_because, row.ended_on) for row in rows
        ],
        "notices": [
            notices.state_of(row, kernel_clock.now(), book)
            for row in db.session.scalars(select(Notice).where(open_notices).order_by(Notice.id))
        ],
        "pages": {path: client.get(path.format(**shown)).text for path in PUBLIC},
        "legal": Counter(
            (names[m.organisation_id], str(m.sentence))
            for m in told
            if m.topic == Topic.SERVICE and local_day(m.created_at) > LAID
        ),
        "reminders": Counter((m.organisation_id, m.once) for m in told if m.topic == Topic.REMINDER),
        "unsent": [
            *(m.id for m in told if m.sent_at is None and local_day(m.created_at) >= LAID),
            *db.session.scalars(select(Dispatch.id).where(Dispatch.sent_at.is_(None))),
        ],
    }


def lived(app, clock, shown, off):
    """Live the days and take them back; return what there was to see."""
    connection = db.engines[None]
    db.session.remove()
    days = connection.begin_nested()
    live(app, clock, off)
    db.session.remove()
    found = seen(app, shown)
    db.session.remove()
    days.rollback()
    return found


def test_three_days_off_change_no_state_no_page_and_no_legal_message(app, db_session, clock, tmp_path):
    app.config["FILES_DIR"], before = str(tmp_path / "files"), app.config["FILES_DIR"]
    try:
        shown = lay(clock)
        always, off = lived(app, clock, shown, set()), lived(app, clock, shown, OFF)
    finally:
        app.config["FILES_DIR"] = before
    for what in ("lights", "cases", "awards", "notices", "legal"):
        assert off[what] == always[what], what
    for path in PUBLIC:
        assert off["pages"][path].splitlines() == always["pages"][path].splitlines(), path
    lights = [light for light, _ in off["lights"]]
    assert lights == [Light.OVERDUE, Light.OVERDUE, Light.ACCEPTED, Light.DUE_SOON]
    assert len(off["cases"]) == 2
    assert set(off["legal"].values()) == {1}
    assert off["unsent"] == []
    assert set(off["reminders"].values()) == {1}
    assert set(off["reminders"]) < set(always["reminders"])  # what had passed meanwhile was not told any more
    things = Counter((body, once.rpartition(":")[0]) for body, once in off["reminders"])
    assert max(things.values()) <= 2  # of one thing one before the jobs were off, and one after
